import DraftTrees
import Tokens

/// The walk that greedy verification and sample-match share: at each node reached, the target
/// chooses a token; while a child carries it, the walk goes on there.
///
/// Lossless given the tree, whatever its shape and however it was drawn, because the emitted token
/// is always the very one the target chose. Source: verification-and-trees.md sections 4.3, 4.10.
public struct TreeWalk {
  /// The target's choice at a node, and how to record it once the matching child is known.
  public struct Choice {
    public var token: TokenID
    public var action: (_ child: NodeIndex?) -> JudgeStep.Action

    public init(token: TokenID, action: @escaping (_ child: NodeIndex?) -> JudgeStep.Action) {
      self.token = token
      self.action = action
    }
  }

  private let tree: DraftTree
  private let endTokens: Set<TokenID>

  /// - Parameters:
  ///   - tree: sealed; pruned nodes never match and get no verdict.
  ///   - endTokens: one of them on the accepted path ends the walk, and nothing follows it.
  public init(_ tree: DraftTree, endTokens: Set<TokenID>) {
    precondition(tree.isSealed, "only a sealed tree is judged")
    self.tree = tree
    self.endTokens = endTokens
  }

  /// - Parameter choice: called once for each node reached, from the root downwards.
  public func judge(choosing choice: (NodeIndex) -> Choice) -> Judgement {
    var steps: [JudgeStep] = []
    var accepted: [NodeIndex] = []
    var node = NodeIndex.root
    while true {
      let chosen = choice(node)
      let children = tree.children(of: node).filter { !tree.isPruned[$0.rawValue] }
      let match = children.first { tree.tokens[$0.rawValue] == chosen.token }
      let decided = children.map {
        NodeVerdict(node: $0, verdict: $0 == match ? .accepted : .rejected)
      }
      steps.append(JudgeStep(action: chosen.action(match), decided: decided))
      guard let match else {
        return Judgement(
          steps: steps, accepted: accepted, extra: chosen.token,
          extraVerdict: children.isEmpty ? .bonus : .corrected)
      }
      accepted.append(match)
      if endTokens.contains(chosen.token) {
        return Judgement(steps: steps, accepted: accepted, extra: nil, extraVerdict: .bonus)
      }
      node = match
    }
  }
}
