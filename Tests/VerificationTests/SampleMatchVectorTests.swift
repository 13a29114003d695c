import DraftTrees
import Foundation
import Testing
import Tokens
import Verification

/// The walk on trees whose outcome laws were enumerated exactly.
struct SampleMatchVectorTests {
  struct Vectors: Decodable {
    var models: [String: [String: [Double]]]
    var conditional: [Conditional]
    var traces: [Trace]
  }
  struct Conditional: Decodable {
    var id: String
    var model: String
    var tree: Node
    var outcomes: [Outcome]
  }
  struct Trace: Decodable {
    var id: String
    var model: String
    var tree: Node
    var uniforms: [Double]
    var chosen: [TokenID]
    var result: Result
  }
  struct Node: Decodable {
    var token: TokenID?
    var children: [Node]
  }
  struct Outcome: Decodable {
    var accepted: [TokenID]
    var token: TokenID
    var prob: Double
  }
  struct Result: Decodable, Equatable {
    var accepted: [TokenID]
    var token: TokenID
  }

  static let vectors: Vectors = {
    let url = Bundle.module.url(forResource: "Fixtures/sample-match", withExtension: "json")!
    return try! JSONDecoder().decode(Vectors.self, from: Data(contentsOf: url))
  }()

  @Test func outcomesHaveTheEnumeratedLaw() {
    #expect(Self.vectors.conditional.count == 66)
    for entry in Self.vectors.conditional {
      let tree = build(entry.tree)
      let laws = laws(entry.model, tree)
      var found: [[TokenID]: Double] = [:]
      enumerate(tree, laws, chosen: [], weight: 1) { found[$0, default: 0] += $1 }
      let expected = Dictionary(
        uniqueKeysWithValues: entry.outcomes.map { ($0.accepted + [$0.token], $0.prob) })
      #expect(Set(found.keys) == Set(expected.keys), "\(entry.id)")
      for (outcome, probability) in expected {
        #expect(abs(found[outcome, default: 0] - probability) < 1e-12, "\(entry.id) \(outcome)")
      }
    }
  }

  @Test func scriptedUniformsGiveTheRecordedWalk() {
    #expect(Self.vectors.traces.count == 132)
    for entry in Self.vectors.traces {
      let tree = build(entry.tree)
      let laws = laws(entry.model, tree)
      var uniforms = entry.uniforms[...]
      let judgement = TreeWalk(tree, endTokens: []).judge { node in
        let token = inverse(laws.targetLaw(at: node), at: uniforms.removeFirst())
        return TreeWalk.Choice(token: token) { .argmax(at: node, token: token, child: $0) }
      }
      let result = Result(
        accepted: judgement.accepted.map { tree.tokens[$0.rawValue] }, token: judgement.extra!)
      #expect(result == entry.result, "\(entry.id)")
      #expect(uniforms.isEmpty)
    }
  }

  /// All ways the target can choose, each with its weight.
  private func enumerate(
    _ tree: DraftTree, _ laws: TableLaws, chosen: [TokenID], weight: Double,
    _ report: ([TokenID], Double) -> Void
  ) {
    var open: NodeIndex?
    var emitted: [TokenID] = []
    var depth = 0
    let judgement = TreeWalk(tree, endTokens: []).judge { node in
      defer { depth += 1 }
      // Beyond the given choices any token that no child carries ends the walk.
      let token = depth < chosen.count ? chosen[depth] : TokenID(1000)
      if depth == chosen.count { open = node }
      return TreeWalk.Choice(token: token) { .argmax(at: node, token: token, child: $0) }
    }
    guard let open else {
      emitted = judgement.accepted.map { tree.tokens[$0.rawValue] } + [judgement.extra!]
      return report(emitted, weight)
    }
    laws.targetLaw(at: open).forEachPositive { token, probability in
      enumerate(tree, laws, chosen: chosen + [token], weight: weight * probability, report)
    }
  }

  private func inverse(_ law: TokenLaw, at uniform: Double) -> TokenID {
    var sum = 0.0
    for (index, probability) in law.probabilities.enumerated() {
      sum += probability
      if probability > 0, sum > uniform { return TokenID(index) }
    }
    return TokenID(law.vocabularySize - 1)
  }

  private func laws(_ model: String, _ tree: DraftTree) -> TableLaws {
    TableLaws(tree: tree) { path in
      Self.vectors.models[model]![path.map(\.description).joined(separator: ",")]!
    }
  }

  private func build(_ root: Node) -> DraftTree {
    var tree = DraftTree(anchor: 0, law: .deterministic)
    func add(_ node: Node, under parent: NodeIndex) {
      for child in node.children {
        add(child, under: tree.append(child.token!, under: parent, source: "test"))
      }
    }
    add(root, under: .root)
    tree.seal()
    return tree
  }
}
