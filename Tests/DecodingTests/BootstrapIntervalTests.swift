import Testing

@testable import Decoding

struct BootstrapIntervalTests {
  @Test func aQuotientOfRatiosIsThatOfTheSumsAndItemsAreResampledTogether() {
    let first: BootstrapInterval.Items = [(10, 1), (20, 4), (30, 5)]
    let doubled = first.map { (numerator: $0.numerator * 2, denominator: $0.denominator) }
    let same = BootstrapInterval(quotientOf: doubled, by: first)
    #expect(same.value == 2 && same.low == 2 && same.high == 2)
    let other = BootstrapInterval(quotientOf: first, by: [(1, 1), (1, 1), (1, 1)])
    #expect(other.value == 6)
    #expect(other.low < 6 && other.high > 6)
    #expect(other.low >= 5 && other.high <= 10)
  }
}
