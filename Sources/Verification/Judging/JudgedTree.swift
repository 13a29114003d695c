import DraftTrees
import Tokens

/// A tree as a verifier sees it: without pruned nodes, and without what stands below an end token.
///
/// Leaving out what stands below an end token is a cut that only looks at tokens already in the
/// tree, so it changes no law; an accepted end token is then a leaf that nothing follows.
struct JudgedTree {
  let tree: DraftTree
  private let endTokens: Set<TokenID>

  init(_ tree: DraftTree, endTokens: Set<TokenID>) {
    precondition(tree.isSealed, "only a sealed tree is judged")
    self.tree = tree
    self.endTokens = endTokens
  }

  func token(_ node: NodeIndex) -> TokenID { tree.tokens[node.rawValue] }
  func depth(_ node: NodeIndex) -> Int { tree.depths[node.rawValue] }
  func isPruned(_ node: NodeIndex) -> Bool { tree.isPruned[node.rawValue] }

  /// Whether a drafted end token stands there.
  func isEnd(_ node: NodeIndex) -> Bool { node != .root && endTokens.contains(token(node)) }

  /// Draws for the children of a node, in their order, repetitions and pruned nodes included.
  func allDraws(of node: NodeIndex) -> [NodeIndex] {
    isEnd(node) ? [] : tree.draws[node.rawValue]
  }

  /// The same without pruned nodes.
  func draws(of node: NodeIndex) -> [NodeIndex] { allDraws(of: node).filter { !isPruned($0) } }

  /// The distinct children, pruned ones included, in drawing order.
  func allChildren(of node: NodeIndex) -> [NodeIndex] { isEnd(node) ? [] : tree.children(of: node) }

  /// The distinct children that take part, in drawing order.
  func children(of node: NodeIndex) -> [NodeIndex] {
    allChildren(of: node).filter { !isPruned($0) }
  }

  func child(of node: NodeIndex, token: TokenID) -> NodeIndex? {
    draws(of: node).first { self.token($0) == token }
  }

  /// The first draw at each node, from the first node below the root downwards.
  var firstPath: [NodeIndex] {
    var path: [NodeIndex] = []
    while let next = draws(of: path.last ?? .root).first { path.append(next) }
    return path
  }

  func parent(of node: NodeIndex) -> NodeIndex { tree.parents[node.rawValue] ?? .root }
}
