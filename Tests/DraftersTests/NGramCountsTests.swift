import Testing
import Tokens

@testable import Drafters

struct NGramCountsTests {
  @Test func sharesOfAllOrdersAreInterpolated() {
    // After 1: 2, 3, 2. After 5 1: 2. After 4 5 1: 2.
    let counts = NGramCounts([1, 2, 1, 3, 4, 5, 1, 2, 4, 5])
    // The text with 1 behind it: "5 1" and "4 5 1" stood once, "2 4 5 1" never did.
    #expect(abs(counts.probability(of: 2, after: [1]) - (0.01 * 2 / 3 + 0.04 + 0.15)) < 1e-15)
    #expect(abs(counts.probability(of: 3, after: [1]) - 0.01 / 3) < 1e-15)
    #expect(counts.probability(of: 4, after: [1]) == 0)
    #expect(counts.probability(of: 2, after: [9]) == 0)
  }

  @Test func theEndOfTheTextIsAContextAndNeverItsOwnFollower() {
    let counts = NGramCounts([7])
    #expect(counts.probability(of: 7, after: []) == 0)
    var more = counts
    more.append([7, 7])
    #expect(abs(more.probability(of: 7, after: []) - (0.01 + 0.04)) < 1e-15)
  }
}
