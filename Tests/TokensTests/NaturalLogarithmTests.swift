import Foundation
import Testing
import Tokens

struct NaturalLogarithmTests {
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
