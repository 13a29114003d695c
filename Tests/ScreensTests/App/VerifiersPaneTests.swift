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
  private func surveyed() throws -> AppModel {
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
        verifier: "typical", expectedAccepted: nil, acceptedLengths: [], bias: 0.125,
        judgement: Judgement(
          steps: [test], accepted: [child], extra: token, extraVerdict: .bonus)),
    ]
    var timeline = Timeline(header: SampleTimeline.header)
    for round in rounds { timeline.take(round) }
    var model = AppModel.replay(timeline: timeline)
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
