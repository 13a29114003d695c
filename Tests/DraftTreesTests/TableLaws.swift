import DraftTrees
import TestSupport
import Tokens

/// Laws that depend on the path below the anchor alone, and how often they were asked for.
struct TableLaws: DraftLaws {
  private let vocabularySize: Int
  private let law: ([TokenID]) -> [Double]
  /// Nodes asked for at once, call by call.
  private(set) var batches: [Int] = []

  init(vocabularySize: Int, law: @escaping ([TokenID]) -> [Double]) {
    self.vocabularySize = vocabularySize
    self.law = law
  }

  /// Random laws; some tokens have no mass.
  static func random(vocabularySize: Int, seed: UInt64) -> TableLaws {
    TableLaws(vocabularySize: vocabularySize) { path in
      var generator = SeededGenerator(
        seed: path.reduce(seed) { KeyedRandomness.mix($0 ^ UInt64($1.index + 1)) })
      var weights = (0..<vocabularySize).map { _ in
        Double.random(in: 0..<1, using: &generator) < 0.2
          ? 0 : Double.random(in: 0.05...1, using: &generator)
      }
      if weights.allSatisfy({ $0 == 0 }) { weights[0] = 1 }
      let total = weights.reduce(0, +)
      return weights.map { $0 / total }
    }
  }

  func probabilities(after path: [TokenID]) -> [Double] { law(path) }

  mutating func laws(below nodes: [NodeIndex], of tree: DraftTree) -> [TokenLaw] {
    batches.append(nodes.count)
    return nodes.map { TokenLaw(dense: law(tree.tokens(to: $0))) }
  }
}

/// A tree of a policy by its name and parameters.
func grow(
  _ growth: String, _ laws: inout TableLaws, budget: Int = 100, reachBar: Double = 0,
  endTokens: Set<TokenID> = [], passCosts: [Double] = [], rankRates: [HitRate] = [],
  draws: inout some Draws
) throws -> DraftTree {
  try GrowthRegistry.make(try GrowthShape(growth)).grow(
    GrowthRequest(
      anchor: 0, budget: budget, reachBar: reachBar, endTokens: endTokens, passCosts: passCosts,
      rankRates: rankRates),
    laws: &laws, draws: &draws)
}

/// Draws of a seed.
func keyed(_ seed: UInt64) -> KeyedDraws {
  KeyedDraws(KeyedRandomness(seed: seed), position: 0, purpose: .draft)
}
