import DraftTrees
import Tokens

/// A tree as a vector file gives it: nested objects, or drawn paths.
struct VectorTree: Decodable, Sendable {
  struct Node: Decodable, Sendable {
    var token: TokenID?
    /// Tokens drawn for the children, repetitions kept.
    var draws: [TokenID]
    var children: [Node]
  }

  private let root: Node?
  private let paths: [[TokenID]]
  private let kind: String

  private enum CodingKeys: String, CodingKey {
    case root = "tree"
    case paths
    case kind = "drafting_kind"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    root = try container.decodeIfPresent(Node.self, forKey: .root)
    paths = try container.decodeIfPresent([[TokenID]].self, forKey: .paths) ?? []
    kind = try container.decode(String.self, forKey: .kind)
  }

  /// Sealed.
  func draftTree() throws(VectorProblem) -> DraftTree {
    var tree = DraftTree(anchor: 0, law: try law())
    if let root { try add(root, under: .root, to: &tree) }
    for path in paths {
      _ = path.reduce(NodeIndex.root) { tree.append($1, under: $0, source: "vector") }
    }
    tree.seal()
    return tree
  }

  private func law() throws(VectorProblem) -> ProposalLaw {
    switch kind {
    case "iid", "delayed": .independent
    case "swor": .withoutReplacement
    case "topk": .deterministic
    default: throw VectorProblem("unknown drafting kind \"\(kind)\"")
    }
  }

  private func add(
    _ node: Node, under parent: NodeIndex, to tree: inout DraftTree
  ) throws(VectorProblem) {
    for token in node.draws {
      guard tree.law == .independent || tree.child(of: parent, token: token) == nil else {
        throw VectorProblem("siblings carry token \(token) twice, and they were not drawn i.i.d.")
      }
      tree.append(token, under: parent, source: "vector")
    }
    for child in node.children {
      guard let index = child.token.flatMap({ tree.child(of: parent, token: $0) }) else {
        throw VectorProblem("a child was never drawn")
      }
      try add(child, under: index, to: &tree)
    }
  }
}

/// What one verification emits, as a vector file gives it.
struct VectorOutcome: Decodable, Hashable, Sendable, CustomStringConvertible {
  var accepted: [TokenID]
  var token: TokenID?

  init(accepted: [TokenID], token: TokenID?) {
    self.accepted = accepted
    self.token = token
  }

  init(_ judgement: Judgement, of tree: DraftTree) {
    self.init(
      accepted: judgement.accepted.map { tree.tokens[$0.rawValue] }, token: judgement.extra)
  }

  var description: String {
    "[\(vectorKey(accepted))]+\(token.map(\.description) ?? "nothing")"
  }
}

/// Tokens joined by commas.
func vectorKey(_ tokens: [TokenID]) -> String { tokens.map(\.description).joined(separator: ",") }
