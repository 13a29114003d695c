import TestSupport
import Testing
import Timeline

@testable import Screens

struct LiveTests {
  @Test func beforeTheRunStepsSayWhatIsLoading() {
    var model = AppModel(source: .live)
    _ = update(&model, .engine(.loading(what: "smollm2", fraction: 0.42)))
    model.press(".")
    #expect(model.note?.text == "smollm2 is still loading (42%)")
  }

  @Test func aDrafterThatLacksSomethingIsShownButNotChosen() throws {
    var catalogue = Catalogue.sample
    catalogue.drafters.append(
      Catalogue.Entry(
        name: "draft-model", summary: "Drafts.", source: "ours", growths: ["chain"],
        lacks: "a model of its own: start with --draft-model"))
    var session = LiveSession(catalogue: catalogue)
    for line in ["drafter draft-model", "fork draft-model"] {
      session.send(.command(line))
      #expect(
        session.model.note?.text
          == "drafter draft-model needs a model of its own: start with --draft-model")
    }
    session.press("d")
    #expect(session.model.text().contains("not available"))
    let menu = try #require(session.model.menu(.fork))
    #expect(!menu.items.contains { $0.title.contains("draft-model") })
    #expect(session.engine.commands == [])
  }

  @Test func aGrowthPolicyIsGivenWithItsParameters() {
    var session = LiveSession()
    session.send(.command("growth chain:length=3"))
    #expect(
      session.engine.commands.last
        == .change(session.model.shownSettings!))
    #expect(session.model.shownSettings?.growth == "chain:length=3")
    session.send(.command("growth chian:length=3"))
    #expect(session.model.note?.text.contains("did you mean") == true)
  }

  @Test func anEventAtTheNewestAsksForOnePhase() {
    var session = LiveSession()
    session.press(".")
    #expect(session.engine.commands == [.step(.phase)])
    #expect(session.model.progress?.lastEvent == .chosen)
    session.press(".")
    #expect(session.engine.commands.count == 2)
    #expect(session.model.progress?.lastEvent == .drafted(1))
    // The rest of the phase is there already.
    session.press(".")
    #expect(session.engine.commands.count == 2)
    #expect(session.model.progress?.lastEvent == .drafted(2))
  }

  @Test func aRoundAtTheNewestAsksForOneRound() {
    var session = LiveSession()
    session.press("n")
    #expect(session.engine.commands == [.step(.round)])
    #expect(session.model.cursor == session.model.timeline?.roundEnd(0))
    #expect(session.model.isAtEnd)
  }

  @Test func aTokenAtTheNewestGoesToTheNextCommittedToken() {
    var session = LiveSession()
    session.press("t")
    #expect(session.engine.commands == [.step(.round)])
    #expect(session.model.progress?.lastEvent == .committed(0))
  }

  @Test func steppingBackLeavesTheEngineAlone() {
    var session = LiveSession()
    session.press("n", "n", ",", ",")
    #expect(session.engine.commands.count == 2)
    #expect(!session.model.isFollowing)
    #expect(session.model.text().contains("the engine waits where it is"))
    session.press(".", ".")
    #expect(session.engine.commands.count == 2)
    session.press(".")
    #expect(session.engine.commands.last == .step(.phase))
  }

  @Test func aLiveRunShowsWhatItsReplayShows() {
    var session = LiveSession()
    for _ in 0..<60 { session.press(".") }
    var replay = AppModel.replay(timeline: SampleTimeline.makeUnforked())
    for _ in 0..<60 { replay.press(".") }
    let size = Size(columns: 80, rows: 24)
    let live = view(session.model, size: size).text.split(separator: "\n")
    let replayed = view(replay, size: size).text.split(separator: "\n")
    // Title and status tell the two apart.
    #expect(live.dropFirst().dropLast(2) == replayed.dropFirst().dropLast(2))
  }

  @Test func spacePlaysAndTheCursorFollows() {
    var session = LiveSession()
    session.press("space")
    #expect(session.engine.commands == [.step(.play)])
    #expect(session.model.timeline?.rounds.count == 8)
    #expect(session.model.isAtEnd)
    #expect(session.model.text().contains("the model emitted an end token"))
    session.press(".")
    #expect(session.model.note?.text == "no later event: the model emitted an end token")
  }

  @Test func slowPlayingAsksForPhasesByTheClock() {
    var session = LiveSession()
    session.model.run("speed 10")
    session.press("space")
    #expect(session.others == [.scheduleTick(milliseconds: 100)])
    session.send(.tick(milliseconds: 100))
    #expect(session.engine.commands == [.step(.phase)])
    #expect(session.model.progress?.lastEvent == .chosen)
  }

  @Test func aStepStopsPlaying() {
    var model = AppModel(source: .live, catalogue: .sample)
    for message in ScriptedEngine().start() { _ = update(&model, .engine(message)) }
    _ = update(&model, .engine(.round(SampleTimeline.rounds[0])))
    #expect(model.press("space") == [.engine(.step(.play))])
    #expect(model.press(",") == [.engine(.pause)])
    #expect(!model.isPlaying)
  }

  @Test func aChangeAtTheNewestCountsFromTheNextRound() {
    var session = LiveSession()
    session.press("n")
    session.send(.command("temperature 0.5"))
    var expected = SampleTimeline.sampled
    expected.sampling.temperature = 0.5
    #expect(session.engine.commands.last == .change(expected))
    #expect(session.model.note?.text == "from the next round on: temperature 0.5")
  }

  @Test func aDrafterBringsAGrowthPolicyItCanUse() {
    var session = LiveSession()
    session.press("n")
    session.send(.command("drafter prompt-lookup"))
    var expected = SampleTimeline.sampled
    (expected.drafter, expected.growth) = ("prompt-lookup", "chain")
    #expect(session.engine.commands.last == .change(expected))
  }

  @Test func aChangeInThePastOffersAFork() {
    var session = LiveSession()
    session.press("n", "n", "n")
    session.send(.command("round 1"))
    session.send(.command("budget 6"))
    #expect(session.model.text().contains("fork here with budget 6"))
    session.press("enter")
    var expected = SampleTimeline.sampled
    expected.budget = 6
    #expect(
      session.engine.commands.last == .fork(ForkPoint(branch: 0, round: 1), expected))
  }

  @Test func aForkBeginsBeforeTheRoundLookedAt() {
    var session = LiveSession()
    session.press("n", "n", "n", ",", ",")
    session.press("f", "enter")
    #expect(
      session.engine.commands.last
        == .fork(ForkPoint(branch: 0, round: 2), SampleTimeline.sampled))
  }

  @Test func aNewBranchIsLookedAtAndTheOldOneKept() {
    var session = LiveSession()
    for round in SampleTimeline.rounds { session.send(.engine(.round(round))) }
    for round in SampleTimeline.forkedRounds { session.send(.engine(.round(round))) }
    #expect(session.model.timeline?.activeBranch == 1)
    #expect(session.model.text().contains("branch 2/2"))
    session.send(.command("branch 1"))
    #expect(session.model.timeline?.activeBranch == 0)
    #expect(session.model.timeline?.rounds.count == 8)
    session.press(".")
    #expect(
      session.model.note?.text
        == "branch 1 ends here and the engine is on branch 2: b goes there, f forks here")
  }

  @Test func roundsOfAnotherBranchDoNotMoveAPersonWhoLooksBack() {
    var session = LiveSession()
    for round in SampleTimeline.rounds { session.send(.engine(.round(round))) }
    session.send(.engine(.round(SampleTimeline.forkedRounds[0])))
    session.send(.command("branch 1"))
    session.press(",", ",")
    let screen = view(session.model, size: session.model.size).text.split(separator: "\n")
    session.send(.engine(.round(SampleTimeline.forkedRounds[1].upTo(.draft))))
    session.send(.engine(.round(SampleTimeline.forkedRounds[1])))
    let after = view(session.model, size: session.model.size).text.split(separator: "\n")
    #expect(screen == after)
    #expect(session.model.timeline?.branches[1].rounds.count == 2)
  }

  @Test func aReplayRefusesWhatNeedsAnEngine() {
    var model = AppModel.replay()
    #expect(model.run("drafter none") == [])
    #expect(
      model.note?.text
        == "this is a replay: nothing decodes here, so drafter none has no effect")
    model.press("f")
    #expect(model.note?.text == "this is a replay: a fork needs the model; start a live run")
  }

  @Test func theExitPolicyKeySaysWhyItCannotAct() {
    var model = AppModel.replay()
    model.press("x")
    #expect(
      model.note?.text
        == "token-recycling has no exit layers: it does not draft with the model's own layers")
  }

  @Test func controlCStopsFirstAndThenOffersToQuit() {
    var model = AppModel(source: .live, catalogue: .sample, tracePath: "run.trace.jsonl")
    for message in ScriptedEngine().start() { _ = update(&model, .engine(message)) }
    model.press("space")
    #expect(model.press("ctrl-c") == [.engine(.stop)])
    _ = update(&model, .engine(.state(.finished(.stopped))))
    model.press("ctrl-c")
    #expect(model.text().contains("Quit?"))
    #expect(model.press("ctrl-c") == [.quit(closing: "nothing decoded")])
  }

  @Test func leavingAnUnrecordedRunAsksFirst() {
    var session = LiveSession(tracePath: nil)
    session.press("n", "q")
    #expect(session.model.text().contains("This run is not recorded"))
    session.press("enter")
    #expect(session.others == [.write(.trace, path: nil)])
    session.send(.outcome(.wrote(.trace, path: "a.trace.jsonl")))
    #expect(
      session.others.last
        == .quit(
          closing: "1 round, 3 tokens, 3.00 a pass, 164.4 a second; trace in a.trace.jsonl"))
  }

  @Test func aFailureIsShownAndStaysShown() {
    var model = AppModel(source: .live)
    _ = update(&model, .engine(.failed("model.gguf: not a GGUF file")))
    #expect(model.text().contains("model.gguf: not a GGUF file"))
    model.press(".")
    #expect(model.note?.text == "model.gguf: not a GGUF file")
  }
}
