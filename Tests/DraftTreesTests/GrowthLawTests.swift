import DraftTrees
import TestSupport
import Testing
import Tokens

/// Each place of a sampled tree is filled by the law that its policy states, whatever was drawn
/// before: what every verifier relies on.
struct GrowthLawTests {
  static let sampling = GrowthRegistry.descriptors.filter {
    $0.law == .independent || $0.law == .withoutReplacement
  }
  /// Small enough to run through.
  static let shapes = [
    "chain", "independent-paths:paths=3,length=2", "delayed:trunk=1,paths=2,length=2",
    "gumbel-top-k:k=2,depth=2", "sequoia:depth=3", "dyspec", "dyspec-threshold:threshold=0.2",
  ]

  /// A place: the node's path, and what was drawn there before.
  private struct Place: Hashable {
    var path: [TokenID]
    var drawn: [TokenID]
  }

  /// For each place the chance of each token, over all trees seen.
  private struct Tally {
    var chances: [Place: [TokenID: Double]] = [:]

    mutating func add(_ tree: DraftTree, _ probability: Double) {
      for node in tree.nodes {
        var drawn: [TokenID] = []
        for child in tree.draws[node] {
          let token = tree.tokens[child.rawValue]
          let place = Place(path: tree.tokens(to: NodeIndex(node)), drawn: drawn)
          chances[place, default: [:]][token, default: 0] += probability
          drawn.append(token)
        }
      }
    }

    /// The largest error of a place's law, weighed by how often it was filled.
    func error(_ laws: TableLaws, _ law: ProposalLaw) -> Double {
      chances.map { place, found in
        var left = laws.probabilities(after: place.path)
        if law == .withoutReplacement { for token in place.drawn { left[token.index] = 0 } }
        let (mass, filled) = (left.reduce(0, +), found.values.reduce(0, +))
        return left.indices.map {
          abs((found[TokenID($0)] ?? 0) - filled * left[$0] / mass)
        }.max() ?? 0
      }.max() ?? 0
    }
  }

  @Test func everyPolicyThatCanBeEnumeratedIsEnumeratedHere() {
    let named = Set(Self.shapes.map { $0.split(separator: ":")[0].description })
    #expect(named == Set(Self.sampling.filter(\.isEnumerable).map(\.name)))
    #expect(Self.sampling.filter { !$0.isEnumerable }.map(\.name) == ["stochastic-beam"])
  }

  @Test(arguments: shapes, [1, 2, 3] as [UInt64])
  func everyPlaceIsFilledByTheStatedLaw(_ shape: String, _ seed: UInt64) throws {
    let law = try #require(try GrowthRegistry.descriptor(of: GrowthShape(shape).name).law)
    let table = TableLaws.random(vocabularySize: 3, seed: seed)
    for budget in [3, 5] {
      var (tally, total) = (Tally(), 0.0)
      try Enumeration.outcomes { (draws: inout EnumeratedDraws) throws -> DraftTree in
        var laws = table
        return try grow(shape, &laws, budget: budget, endTokens: [2], draws: &draws)
      } report: { tree, probability in
        tally.add(tree, probability)
        total += probability
        #expect(tree.law == law)
        #expect(tree.draftedCount <= budget)
      }
      #expect(abs(total - 1) < 1e-12)
      #expect(tally.error(table, law) < 1e-12)
    }
  }

  @Test func stochasticBeamsAreDrawnWithoutReplacement() throws {
    let table = TableLaws.random(vocabularySize: 4, seed: 8)
    var tally = Tally()
    let count = 8_000
    for seed in 0..<count {
      var (laws, draws) = (table, keyed(UInt64(seed)))
      let tree = try grow("stochastic-beam:width=3,depth=2", &laws, draws: &draws)
      tally.add(tree, 1 / Double(count))
      #expect(tree.law == .withoutReplacement)
    }
    #expect(tally.error(table, .withoutReplacement) < 0.02)
  }

  /// q of a node is that of its parent's whole law, however little of it was left.
  @Test(arguments: sampling.map(\.name))
  func draftProbabilityIsThatOfTheWholeLaw(_ name: String) throws {
    for seed in 0..<20 {
      var (laws, draws) = (TableLaws.random(vocabularySize: 5, seed: 3), keyed(UInt64(seed)))
      let tree = try grow(name, &laws, budget: 9, draws: &draws)
      for node in tree.nodes.dropFirst() {
        let path = tree.tokens(to: NodeIndex(node))
        let q = laws.probabilities(after: path.dropLast())[tree.tokens[node].index]
        #expect(abs(try #require(tree.draftProbabilities[node]) - q) < 1e-12)
      }
    }
  }

  @Test func aRaceIsADrawWithoutReplacement() throws {
    let law = TokenLaw(dense: [0.5, 0.3, 0.2, 0])
    var counts: [[TokenID]: Double] = [:]
    for seed in 0..<20_000 {
      var draws = keyed(UInt64(seed))
      let arrivals = Race.first(2, of: law, draws: &draws)
      #expect(arrivals[0].time < arrivals[1].time)
      counts[arrivals.map(\.token), default: 0] += 1 / 20_000
    }
    #expect(abs(try #require(counts[[0, 1]]) - 0.5 * 0.3 / 0.5) < 0.01)
    #expect(abs(try #require(counts[[2, 0]]) - 0.2 * 0.5 / 0.8) < 0.01)
    #expect(counts.keys.allSatisfy { !$0.contains(3) })
  }
}
