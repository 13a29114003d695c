import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

struct SparseHistoryTests {
  private let open = RoundSettings.testing(drafter: "prompt-lookup", budget: nil)

  /// From 0, one true example: the gradient is 1/2, the step 0.05, the shrinkage 0.001.
  @Test func oneExampleMovesItsFeaturesAndShrinksThem() {
    var regression = SparseRegression(rate: 0.1, penalty: 0.01)
    #expect(regression.probability(["a"]) == 0.5)
    regression.learn(["a"], true)
    #expect(abs((regression.weights["always"] ?? 0) - 0.05) < 1e-12)
    #expect(abs((regression.weights["a"] ?? 0) - 0.049) < 1e-12)
    let probability = regression.probability(["a"])
    #expect(abs(probability - 1 / (1 + exponential(-0.099))) < 1e-12)
  }

  @Test func onlyFeaturesThatTellSomethingSurvive() {
    var regression = SparseRegression(rate: 0.1, penalty: 0.05)
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      let isSigned = Bool.random(using: &generator)
      let noise = ["b", "c", "d"].filter { _ in Bool.random(using: &generator) }
      let isKept = Double.random(in: 0..<1, using: &generator) < (isSigned ? 0.9 : 0.2)
      regression.learn((isSigned ? ["a"] : []) + noise, isKept)
    }
    #expect(regression.surviving.first?.name == "a")
    #expect((regression.weights["a"] ?? 0) > 1)
    #expect(["b", "c", "d"].allSatisfy { abs(regression.weights[$0] ?? 0) < 0.6 })
  }

  @Test func countersNeedTwoRefusalsToChangeASettledMind() {
    var counters = TwoBitCounters()
    counters.learn(true, at: 1)
    #expect(counters.state(at: 1) == 3)
    counters.learn(true, at: 1)
    #expect(counters.state(at: 1) == 3)
    counters.learn(false, at: 1)
    #expect(counters.predictsKept(at: 1))
    counters.learn(false, at: 1)
    #expect(!counters.predictsKept(at: 1))
    #expect(counters.state(at: 2) == 2)
  }

  @Test func featuresTellThePlaceAndHowTheLastDraftWent() {
    var history = AcceptanceHistory()
    #expect(history.features(place: 1).isEmpty)
    #expect(history.features(place: 2) == ["place 2"])
    #expect(history.features(place: 9) == ["place 5 or later"])
    history.observe(.drafted(2, kept: 2))
    #expect(history.features(place: 1) == ["last draft kept whole", "last kept by test"])
    history.observe(.drafted(2, kept: 0))
    #expect(history.features(place: 1) == ["last draft lost at once", "anchor in last 8"])
    history.observe(.drafted(0, kept: 0))
    #expect(
      history.features(place: 1)
        == ["last draft lost at once", "anchor in last 8", "pair in last 64"])
  }

  @Test func aLongMatchIsAFeatureAndItsLengthIsNoSource() {
    var tree = DraftTree(anchor: 0, law: .deterministic)
    tree.append(1, under: .root, source: "match of 12")
    tree.seal()
    var history = AcceptanceHistory()
    history.observe(.verified(tree, kept: 1))
    #expect(
      history.features(place: 1)
        == ["last draft kept whole", "last kept by match of", "last match of 8 or more"])
  }

  /// With a = 1/2 at every place before anything is learned: 1, 1.5 / 1.3, 1.75 / 1.4, 1.875 / 1.5,
  /// and less further on.
  @Test func theLengthHasTheLargestExpectedGain() throws {
    let choice = try controller("sparse-history").choose(open)
    let values = choice.candidates.map(\.value)
    #expect(choice.candidates.map(\.label).prefix(3) == ["plain", "length 1", "length 2"])
    #expect(values[0] == 1)
    #expect(abs(values[1] - 1.5 / 1.3) < 1e-12)
    #expect(abs(values[2] - 1.75 / 1.4) < 1e-12)
    #expect(abs(values[3] - 1.875 / 1.5) < 1e-12)
    #expect(choice.budget == 2)
    #expect(choice.candidates.filter(\.isChosen).map(\.label) == ["length 2"])
    #expect(choice.reason == "length 2 is expected to win 1.25 tokens a plain pass")
  }

  @Test func draftsThatAreKeptGrowAndThoseRefusedEnd() throws {
    var kept = try controller("sparse-history")
    for _ in 0..<60 { kept.observe(.drafted(6, kept: 6)) }
    #expect(kept.choose(open).budget >= 5)
    var refused = try controller("sparse-history")
    for _ in 0..<60 { refused.observe(.drafted(6, kept: 0)) }
    let choice = refused.choose(open)
    #expect(choice.budget == 0)
    #expect(choice.reason.hasPrefix("no draft is expected to win more than a plain round; weights"))
    #expect(choice.candidates[0].numbers.keys.contains { $0.hasPrefix("weight: ") })
    for _ in 0..<31 { refused.observe(.drafted(0, kept: 0)) }
    #expect(refused.choose(open).budget == 1)
  }

  /// A leaf that was kept was not refused further down, wherever else the tree is deeper.
  @Test func placesThatWereNotReachedTeachNothing() throws {
    var tree = DraftTree(anchor: 0, law: .deterministic)
    tree.append(1, under: .root, source: "test")
    let other = tree.append(2, under: .root, source: "test")
    tree.append(3, under: other, source: "test")
    tree.seal()
    let outcome = try #require(RoundOutcome(.verified(tree, kept: 1)))
    #expect(outcome.judgedPlaces == 1..<2)
    #expect(outcome.isKeptWhole)
    #expect(RoundOutcome(.drafted(3, kept: 1))?.judgedPlaces == 1..<3)
    #expect(RoundOutcome(.drafted(0, kept: 0)) == nil)
  }
}
