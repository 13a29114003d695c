import DraftTrees
import Testing
import Timeline
import Tokens

@testable import Screens

struct NarratorTests {
  /// Tokens 1 to 9 and their texts.
  private static let texts: [TokenID: String] = [
    1: "Once", 2: " the", 3: " cat", 4: " sat", 5: " in", 6: " dog", 7: " on", 8: "\n\n",
    9: "\u{1B}[2J",
  ]

  /// " the" > " cat" > " sat" > " in", and " dog" beside " cat".
  private func round(sampled: Bool = false) -> Round {
    var tree = DraftTree(anchor: 1, law: .deterministic)
    let the = tree.append(2, under: .root, draftProbability: 0.9, source: "rank 1")
    let cat = tree.append(3, under: the, draftProbability: 0.834, source: "rank 1")
    tree.append(6, under: the, draftProbability: 0.001, source: "rank 2")
    let sat = tree.append(4, under: cat, source: "")
    tree.append(5, under: sat, source: "rank 1")
    tree.seal()
    var round = Round(
      index: 6, position: 40,
      settings: RoundSettings(
        drafter: "recycling", verifier: "greedy", growth: "best", budget: 8, sampling: .greedy),
      choice: Choice(controller: "fixed", budget: 8, reason: "You asked for 8."), tree: tree)
    round.pieces = Self.texts.mapValues { TokenPiece($0) }
    round.lastPhase = .learn
    round.scores = [
      NodeScore(
        targetProbability: nil, reach: 1,
        alternatives: [Alternative(token: 2, targetProbability: 1, modelProbability: 0.62)],
        entropy: 1),
      NodeScore(targetProbability: 1, reach: 1, alternatives: [], entropy: nil),
      NodeScore(targetProbability: 0.5, reach: 0.25, alternatives: [], entropy: nil),
    ]
    let action: JudgeStep.Action =
      sampled
      ? .sample(
        at: 1, token: 3, probability: 0.25, uniform: 0.53124, score: -0.1, child: 2)
      : .argmax(at: 1, token: 3, child: 2)
    round.judgement = Judgement(
      steps: [
        JudgeStep(
          action: .argmax(at: 0, token: 2, child: 1),
          decided: [NodeVerdict(node: 1, verdict: .accepted)]),
        JudgeStep(
          action: action,
          decided: [
            NodeVerdict(node: 2, verdict: .accepted), NodeVerdict(node: 3, verdict: .rejected),
          ]),
        JudgeStep(
          action: .argmax(at: 2, token: 4, child: 4),
          decided: [NodeVerdict(node: 4, verdict: .accepted)]),
        JudgeStep(
          action: .argmax(at: 4, token: 7, child: nil),
          decided: [NodeVerdict(node: 5, verdict: .rejected)]),
      ], accepted: [1, 2, 4], extra: 7, extraVerdict: .corrected)
    round.committed = [
      CommittedToken(token: 2, origin: .accepted, node: 1),
      CommittedToken(token: 3, origin: .accepted, node: 2),
      CommittedToken(token: 4, origin: .accepted, node: 4),
      CommittedToken(token: 7, origin: .corrected, node: nil),
    ]
    return round
  }

  @Test func exitStopAndSwitchAreSaid() {
    var exiting = round()
    exiting.choice.exitLayer = 4
    exiting.choice.stop = StopRule(.confidence, threshold: 0.375)
    var previous = round()
    previous.settings.drafter = "lookup"
    let chosen = Narrator.sentence(for: .chosen, in: exiting, after: previous)
    #expect(chosen.contains("drafter recycling instead of lookup, verifier greedy"))
    #expect(
      chosen.contains(
        "drafting leaves the target at layer 4, a draft ends behind a token with q below 0.38"))
    #expect(!Narrator.sentence(for: .chosen, in: exiting, after: exiting).contains("instead of"))
    let whole = Narrator.sentence(for: exiting, after: previous)
    #expect(
      whole.hasPrefix(
        "Round 7: switched to recycling, drafted 5 tokens in 2 branches from layer 4,"))
  }

  @Test func aRoundIsOneSentence() {
    #expect(
      Narrator.sentence(for: round())
        == "Round 7: drafted 5 tokens in 2 branches, accepted 3 (\" the\", \" cat\", \" sat\"), "
        + "then target chose \" on\" instead of \" in\".")
  }

  @Test func aFullyAcceptedRoundEndsWithABonus() {
    var round = round()
    round.judgement?.accepted = [1, 2, 4, 5]
    round.judgement?.extraVerdict = .bonus
    #expect(
      Narrator.sentence(for: round)
        == "Round 7: drafted 5 tokens in 2 branches, accepted 4 "
        + "(\" the\", \" cat\", \" sat\", \" in\"), then target added \" on\" as a bonus.")
  }

  @Test func aRoundThatEndsTheRunSaysWhy() {
    var round = round()
    round.judgement?.extra = nil
    round.finish = .endToken
    #expect(
      Narrator.sentence(for: round)
        == "Round 7: drafted 5 tokens in 2 branches, accepted 3 (\" the\", \" cat\", \" sat\"), "
        + "then nothing follows the end token. The run ends: the model emitted an end token.")
  }

  @Test func aRoundWithoutADraftIsOneChoice() {
    var round = round()
    round.tree = DraftTree(anchor: 1, law: .deterministic)
    round.judgement = Judgement(steps: [], accepted: [], extra: 7, extraVerdict: .bonus)
    #expect(
      Narrator.sentence(for: round) == "Round 7: drafted nothing, then target chose \" on\".")
  }

  @Test(
    arguments: [
      (nil, "Round 7 begins."), (.choose, "Round 7 begins."),
      (.draft, "Round 7: drafted 5 tokens in 2 branches, not scored yet."),
      (.score, "Round 7: drafted 5 tokens in 2 branches, scored by the target, not judged yet."),
    ] as [(Phase?, String)])
  func aRoundInFlightSaysHowFarItIs(phase: Phase?, sentence: String) {
    var round = round()
    round.lastPhase = phase
    #expect(Narrator.sentence(for: round) == sentence)
  }

  @Test(
    arguments: [
      (
        .chosen,
        "Round 7 begins: drafter recycling, verifier greedy, at most 8 tokens to draft; "
          + "You asked for 8."
      ),
      (
        .drafted(2),
        "Drafted \" cat\" after \" the\", depth 2, draft probability 0.83, source rank 1."
      ),
      (
        .drafted(3),
        "Drafted \" dog\" after \" the\", depth 2, draft probability below 0.01, source rank 2."
      ),
      (.drafted(4), "Drafted \" sat\" after \" cat\", depth 3."),
      (.scored(0), "Scored the anchor \"Once\": most likely next \" the\" at 0.62."),
      (.scored(2), "Scored \" cat\": target probability 0.50, reach 0.25."),
      (
        .judged(step: 0),
        "After \"Once\" the target's most probable token is \" the\": drafted, so accepted."
      ),
      (
        .judged(step: 1),
        "After \" the\" the target's most probable token is \" cat\": drafted, so accepted; "
          + "rejected \" dog\"."
      ),
      (
        .judged(step: 3),
        "After \" sat\" the target's most probable token is \" on\": not drafted, so rejected \" in\"."
      ),
      (.committed(0), "Committed \" the\", accepted from the draft."),
      (.committed(3), "Committed \" on\", corrected by the target."),
      (.learned, "The drafter has seen round 7."),
    ] as [(RoundEvent, String)])
  func eachEventIsOneSentence(event: RoundEvent, sentence: String) {
    #expect(Narrator.sentence(for: event, in: round()) == sentence)
  }

  @Test func sampledChoicesNameTheirDraw() {
    #expect(
      Narrator.sentence(for: .judged(step: 1), in: round(sampled: true))
        == "After \" the\" the target draws, with probability 0.25 and draw 0.5312, \" cat\": "
        + "drafted, so accepted; rejected \" dog\".")
  }

  @Test func everyEventOfARoundHasASentenceOfWords() {
    let round = round()
    for event in round.events {
      let sentence = Narrator.sentence(for: event, in: round)
      #expect(sentence.hasSuffix("."))
      #expect(sentence.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    }
  }

  @Test func controlsAreSpokenByName() {
    #expect(SpokenToken.text(TokenPiece("\n\n")) == "2 times newline")
    #expect(SpokenToken.text(TokenPiece("\u{1B}[2J")) == "escape \"[2J\"")
    #expect(SpokenToken.text(TokenPiece(bytes: [0x61, 0xE2])) == "\"a\" byte E2")
    #expect(SpokenToken.text(TokenPiece("a\u{202E}b")) == "\"a\" character 202E \"b\"")
    #expect(SpokenToken.text(TokenPiece("")) == "an empty token")
  }

  @Test func longListsAreCut() {
    var tree = DraftTree(anchor: 1, law: .deterministic)
    for token in 10..<30 { tree.append(TokenID(token), under: .root, source: "") }
    tree.seal()
    var round = round()
    round.tree = tree
    round.judgement = Judgement(steps: [], accepted: [], extra: 7, extraVerdict: .corrected)
    #expect(
      Narrator.sentence(for: round)
        == "Round 7: drafted 20 tokens in 20 branches, accepted none, then target chose \" on\" "
        + "instead of token 10 or token 11 or token 12 or token 13 or token 14 or token 15 "
        + "or token 16 or token 17 and 12 more.")
  }
}
