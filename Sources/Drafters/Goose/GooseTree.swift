import DraftTrees
import Tokens

/// Builds the tree of one round: the spine, branches of the root, branches of the spine, and what
/// is left in depth below the branches.
///
/// Source: drafters.md section 7, "Build order".
struct GooseTree {
  /// Names of the four kinds of nodes.
  enum Source: String {
    case spine
    case rootBranch = "root branch"
    case spineBranch = "spine branch"
    case tableExtension = "extension"
  }

  /// Branches of the root with a lower score are left out.
  private static let leastRootScore = 0.01
  /// Branches are not extended from here on.
  private static let deepestExtension = 6

  private let request: DraftRequest
  private let table: SuccessorTable
  private let rates: GooseRates
  private(set) var tree: DraftTree
  /// Nodes that may still be added.
  private var left: Int
  private var branches: [Branch] = []

  /// Where a branch can go on.
  private struct Branch {
    var node: NodeIndex
    var score: Double
    var reach: Double
  }

  init(_ request: DraftRequest, table: SuccessorTable, rates: GooseRates) {
    self.request = request
    self.table = table
    self.rates = rates
    tree = DraftTree(anchor: request.anchor, law: .deterministic)
    left = 0
  }

  mutating func build(_ spine: Spine, _ budget: GooseBudget) {
    left = max(0, budget.rows - 1)
    let trunk = addSpine(spine, count: budget.spine)
    guard request.growth != GrowthRegistry.chain || trunk.isEmpty else { return }
    let isChain = request.growth == GrowthRegistry.chain
    addBranches(
      of: Branch(node: .root, score: 1, reach: 1), count: isChain ? 1 : budget.rootBranches,
      source: .rootBranch, leastScore: Self.leastRootScore)
    let shares = GooseBudget.harmonicSplit(budget.spineBranches, over: trunk.count)
    for (node, share) in zip(trunk, shares) {
      addBranches(of: node, count: share, source: .spineBranch, leastScore: 0)
    }
    extend(isChain: isChain)
  }

  private mutating func addSpine(_ spine: Spine, count: Int) -> [Branch] {
    var trunk: [Branch] = []
    var end = Branch(node: .root, score: 1, reach: 1)
    for token in spine.tokens.prefix(count) {
      guard canGrow(below: end.node) else { break }
      let acceptance = rates.acceptance(
        ofSpineAt: trunk.count + 1, hasConsensus: spine.hasConsensus)
      let reach = end.reach * acceptance
      guard let node = add(token, below: end.node, reach: reach, source: .spine) else { break }
      end = Branch(node: node, score: 1, reach: reach)
      trunk.append(end)
    }
    return trunk
  }

  /// Adds the best successors that do not stand there yet.
  private mutating func addBranches(
    of parent: Branch, count: Int, source: Source, leastScore: Double
  ) {
    guard count > 0, canGrow(below: parent.node), let row = row(below: parent.node) else { return }
    var added = 0
    for (rank, successor) in row.successors.enumerated() where added < count {
      guard successor.score >= leastScore else { return }
      guard tree.child(of: parent.node, token: successor.token) == nil else { continue }
      let reach = parent.reach * rates.acceptance(of: rank, in: row.tier)
      guard let node = add(successor.token, below: parent.node, reach: reach, source: source)
      else { return }
      branches.append(Branch(node: node, score: successor.score, reach: reach))
      added += 1
    }
  }

  /// Breadth-first below the branches, wide where the table is sure.
  private mutating func extend(isChain: Bool) {
    var next = 0
    while next < branches.count, left > 0 {
      let branch = branches[next]
      next += 1
      let depth = tree.depths[branch.node.rawValue]
      guard isChain || depth < Self.deepestExtension else { continue }
      let width = min(Int((Double(left) * branch.score).rounded(.up)), max(1, 10 / depth))
      addBranches(
        of: branch, count: isChain ? 1 : width, source: .tableExtension, leastScore: 0)
    }
  }

  /// Nil when it does not pay or there is no room.
  private mutating func add(
    _ token: TokenID, below parent: NodeIndex, reach: Double, source: Source
  ) -> NodeIndex? {
    guard left > 0, reach > request.reachBar else { return nil }
    left -= 1
    return tree.append(token, under: parent, estimate: reach, source: source.rawValue)
  }

  private func canGrow(below node: NodeIndex) -> Bool {
    node == .root || !request.endTokens.contains(tree.tokens[node.rawValue])
  }

  private func row(below node: NodeIndex) -> SuccessorTable.Row? {
    let predecessor =
      tree.parents[node.rawValue].map { tree.tokens[$0.rawValue] }
      ?? request.text.dropLast().last
    return table.row(after: tree.tokens[node.rawValue], predecessor: predecessor)
  }
}
