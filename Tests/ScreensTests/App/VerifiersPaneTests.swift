import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Screens

/// The view of what every verifier makes of a tree.
struct VerifiersPaneTests {
  /// The second sample round with two verifiers looked at: the one that decided, and one that
  /// tests its first child with a coin.
  private func surveyed(isLive: Bool = false, bias: BiasReading? = nil) throws -> AppModel {
    var rounds = SampleTimeline.rounds
    let judgement = try #require(rounds[1].judgement)
    let child = try #require(rounds[1].tree.children(of: .root).first)
    let token = rounds[1].tree.tokens[child.rawValue]
    let test = JudgeStep(
      action: .test(
        at: .root, child: child, token: token, acceptance: 0.5,
        coin: Coin(uniform: 0.45, isAccepted: true)),
      decided: [NodeVerdict(node: child, verdict: .accepted)])
    rounds[1].outlooks = [
      VerifierOutlook(
        verifier: rounds[1].settings.verifier, expectedAccepted: 1.25,
        acceptedLengths: [0.25, 0.25, 0.5], bias: 0, judgement: judgement),
      VerifierOutlook(
        verifier: "typical", expectedAccepted: nil, acceptedLengths: [],
        firstTokens: [
          FirstTokenChance(token: token, emitted: 0.5, target: 0.375),
          FirstTokenChance(token: nil, emitted: 0.5, target: 0.625),
        ], bias: 0.125,
        judgement: Judgement(
          steps: [test], accepted: [child], extra: token, extraVerdict: .bonus)),
    ]
    for index in rounds.indices { rounds[index].bias = bias }
    var timeline = Timeline(header: SampleTimeline.header)
    for round in rounds { timeline.take(round) }
    var model = AppModel.replay(timeline: timeline)
    if isLive {
      model = AppModel(source: .live, catalogue: .sample, tracePath: nil)
      _ = update(&model, .resize(Size(columns: 120, rows: 40)))
      _ = update(&model, .engine(.started(SampleTimeline.header)))
      for round in rounds { _ = update(&model, .engine(.round(round))) }
    }
    model.run("round 2")
    model.press("v", "v")
    return model
  }

  @Test func chancesAndOutcomesStandSideBySide() throws {
    let model = try surveyed()
    expectSnapshot(view(model, size: model.size), "view-verifiers")
  }

  @Test func movingACoinFlipsTheVerdictWhereItMeetsTheAcceptProbability() throws {
    var model = try surveyed()
    model.press("down", "down", "down", "down", "down")
    #expect(model.text().contains("u 0.450 < 0.500 ✓"))
    model.press("right")
    #expect(model.text().contains("u 0.500 ≥ 0.500 ✗ what if"))
    model.press("left", "left")
    #expect(model.text().contains("u 0.400 < 0.500 ✓ what if"))
  }

  @Test func inALiveRunTheWholeRoundIsJudgedAgain() throws {
    var model = try surveyed(isLive: true)
    model.press("down", "down", "down", "down", "down")
    let round = try #require(model.round)
    let coin = MovedCoin(branch: 0, round: 1, verifier: "typical", draw: 0, uniform: 0.5)
    #expect(model.press("right") == [.engine(.rejudge(coin))])
    #expect(model.text().contains("the same draws"))
    let step = try #require(round.outlooks[1].judgement.steps.first)
    var refused = step
    refused.action.uniform = 0.5
    refused.action.isAccepted = false
    let rejudged = Rejudgement(
      coin: coin,
      judgement: Judgement(
        steps: [refused], accepted: [], extra: 77, extraVerdict: .corrected),
      pieces: [77: TokenPiece(" otherwise")])
    _ = update(&model, .engine(.rejudged(rejudged)))
    #expect(model.text().contains("typical, one coin moved"))
    #expect(model.text().contains("emits ␠otherwise"))
    // An answer about where the coin was before is of no use.
    _ = model.press("right")
    _ = update(&model, .engine(.rejudged(rejudged)))
    #expect(!model.text().contains("otherwise"))
  }

  @Test func aReplaySaysThatJudgingAgainNeedsTheModel() throws {
    var model = try surveyed()
    model.press("down", "down", "down", "down", "down")
    #expect(model.press("right") == [])
    #expect(model.text().contains("its own verdict only"))
  }

  @Test func theBiasOfAVerifierThatChangesTheOutputIsMetered() throws {
    var model = try surveyed(bias: BiasReading(totalVariation: 0.25, scope: .miniature))
    model.press("end")
    let text = model.text()
    #expect(text.contains("changes the output: its bias"))
    #expect(text.contains("this round                0.250"))
    #expect(text.contains("added up"))
    #expect(try surveyed().text().contains("its bias") == false)
  }

  @Test func aRunThatComparedNothingSaysSo() {
    var model = AppModel.replay()
    model.run("round 2")
    model.press("v", "v")
    #expect(model.text().contains("not compared on this tree"))
  }

  @Test func openingTheViewInALiveRunAsksTheEngineToCompare() {
    var session = LiveSession()
    #expect(session.model.press("v", "v") == [.engine(.survey(isOn: true))])
    #expect(session.model.press("v", "m") == [.engine(.survey(isOn: false))])
  }
}
