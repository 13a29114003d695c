import Foundation
import TestSupport
import Testing

@testable import Tokens

struct NaturalLogarithmTests {
  @Test func eightAtOnceAreTheSameBits() {
    var generator = SeededGenerator(seed: 5)
    let marks = [1, 2.0.squareRoot(), 0.5.squareRoot(), .leastNormalMagnitude]
    for round in 0..<2000 {
      var lanes = SIMD8<Double>.zero
      for lane in lanes.indices {
        lanes[lane] = Double(
          sign: .plus, exponent: Int.random(in: -1000...1000, using: &generator),
          significand: Double.random(in: 0.5...2, using: &generator))
      }
      lanes[0] = marks[round % marks.count]
      let logarithms = naturalLogarithm(lanes)
      for lane in lanes.indices {
        #expect(logarithms[lane] == naturalLogarithm(lanes[lane]))
      }
    }
  }

  @Test func theEntropyOfALawIsTheSumOfItsTerms() {
    var generator = SeededGenerator(seed: 6)
    var weights = (0..<1003).map { _ in Double.random(in: 0...1, using: &generator) }
    (weights[0], weights[9], weights[1002]) = (0, .leastNonzeroMagnitude, 0)
    let total = weights.reduce(0, +)
    let law = TokenLaw(dense: weights.map { $0 / total })
    let expected = law.probabilities.reduce(0) { $1 > 0 ? $0 - $1 * naturalLogarithm($1) : $0 }
    #expect(abs(law.entropy - expected) < 1e-12)
    #expect(TokenLaw.oneHot(3, vocabularySize: 9).entropy == 0)
  }

  @Test func itAgreesWithTheLibraryToTheLastBits() {
    let randomness = KeyedRandomness(seed: 3)
    var worst = 0.0
    for index in 1...20_000 {
      let uniform = randomness.uniform(position: 0, purpose: .control, index: index)
      for x in [uniform, 1 - uniform * 1e-9, 1 + uniform * 1e-5, uniform * 1e-300, uniform * 1e8] {
        let expected = log(x)
        let error = abs(naturalLogarithm(x) - expected)
        if error > 0 { worst = max(worst, error / abs(expected)) }
      }
    }
    #expect(worst <= 1e-15)
  }

  @Test func specialValues() {
    #expect(naturalLogarithm(1) == 0)
    #expect(naturalLogarithm(0) == -.infinity)
    #expect(naturalLogarithm(.infinity) == .infinity)
    #expect(naturalLogarithm(-1).isNaN)
    #expect(naturalLogarithm(.nan).isNaN)
    #expect(naturalLogarithm(.leastNonzeroMagnitude) == -744.4400719213812)
  }
}
