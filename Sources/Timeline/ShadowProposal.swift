import DraftTrees
import Tokens

/// What a drafter proposed in a round whose tree another drafter grew.
///
/// It is not verified. How far it would have gone shows once the text has been committed: exactly,
/// where the text does not depend on the drafter. Source: drafters.md section 13.6.
public struct ShadowProposal: Hashable, Sendable {
  /// Registry names, with parameters where there are any.
  public var drafter: String
  public var growth: String
  /// Below the same anchor as the round's own tree, sealed.
  public var tree: DraftTree
  /// What proposing took.
  public var microseconds: Double

  public init(drafter: String, growth: String, tree: DraftTree, microseconds: Double) {
    self.drafter = drafter
    self.growth = growth
    self.tree = tree
    self.microseconds = microseconds
  }

  /// Nodes of the tree that `text`, which follows the anchor, runs through.
  public func acceptedCount(along text: some Sequence<TokenID>) -> Int {
    var node = NodeIndex.root
    var count = 0
    for token in text {
      let next = tree.children(of: node).first {
        tree.tokens[$0.rawValue] == token && !tree.isPruned[$0.rawValue]
      }
      guard let next else { return count }
      (node, count) = (next, count + 1)
    }
    return count
  }
}
