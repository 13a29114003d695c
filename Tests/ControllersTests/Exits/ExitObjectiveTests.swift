import Testing
import Timeline

@testable import Controllers

/// Source of the numbers: drafters.md sections 1.3 and 17.
struct ExitObjectiveTests {
  @Test(arguments: [
    (1, 0.35, [0.1250, 0.1500, 0.1473, 0.1378, 0.1275, 0.1181]),
    (2, 0.50, [0.1250, 0.1500, 0.1458, 0.1339, 0.1211, 0.1094]),
    (3, 0.62, [0.1250, 0.1473, 0.1432, 0.1319, 0.1195, 0.1079]),
    (4, 0.70, [0.1250, 0.1417, 0.1369, 0.1266, 0.1155, 0.1050]),
  ])
  func tokensPerLayerAreThoseOfTheVectors(layer: Int, acceptance: Double, expected: [Double]) {
    let objective = ExitObjective.published(layerCount: 8)
    let worths = ExitWorth.all(
      ExitAcceptance(acceptance), stop: nil, costs: objective.costs(layer: layer, longest: 5))
    for (length, (found, value)) in zip(worths, expected).enumerated() {
      // The vectors have four digits.
      #expect((found * 1e4).rounded() == (value * 1e4).rounded(), "length \(length)")
    }
  }

  /// 30 layers, a head of 8, c(n) as measured with skinny kernels; worth without drafting is 1.
  @Test func theMeasuredCostCountsTheHeadAndTheRows() {
    let cost = CostModel(
      CostTable(rowCounts: [1, 2, 3, 4], microseconds: [1000, 1310, 1430, 1510]))
    func value(_ layer: Int, _ acceptance: Double, _ length: Int, head: Double) -> Double {
      let objective = ExitObjective.measured(
        layerCount: 30, headCost: 8, draftHeadCost: head, cost: cost)
      return ExitWorth.all(
        ExitAcceptance(acceptance), stop: nil, costs: objective.costs(layer: layer, longest: length)
      )[
        length]
    }
    #expect(value(10, 0.78, 0, head: 8) == 1)
    // (1 + .78 + .78²) · 38 / (2 · (10 + 8) + 10 + 1.43 · 28)
    #expect(abs(value(10, 0.78, 2, head: 8) - 2.3884 * 38 / 86.04) < 1e-12)
    // A short draft vocabulary: (1 + .78 + .78² + .78³) · 38 / (3 · 10.67 + 10 + 1.51 · 28)
    #expect(abs(value(10, 0.78, 3, head: 0.67) - 2.862952 * 38 / 84.29) < 1e-9)
    // What the digest gives for both, to two digits.
    #expect((value(10, 0.78, 2, head: 8) * 100).rounded() == 105)
    #expect((value(10, 0.78, 3, head: 0.67) * 100).rounded() == 129)
  }

  /// Against the enumeration of all drafts: token by token accepted or not, and going on or not.
  @Test func aStopShortensDraftsAndThatCountsInTheirWorth() {
    let costs = [1.0, 1.4, 1.9, 2.5]
    let (rightSure, rightUnsure, wrongSure) = (0.45, 0.15, 0.2)
    let stop = ExitStop(
      threshold: 0.5, goesOn: rightSure + wrongSure, goesOnAccepted: rightSure)
    let worths = ExitWorth.all(ExitAcceptance(rightSure + rightUnsure), stop: stop, costs: costs)
    for longest in 0...3 {
      var (tokens, cost) = (0.0, 0.0)
      func draft(_ length: Int, _ accepted: Int, _ isRight: Bool, _ chance: Double) {
        guard length < longest else {
          tokens += chance * Double(1 + accepted)
          cost += chance * costs[length]
          return
        }
        for (right, sure, share) in [
          (true, true, rightSure), (true, false, rightUnsure), (false, true, wrongSure),
          (false, false, 1 - rightSure - rightUnsure - wrongSure),
        ] {
          let kept = isRight && right
          let count = accepted + (kept ? 1 : 0)
          if sure {
            draft(length + 1, count, kept, chance * share)
          } else {
            tokens += chance * share * Double(1 + count)
            cost += chance * share * costs[length + 1]
          }
        }
      }
      draft(0, 0, true, 1)
      #expect(abs(worths[longest] - tokens / cost) < 1e-12, "longest \(longest)")
    }
  }

  @Test func aStopThatNeverComesChangesNothing() {
    let costs = [1.0, 1.4, 1.9, 2.5]
    let always = ExitStop(threshold: 0, goesOn: 1, goesOnAccepted: 0.6)
    #expect(
      ExitWorth.all(ExitAcceptance(0.6), stop: always, costs: costs)
        == ExitWorth.all(ExitAcceptance(0.6), stop: nil, costs: costs))
  }

  @Test func theFirstTokenMayBeHarderThanTheOthers() {
    // Odds of 0.5 / 0.5, halved: a third.
    let acceptance = ExitAcceptance(0.5, firstOdds: 0.5)
    #expect(abs(acceptance.first - 1.0 / 3) < 1e-12)
    let worths = ExitWorth.all(acceptance, stop: nil, costs: [1, 1, 1])
    #expect(zip(worths, [1, 4.0 / 3, 1.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(ExitAcceptance(1, firstOdds: 0.1).first == 1)
    #expect(ExitAcceptance(0, firstOdds: 9).first == 0)
  }

  /// The look-out for the best ends where no longer draft can be worth more.
  @Test(arguments: [0.1, 0.5, 0.8, 0.99, 1])
  func theBestIsTheFirstOfTheLargest(acceptance: Double) {
    let costs = [1.0, 1.05, 1.7, 1.7, 1.75, 1.8, 3, 3.1, 3.2]
    for stop in [nil, ExitStop(threshold: 0.5, goesOn: 0.7, goesOnAccepted: 0.65 * acceptance)] {
      let all = ExitWorth.all(ExitAcceptance(acceptance), stop: stop, costs: costs)
      let best = ExitWorth.best(ExitAcceptance(acceptance), stop: stop, costs: costs[...])
      #expect(best.value == all.max())
      #expect(best.length == all.firstIndex(of: best.value))
    }
  }

  @Test func aLongerDraftCostsNoLessEvenWhereItWasMeasuredSo() {
    let cost = CostModel(CostTable(rowCounts: [1, 2, 3], microseconds: [1000, 1500, 1400]))
    let objective = ExitObjective.measured(
      layerCount: 10, headCost: 0, draftHeadCost: 0, cost: cost)
    let costs = objective.costs(layer: 1, longest: 2)
    #expect(costs == costs.sorted())
  }
}
