import DraftTrees
import Tokens

/// A target and a draft model as tables over a small vocabulary: what follows each sequence of
/// drafted tokens.
///
/// As JSON an object with `vocab`, `depth`, and `p` and `q`, whose keys are tokens joined by commas
/// (the empty key is the context itself) and whose values are probabilities. `p` covers sequences up
/// to `depth` tokens, `q` one less.
public struct LawTable: Hashable, Sendable {
  public let vocabularySize: Int
  /// The longest draft.
  public let depth: Int
  /// p by drafted tokens.
  public let target: [[TokenID]: TokenLaw]
  /// q by drafted tokens.
  public let draft: [[TokenID]: TokenLaw]

  /// - Parameters:
  ///   - target: p, for every sequence of up to `depth` tokens that q can draw.
  ///   - draft: q, for every sequence of fewer.
  public init(
    vocabularySize: Int, depth: Int, target: [[TokenID]: TokenLaw],
    draft: [[TokenID]: TokenLaw]
  ) {
    self.vocabularySize = vocabularySize
    self.depth = depth
    self.target = target
    self.draft = draft
  }

  /// p after some tokens; without mass where the table ends.
  public func targetLaw(after tokens: [TokenID]) -> TokenLaw { target[tokens] ?? nothing }

  /// q after some tokens; without mass where the table ends, so that no tree grows further.
  public func draftLaw(after tokens: [TokenID]) -> TokenLaw { draft[tokens] ?? nothing }

  private var nothing: TokenLaw {
    TokenLaw(vocabularySize: vocabularySize, support: [], probabilities: [])
  }
}

/// The laws of a table at the nodes of a tree: for verifiers, and for growth policies.
public struct TableLaws: NodeLaws, DraftLaws {
  private let table: LawTable
  private let tree: DraftTree?

  /// For a verifier.
  public init(_ table: LawTable, tree: DraftTree) {
    self.table = table
    self.tree = tree
  }

  /// For a growth policy.
  public init(_ table: LawTable) {
    self.table = table
    tree = nil
  }

  public func targetLaw(at node: NodeIndex) -> TokenLaw {
    table.targetLaw(after: tree.map { $0.pathTokens(to: node) } ?? [])
  }

  public func draftLaw(at node: NodeIndex) -> TokenLaw? {
    table.draftLaw(after: tree.map { $0.pathTokens(to: node) } ?? [])
  }

  public func laws(below nodes: [NodeIndex], of tree: DraftTree) -> [TokenLaw] {
    nodes.map { table.draftLaw(after: tree.pathTokens(to: $0)) }
  }
}

extension DraftTree {
  /// The tokens from the first node below the root down to `node`.
  func pathTokens(to node: NodeIndex) -> [TokenID] { path(to: node).map { tokens[$0.rawValue] } }
}
