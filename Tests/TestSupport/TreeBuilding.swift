import DraftTrees
import Tokens

extension DraftTree {
  /// A sealed chain below an anchor.
  public static func chain(_ anchor: TokenID, _ tokens: [TokenID]) -> DraftTree {
    var tree = DraftTree(anchor: anchor, law: .deterministic)
    var parent = NodeIndex.root
    for token in tokens { parent = tree.append(token, under: parent, source: "test") }
    tree.seal()
    return tree
  }

  /// The tokens from the first node below the root down to `node`.
  public func tokens(to node: NodeIndex) -> [TokenID] { path(to: node).map { tokens[$0.rawValue] } }
}
