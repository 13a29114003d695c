import DraftTrees
import Timeline
import Tokens

/// How nodes of a tree of three levels came to be, as their sources say.
struct LevelSources: Hashable, Sendable {
  /// Names of the small drafter and of the middle model.
  let small: String
  let middle: String
  /// Proposed by the small drafter, and what the middle model would have said.
  let kept: String
  /// Proposed by the small drafter; never seen by the target.
  let refused: String
  /// The middle model's next token behind what it kept.
  let own: String

  init(small: String, middle: String) {
    (self.small, self.middle) = (small, middle)
    kept = "\(small), kept by \(middle)"
    refused = "\(small), refused by \(middle)"
    own = "\(middle) itself"
  }
}

/// What the middle model has said so far in a round: a chain for the target, and beside it, pruned,
/// what it refused.
struct LevelBuffer {
  let sources: LevelSources
  /// Those for the target.
  private(set) var tokens: [TokenID] = []
  /// Their sources.
  private(set) var origins: [String] = []
  /// Nothing goes on behind an end token.
  private(set) var isEnded = false
  private var tree: DraftTree
  private var end = NodeIndex.root
  private var pruned: [NodeIndex] = []

  init(anchor: TokenID, sources: LevelSources) {
    tree = DraftTree(anchor: anchor, law: .deterministic)
    self.sources = sources
  }

  /// Adds the small drafter's tree and the middle model's judgement of it. Of the chain, what exceeds
  /// `budget` is pruned too.
  mutating func take(_ round: Round, budget: Int, endTokens: Set<TokenID>) {
    guard let judgement = round.judgement else { return }
    let accepted = Set(judgement.accepted)
    var outer: [NodeIndex?] = [end]
    var chain: [(node: NodeIndex, origin: String)] = []
    for node in round.tree.nodes.dropFirst() {
      guard !round.tree.isPruned[node], let above = round.tree.parents[node],
        let parent = outer[above.rawValue]
      else {
        outer.append(nil)
        continue
      }
      let isKept = accepted.contains(NodeIndex(node))
      let source = isKept ? sources.kept : sources.refused
      let copy = tree.append(round.tree.tokens[node], under: parent, source: source)
      outer.append(copy)
      if isKept { chain.append((copy, source)) } else { pruned.append(copy) }
    }
    if let extra = judgement.extra, !chain.contains(where: { isEnd($0.node, endTokens) }) {
      let node = tree.append(extra, under: chain.last?.node ?? end, source: sources.own)
      chain.append((node, sources.own))
    }
    for (node, origin) in chain {
      guard tokens.count < budget, !isEnded else {
        pruned.append(node)
        continue
      }
      tokens.append(tree.tokens[node.rawValue])
      origins.append(origin)
      isEnded = isEnd(node, endTokens)
      end = node
    }
  }

  private func isEnd(_ node: NodeIndex, _ endTokens: Set<TokenID>) -> Bool {
    endTokens.contains(tree.tokens[node.rawValue])
  }

  var sealedTree: DraftTree {
    var sealed = tree
    for node in pruned { sealed.prune(node) }
    sealed.seal()
    return sealed
  }
}
