import DraftTrees
import Tokens

extension DraftTree {
  /// A sealed chain below an anchor.
  public static func chain(
    _ anchor: TokenID, _ tokens: [TokenID], estimates: [Double] = []
  ) -> DraftTree {
    var tree = DraftTree(anchor: anchor, law: .deterministic)
    var parent = NodeIndex.root
    for (index, token) in tokens.enumerated() {
      parent = tree.append(
        token, under: parent, estimate: estimates.indices.contains(index) ? estimates[index] : nil,
        source: "test")
    }
    tree.seal()
    return tree
  }

  /// The tokens from the first node below the root down to `node`.
  public func tokens(to node: NodeIndex) -> [TokenID] { path(to: node).map { tokens[$0.rawValue] } }
}
