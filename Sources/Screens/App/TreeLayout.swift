import DraftTrees
import Timeline
import Tokens

/// Where the nodes of a draft tree stand: columns are depths, the first child stands beside its
/// parent, further children below. Rows are given to the whole tree, so that nodes keep their
/// places while they appear.
struct TreeLayout: Hashable {
  struct PlacedNode: Hashable {
    var node: NodeIndex
    var depth: Int
    var row: Int
    /// Drafted nodes that a fold hides below it.
    var hiddenCount: Int
  }

  /// The token that the verifier put after the accepted path.
  struct PlacedExtra: Hashable {
    var parent: NodeIndex
    var token: TokenID
    var verdict: Verdict
    var depth: Int
    var row: Int
  }

  private(set) var nodes: [PlacedNode] = []
  private(set) var extra: PlacedExtra?
  private(set) var rowCount = 0
  private var placeOfNode: [NodeIndex: Int] = [:]

  /// - Parameter folded: nodes whose children are hidden.
  init(_ round: Round, progress: RoundProgress, folded: Set<NodeIndex>) {
    var builder = Builder(round: round, progress: progress, folded: folded)
    builder.place(.root, depth: 0, row: 0)
    nodes = builder.nodes
    extra = builder.extra
    rowCount = builder.lastRow + 1
    for (place, placed) in nodes.enumerated() { placeOfNode[placed.node] = place }
  }

  func place(of node: NodeIndex) -> PlacedNode? { placeOfNode[node].map { nodes[$0] } }

  /// The node nearest in a row above or below that is drafted; the column kept as far as it can.
  func vertical(from node: NodeIndex, by step: Int, progress: RoundProgress) -> NodeIndex? {
    guard let from = place(of: node) else { return nil }
    let there = nodes.filter {
      progress.isDrafted($0.node) && (step < 0 ? $0.row < from.row : $0.row > from.row)
    }
    let nearest = there.min { left, right in
      let key = { (placed: PlacedNode) in
        (abs(placed.row - from.row), abs(placed.depth - from.depth), placed.depth)
      }
      return key(left) < key(right)
    }
    return nearest?.node
  }

  private struct Builder {
    let round: Round
    let progress: RoundProgress
    let folded: Set<NodeIndex>
    let extraParent: NodeIndex?
    var nodes: [PlacedNode] = []
    var extra: PlacedExtra?
    var lastRow = 0

    init(round: Round, progress: RoundProgress, folded: Set<NodeIndex>) {
      self.round = round
      self.progress = progress
      self.folded = folded
      let isJudged = round.judgement.map {
        !$0.steps.isEmpty && progress.judgeStepCount == $0.steps.count && $0.extra != nil
      }
      extraParent = isJudged == true ? round.judgement?.accepted.last ?? .root : nil
    }

    mutating func place(_ node: NodeIndex, depth: Int, row: Int) {
      lastRow = max(lastRow, row)
      guard !folded.contains(node) else {
        nodes.append(
          PlacedNode(node: node, depth: depth, row: row, hiddenCount: descendants(of: node)))
        return
      }
      nodes.append(PlacedNode(node: node, depth: depth, row: row, hiddenCount: 0))
      let children = round.tree.children(of: node)
      for (number, child) in children.enumerated() {
        place(child, depth: depth + 1, row: number == 0 ? row : lastRow + 1)
      }
      guard node == extraParent, let judgement = round.judgement, let token = judgement.extra else {
        return
      }
      if !children.isEmpty { lastRow += 1 }
      extra = PlacedExtra(
        parent: node, token: token, verdict: judgement.extraVerdict, depth: depth + 1,
        row: children.isEmpty ? row : lastRow)
    }

    private func descendants(of node: NodeIndex) -> Int {
      round.tree.children(of: node).reduce(0) { $0 + 1 + descendants(of: $1) }
    }
  }
}
