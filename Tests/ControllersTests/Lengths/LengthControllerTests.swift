import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

/// Rules and constants of drafters.md section 13.1.
struct LengthControllerTests {
  private let open = RoundSettings.testing(drafter: "draft-model", growth: "chain", budget: nil)

  /// Budgets after rounds of (drafted, kept).
  private func budgets(_ text: String, _ rounds: [(Int, Int)]) throws -> [Int] {
    var controller = try controller(text)
    return rounds.map { drafted, kept in
      controller.observe(.drafted(drafted, kept: kept))
      return controller.choose(open).budget
    }
  }

  @Test func plusMinusOneGoesUpBehindAWholeDraftAndDownBehindAnother() throws {
    #expect(try controller("plus-minus-one").choose(open).budget == 4)
    #expect(
      try budgets("plus-minus-one:start=2,cap=4", [(2, 2), (3, 3), (4, 4), (4, 3), (3, 0)])
        == [3, 4, 4, 3, 2])
    #expect(try budgets("plus-minus-one:start=2", [(2, 0), (1, 0), (1, 0)]) == [1, 1, 1])
  }

  @Test func heuristicGoesUpByTwo() throws {
    #expect(try controller("heuristic").choose(open).budget == 5)
    #expect(try budgets("heuristic", [(5, 5), (7, 2), (6, 6)]) == [7, 6, 8])
  }

  @Test func roundsWithoutADraftLeaveTheLengthAsItIs() throws {
    #expect(try budgets("plus-minus-one", [(0, 0), (0, 0)]) == [4, 4])
    #expect(try budgets("heuristic", [(0, 0)]) == [5])
  }

  @Test func aGivenBudgetIsALimit() throws {
    for name in [
      "fixed", "plus-minus-one", "heuristic", "svip", "adaedl", "confidence", "sparse-history",
    ] {
      for budget in [0, 2] {
        let settings = RoundSettings.testing(
          drafter: "draft-model", growth: "chain", budget: budget)
        #expect(try controller(name).choose(settings).budget <= budget, "\(name)")
      }
    }
  }

  @Test func svipStopsFromSixTenthsOfANat() throws {
    let choice = try controller("svip").choose(open)
    #expect(choice.stop == StopRule(.entropy, threshold: 0.3))
    #expect(choice.budget == 20)
    #expect(choice.reason == "the chain ends before a law of more than 0.60 nats")
  }

  /// A = 1, then 0.5, then 0.75; t = λ - 0.01 where A >= 0.9, else λ + 0.01; λ moves a tenth of it.
  @Test func adaedlLowersItsThresholdWhileEnoughIsKept() throws {
    var controller = AdaedlController(
      ControllerContext(
        cost: measuredCost,
        parameters: MethodParameters(standards: AdaedlController.descriptor.parameters)))
    #expect(controller.choose(open).stop == StopRule(.entropyBound, threshold: 0.6))
    controller.observe(.drafted(4, kept: 4))
    #expect(abs(controller.threshold - 0.599) < 1e-12)
    controller.observe(.drafted(4, kept: 0))
    #expect(controller.keptShare == 0.5)
    #expect(abs(controller.threshold - 0.6) < 1e-12)
    controller.observe(.drafted(4, kept: 4))
    #expect(controller.keptShare == 0.75)
    #expect(abs(controller.threshold - 0.601) < 1e-12)
    controller.observe(.drafted(0, kept: 0))
    #expect(controller.keptShare == 0.75)
  }
}

struct ConfidenceTests {
  private let open = RoundSettings.testing(drafter: "draft-model", growth: "chain", budget: nil)

  private func fit(_ observations: [(Double, Bool)]) -> Double? {
    var fit = ConfidenceThreshold()
    for (confidence, isKept) in observations { fit.record(confidence, isKept: isKept) }
    return fit.fitted
  }

  @Test func tooFewObservationsOrOneKindAloneFitNothing() {
    #expect(fit([(0.9, true), (0.8, true), (0.7, true), (0.1, false), (0.2, false)]) == nil)
    #expect(fit([(Double, Bool)](repeating: (0.5, true), count: 9)) == nil)
  }

  /// Separable: the least kept confidence loses nothing.
  @Test func theThresholdDividesWhatCanBeDivided() {
    #expect(
      fit([(0.9, true), (0.8, true), (0.7, true), (0.3, false), (0.2, false), (0.1, false)])
        == 0.7)
  }

  /// At 0.6 it loses 3/4 for one of four kept tokens, at 0.4 one half for one of two refused.
  @Test func aMissedTokenWeighsThreeTimesAFalseAlarm() {
    #expect(
      fit([(0.9, true), (0.6, true), (0.5, false), (0.4, true), (0.2, false), (0.95, true)])
        == 0.4)
  }

  @Test func equalConfidencesStayOnOneSide() {
    #expect(
      fit([(0.5, true), (0.5, false), (0.5, true), (0.9, true), (0.2, false), (0.1, false)])
        == 0.5)
  }

  @Test func theControllerLearnsFromKeptTokensAndTheFirstRefusedOne() throws {
    var controller = try controller("confidence")
    #expect(controller.choose(open).stop == StopRule(.confidence, threshold: 0.4))
    var tree = DraftTree(anchor: 0, law: .independent)
    var node = NodeIndex.root
    for (token, probability) in [(1, 0.9), (2, 0.8), (3, 0.3), (4, 0.99)] {
      node = tree.append(
        TokenID(token), under: node, draftProbability: probability, source: "draw 1")
    }
    tree.seal()
    for _ in 0..<2 { controller.observe(.verified(tree, kept: 2)) }
    // Four kept, two refused at 0.3; what stood behind them, at 0.99, was not judged.
    #expect(controller.choose(open).stop == StopRule(.confidence, threshold: 0.8))
    #expect(
      controller.choose(open).reason
        == "the chain ends behind a token below 0.80, fitted to 4 kept tokens and 2 refused")
  }

  /// At temperature 0 every q is 1; a chain with a stop rule tells what the rule saw.
  @Test func whatTheStopRuleSawCountsBeforeQ() throws {
    var controller = try controller("confidence")
    var tree = DraftTree(anchor: 0, law: .independent)
    let first = tree.append(1, under: .root, draftProbability: 1, estimate: 0.9, source: "draw 1")
    tree.append(2, under: first, draftProbability: 1, estimate: 0.18, source: "draw 1")
    tree.seal()
    for _ in 0..<3 { controller.observe(.verified(tree, kept: 1)) }
    #expect(controller.choose(open).stop == StopRule(.confidence, threshold: 0.9))
  }
}
