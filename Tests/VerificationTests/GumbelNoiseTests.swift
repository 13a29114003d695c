import Foundation
import Testing
import Tokens
import Verification

struct GumbelNoiseTests {
  private func law(_ size: Int, seed: UInt64) -> TokenLaw {
    let randomness = KeyedRandomness(seed: seed)
    let weights = (0..<size).map {
      pow(randomness.uniform(position: 0, purpose: .control, index: $0), 6)
    }
    let total = weights.reduce(0, +)
    return TokenLaw(dense: weights.map { $0 / total })
  }

  @Test(arguments: 1...40)
  func theSearchFindsTheLargestScore(seed: UInt64) {
    let law = law(700, seed: seed)
    let randomness = KeyedRandomness(seed: seed &* 31)
    let draw = GumbelNoise.draw(from: law, position: 5, randomness: randomness)
    let scores = law.probabilities.enumerated().map { index, probability in
      GumbelNoise.score(
        probability: probability,
        uniform: randomness.uniform(position: 5, purpose: .target, index: index))
    }
    #expect(draw.token.index == scores.indices.max { scores[$0] < scores[$1] })
    #expect(draw.score == scores.max())
    #expect(draw.probability == law.probability(of: draw.token))
  }

  @Test func aSparseLawDrawsAsTheDenseOneDoes() {
    var probabilities = [Double](repeating: 0, count: 50)
    (probabilities[3], probabilities[20], probabilities[49]) = (0.25, 0.5, 0.25)
    let sparse = TokenLaw(
      vocabularySize: 50, support: [3, 20, 49], probabilities: [0.25, 0.5, 0.25])
    for position in 0..<200 {
      let randomness = KeyedRandomness(seed: 11)
      #expect(
        GumbelNoise.draw(from: sparse, position: position, randomness: randomness)
          == GumbelNoise.draw(
            from: TokenLaw(dense: probabilities), position: position, randomness: randomness))
    }
  }

  @Test func scoresAreThoseOfTheFormula() {
    // log 0.5 - log(-log 0.25) and the same for u = 0, which counts as 2^-54.
    #expect(abs(GumbelNoise.score(probability: 0.5, uniform: 0.25) + 1.01978144) < 1e-7)
    #expect(abs(GumbelNoise.score(probability: 1, uniform: 0) + log(54 * log(2))) < 1e-12)
    #expect(GumbelNoise.score(probability: 0, uniform: 0.5) == -.infinity)
  }

  /// Chi-square over 40,000 positions, 9 degrees of freedom; 27.9 is exceeded by chance with
  /// probability 0.001, and the seeds are fixed.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func drawsOverPositionsFollowTheLaw(seed: UInt64) {
    let law = TokenLaw(dense: [0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.04, 0.03, 0.02, 0.01])
    let randomness = KeyedRandomness(seed: seed)
    let trials = 40_000
    var counts = [Double](repeating: 0, count: 10)
    for position in 0..<trials {
      let draw = GumbelNoise.draw(from: law, position: position, randomness: randomness)
      counts[draw.token.index] += 1
    }
    let chiSquare = zip(counts, law.probabilities).reduce(0) { sum, pair in
      let expected = pair.1 * Double(trials)
      return sum + (pair.0 - expected) * (pair.0 - expected) / expected
    }
    #expect(chiSquare < 27.9)
  }

  /// Two positions, the law of the second depending on the first: chi-square over the joint law
  /// with 8 degrees of freedom; 26.1 has probability 0.001.
  @Test func drawsAtNeighbouringPositionsAreIndependent() {
    let first = [0.5, 0.3, 0.2]
    let second = [[0.1, 0.2, 0.7], [0.6, 0.3, 0.1], [1.0 / 3, 1.0 / 3, 1.0 / 3]]
    var counts = [[Double]](repeating: [0, 0, 0], count: 3)
    let trials = 30_000
    for seed in 0..<trials {
      let randomness = KeyedRandomness(seed: UInt64(seed))
      let one = GumbelNoise.draw(from: TokenLaw(dense: first), position: 8, randomness: randomness)
      let two = GumbelNoise.draw(
        from: TokenLaw(dense: second[one.token.index]), position: 9, randomness: randomness)
      counts[one.token.index][two.token.index] += 1
    }
    var chiSquare = 0.0
    for one in 0..<3 {
      for two in 0..<3 {
        let expected = first[one] * second[one][two] * Double(trials)
        chiSquare += pow(counts[one][two] - expected, 2) / expected
      }
    }
    #expect(chiSquare < 26.1)
  }
}
