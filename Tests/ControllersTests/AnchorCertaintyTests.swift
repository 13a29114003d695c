import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

struct AnchorCertaintyTests {
  /// The anchor and a drafted token, with the entropies below both.
  private func round(_ entropies: [Double?], accepted: Int) -> Round {
    var round = Round.testing(tree: .chain(0, [1]), committed: [1])
    for node in entropies.indices { round.scores[node].entropy = entropies[node] }
    round.judgement = Judgement(
      steps: [], accepted: (0..<accepted).map { NodeIndex($0 + 1) }, extra: 0,
      extraVerdict: .bonus)
    return round
  }

  @Test func beforeAnythingWasScoredItIsTheUsual() {
    let certainty = AnchorCertainty(logOddsPerNat: 0.3)
    #expect(certainty.odds == 1)
    #expect(certainty.words == nil)
  }

  @Test func theRowThatSaidTheAnchorCounts() throws {
    var accepted = AnchorCertainty(logOddsPerNat: 0.3)
    var rejected = accepted
    accepted.observe(round([1, 3], accepted: 1))
    rejected.observe(round([1, 3], accepted: 0))
    // The mean of both rows, the first a little faded.
    #expect(abs(try #require(accepted.excess) - (3 - 3.95 / 1.95)) < 1e-12)
    #expect(accepted.odds < 1)
    // Only what was committed has a successor.
    #expect(rejected.excess == 0)
  }

  @Test func oddsFallByTheSameFactorWithEachNatAndNotWithoutEnd() throws {
    func odds(_ entropy: Double) -> Double {
      var certainty = AnchorCertainty(logOddsPerNat: 0.3)
      for _ in 0..<200 { certainty.observe(round([4], accepted: 0)) }
      certainty.observe(round([entropy], accepted: 0))
      return certainty.odds
    }
    #expect(odds(5) < odds(4))
    #expect(abs(odds(4) - 1) < 1e-12)
    // Log odds at the mean moved a twentieth of the way.
    #expect(abs(naturalLogarithm(odds(5)) + 0.3 * 0.95) < 1e-4)
    #expect(abs(odds(1000) - exponential(-2)) < 1e-12)
  }

  @Test func withoutScoresNothingIsSaidOfTheNextAnchor() {
    var certainty = AnchorCertainty(logOddsPerNat: 0.3)
    certainty.observe(round([1, 5], accepted: 1))
    #expect(certainty.odds < 1)
    certainty.observe(round([nil, nil], accepted: 1))
    #expect(certainty.odds == 1)
  }
}
