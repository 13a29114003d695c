import Testing

@testable import Screens

struct NumberTextTests {
  @Test(
    arguments: [
      (0.83, "0.83"), (1, "1.00"), (0, "0.00"), (0.0049, "<.01"), (0.005, "0.01"), (1e-30, "<.01"),
      (0.999, "1.00"), (nil, "   -"), (.nan, "   -"), (1.0000001, "1.00"), (-0.1, "0.00"),
    ] as [(Double?, String)])
  func probabilitiesTakeFourColumns(probability: Double?, text: String) {
    #expect(NumberText.probability(probability) == text)
  }

  @Test(
    arguments: [
      (0.83, " 83%"), (1, "100%"), (0.004, "  0%"), (nil, "   -"),
    ] as [(Double?, String)])
  func percentagesTakeFourColumns(fraction: Double?, text: String) {
    #expect(NumberText.percent(fraction) == text)
  }

  @Test(
    arguments: [
      (2.413, "  2.41"), (143.21, " 143.2"), (12345, " 12345"), (0, "  0.00"), (nil, "     -"),
      (9999.94, "9999.9"),
    ] as [(Double?, String)])
  func ratesTakeSixColumns(rate: Double?, text: String) {
    #expect(NumberText.rate(rate) == text)
  }

  @Test(
    arguments: [
      (812, "  812µs"), (999.7, "  1.0ms"), (12_300, " 12.3ms"), (1_200_000, "  1.20s"),
      (nil, "      -"), (5e9, "  5000s"), (999_960, "  1.00s"),
    ] as [(Double?, String)])
  func timesTakeSevenColumns(microseconds: Double?, text: String) {
    #expect(NumberText.microseconds(microseconds) == text)
    #expect(TextWidth.columns(text) == 7)
  }

  @Test func countsAreShortenedWhenTheyDoNotFit() {
    #expect(NumberText.count(42) == "    42")
    #expect(NumberText.count(123_456_789) == "  123M")
    #expect(NumberText.count(123_456_789, columns: 4) == "123M")
    #expect(NumberText.count(12345, columns: 1) == "#")
  }

  @Test func fixedNumbersRoundAndAlign() {
    #expect(NumberText.fixed(3.14159, decimals: 3, columns: 7) == "  3.142")
    #expect(NumberText.fixed(-0.001, decimals: 2) == "0.00")
    #expect(NumberText.fixed(-2.5, decimals: 1) == "-2.5")
    #expect(NumberText.fixed(.infinity, decimals: 1) == "inf")
  }
}
