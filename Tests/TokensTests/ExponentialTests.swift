import Foundation
import Testing
import Tokens

struct ExponentialTests {
  @Test func itAgreesWithTheLibraryToTheLastBits() {
    let randomness = KeyedRandomness(seed: 4)
    var worst = 0.0
    for index in 1...20_000 {
      let uniform = randomness.uniform(position: 0, purpose: .control, index: index)
      for x in [uniform - 0.5, 20 * (uniform - 0.5), 1400 * (uniform - 0.5), uniform * 1e-9] {
        worst = max(worst, abs(exponential(x) / exp(x) - 1))
      }
    }
    #expect(worst <= 1e-15)
  }

  @Test func specialValues() {
    #expect(exponential(0) == 1)
    #expect(exponential(-.infinity) == 0)
    #expect(exponential(.infinity) == .infinity)
    #expect(exponential(-800) == 0)
    #expect(exponential(800) == .infinity)
    #expect(exponential(.nan).isNaN)
    // Too small for a normal number.
    #expect(exponential(-744) == exp(-744.0))
  }
}
