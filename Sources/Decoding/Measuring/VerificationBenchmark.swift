import DraftTrees
import Tokens
import Verification

/// What verifying a tree costs apart from the pass: every verifier on a tree it may judge, over laws
/// of a real vocabulary's size.
///
/// The laws are made up: logits of p are normal with deviation 3, those of q the same with normal noise
/// of deviation 1, from keyed draws, so that every machine measures the same work.
public struct VerificationBenchmark {
  /// What one verifier took.
  public struct Row: Sendable, Encodable {
    public let verifier: String
    /// The growth policy that drew its tree.
    public let growth: String
    /// Of a judgement, over trees and draws.
    public let medianMicroseconds: Double
    public let largestMicroseconds: Double
  }

  public let nodeCount: Int
  public let vocabularySize: Int
  /// Judgements of each verifier.
  public let repetitions: Int

  public init(nodeCount: Int, vocabularySize: Int, repetitions: Int) {
    precondition(nodeCount > 3 && vocabularySize > 1 && repetitions > 0, "something to verify")
    self.nodeCount = nodeCount
    self.vocabularySize = vocabularySize
    self.repetitions = repetitions
  }

  public func run(microseconds: () -> Double) throws -> [Row] {
    let laws = MadeUpLaws(count: nodeCount + 1, vocabularySize: vocabularySize)
    var trees: [String: [DraftTree]] = [:]
    return try VerifierRegistry.descriptors.map { descriptor in
      let growth = growth(for: descriptor)
      let drawn = try trees[growth] ?? grow(growth, laws)
      trees[growth] = drawn
      let verifier = try VerifierRegistry.make(descriptor.name)
      let times = (0..<repetitions).map { repetition in
        var draws = KeyedDraws(KeyedRandomness(seed: 1), position: repetition)
        let began = microseconds()
        _ = verifier.judge(
          drawn[repetition % drawn.count], laws: laws, draws: &draws, endTokens: [])
        return microseconds() - began
      }.sorted()
      return Row(
        verifier: descriptor.name, growth: growth,
        medianMicroseconds: times[times.count / 2], largestMicroseconds: times[times.count - 1])
    }
  }

  /// A policy that draws as the verifier wants it: one path, four, or two children of every node.
  private func growth(for verifier: VerifierDescriptor) -> String {
    if verifier.losslessWith.contains(.independent) {
      let isOfOnePath = ["token", "block"].contains(verifier.name)
      return isOfOnePath
        ? "chain" : "independent-paths:paths=4,length=\(min(32, nodeCount / 4))"
    }
    if verifier.losslessWith.contains(.withoutReplacement) { return "gumbel-top-k:k=2,depth=5" }
    return "top-k:k=2,depth=5"
  }

  private func grow(_ growth: String, _ laws: MadeUpLaws) throws -> [DraftTree] {
    let policy = try GrowthRegistry.make(try GrowthShape(growth))
    return try (0..<8).map { number in
      var laws = laws
      var draws = KeyedDraws(KeyedRandomness(seed: 1), position: number, purpose: .draft)
      return try policy.grow(
        GrowthRequest(anchor: 0, budget: nodeCount), laws: &laws, draws: &draws)
    }
  }
}

/// A pair of laws for each node, whatever stands there.
private struct MadeUpLaws: NodeLaws, DraftLaws {
  private let targets: [TokenLaw]
  private let drafts: [TokenLaw]

  init(count: Int, vocabularySize: Int) {
    var laws: [(TokenLaw, TokenLaw)] = []
    for node in 0..<count {
      let randomness = KeyedRandomness(seed: UInt64(node))
      func uniform(_ position: Int, _ index: Int) -> Double {
        randomness.uniform(position: position, purpose: .control, index: index)
      }
      /// A sum of uniforms: normal enough for a spread of logits.
      func normal(_ kind: Int, _ token: Int) -> Double {
        (0..<4).reduce(-2) { $0 + uniform(kind * 4 + $1, token) } * 1.732
      }
      var (p, q): ([Double], [Double]) = ([], [])
      for token in 0..<vocabularySize {
        let logit = 3 * normal(0, token)
        p.append(exponential(logit))
        q.append(exponential(logit + normal(1, token)))
      }
      let (pSum, qSum) = (p.reduce(0, +), q.reduce(0, +))
      laws.append(
        (TokenLaw(dense: p.map { $0 / pSum }), TokenLaw(dense: q.map { $0 / qSum })))
    }
    targets = laws.map(\.0)
    drafts = laws.map(\.1)
  }

  func targetLaw(at node: NodeIndex) -> TokenLaw { targets[node.rawValue] }
  func draftLaw(at node: NodeIndex) -> TokenLaw? { drafts[node.rawValue] }
  func laws(below nodes: [NodeIndex], of tree: DraftTree) -> [TokenLaw] {
    nodes.map { drafts[$0.rawValue] }
  }
}
