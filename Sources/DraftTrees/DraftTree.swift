import Tokens

/// The drafted continuations of one round, as a tree below the anchor.
///
/// A value in structure-of-arrays form: nodes stand in the order they were drawn, so a parent
/// always precedes its children and siblings stand in drawing order. Append-only while drafting;
/// `seal()` ends that, and only a sealed tree is scored. Pruned nodes stay, flagged.
///
/// ```swift
/// var tree = DraftTree(anchor: 42, law: .deterministic)
/// let first = tree.append(7, under: .root, source: "longest match")
/// tree.append(9, under: first, source: "longest match")
/// tree.seal()
/// ```
public struct DraftTree: Hashable, Sendable {
  /// How siblings were drawn, for the whole tree.
  public let law: ProposalLaw
  /// The token of each node; that of the root is the anchor.
  public private(set) var tokens: [TokenID]
  /// The parent of each node; nil for the root.
  public private(set) var parents: [NodeIndex?]
  /// Distance from the root, which has 0.
  public private(set) var depths: [Int]
  /// q: the law below the parent, at the node's token, whatever was drawn there before: without
  /// replacement, the verifier renormalises what is left itself. Nil for drafters without a law
  /// (n-gram, table).
  public private(set) var draftProbabilities: [Double?]
  /// What the growth policy ranked the node by, in its own terms: an estimated reach, a cumulative
  /// score, a perturbed one. Nil where nothing was ranked.
  public private(set) var estimates: [Double?]
  /// Where the token came from, in the drafter's words ("rank 2", "match of 3"): statistics
  /// group by it.
  public private(set) var sources: [String]
  /// Nodes dropped after drawing: shown, not scored.
  public private(set) var isPruned: [Bool]
  /// For each node the tokens drawn for its children in drawing order, repetitions kept.
  /// Equal to the children unless `law` is `independent`.
  public private(set) var draws: [[NodeIndex]]
  public private(set) var isSealed = false

  public init(anchor: TokenID, law: ProposalLaw) {
    self.law = law
    tokens = [anchor]
    let root = Root.columns
    parents = root.parents
    depths = root.depths
    draftProbabilities = root.draftProbabilities
    estimates = root.estimates
    sources = root.sources
    isPruned = root.isPruned
    draws = root.draws
  }

  /// What holds for every root: rounds without a draft share it, and need no memory of their own.
  private struct Root {
    static let columns = Root()

    let parents: [NodeIndex?] = [nil]
    let depths = [0]
    let draftProbabilities: [Double?] = [nil]
    let estimates: [Double?] = [nil]
    let sources = [""]
    let isPruned = [false]
    let draws: [[NodeIndex]] = [[]]
  }

  /// Makes room for a small tree, once for all its columns.
  private mutating func leaveRoot() {
    let capacity = 8
    tokens.reserveCapacity(capacity)
    parents.reserveCapacity(capacity)
    depths.reserveCapacity(capacity)
    draftProbabilities.reserveCapacity(capacity)
    estimates.reserveCapacity(capacity)
    sources.reserveCapacity(capacity)
    isPruned.reserveCapacity(capacity)
    draws.reserveCapacity(capacity)
  }

  /// Nodes, the root counted.
  public var count: Int { tokens.count }
  public var nodes: Range<Int> { 0..<tokens.count }
  public var anchor: TokenID { tokens[0] }
  /// Drafted nodes: all but the root.
  public var draftedCount: Int { tokens.count - 1 }

  /// Adds a node, or a further draw of a child that stands already (law `independent`).
  /// O(children of the parent).
  @discardableResult
  public mutating func append(
    _ token: TokenID, under parent: NodeIndex, draftProbability: Double? = nil,
    estimate: Double? = nil, source: String
  ) -> NodeIndex {
    precondition(!isSealed, "a sealed tree does not grow")
    precondition(parent.rawValue < count, "a parent precedes its children")
    if let twin = child(of: parent, token: token) {
      precondition(law == .independent, "siblings are distinct unless drawn independently")
      draws[parent.rawValue].append(twin)
      return twin
    }
    if count == 1 { leaveRoot() }
    let node = NodeIndex(count)
    tokens.append(token)
    parents.append(parent)
    depths.append(depths[parent.rawValue] + 1)
    draftProbabilities.append(draftProbability)
    estimates.append(estimate)
    sources.append(source)
    isPruned.append(false)
    draws.append([])
    draws[parent.rawValue].append(node)
    return node
  }

  /// Flags a node and all below it.
  public mutating func prune(_ node: NodeIndex) {
    precondition(!isSealed && node != .root, "only drafted nodes of an open tree are pruned")
    isPruned[node.rawValue] = true
    for later in nodes.dropFirst(node.rawValue + 1) {
      if let parent = parents[later], isPruned[parent.rawValue] { isPruned[later] = true }
    }
  }

  /// Names where a node's token came from, once the policy that drew it has made the tree.
  public mutating func setSource(_ source: String, of node: NodeIndex) {
    sources[node.rawValue] = source
  }

  /// Ends drafting.
  public mutating func seal() {
    isSealed = true
    checkInvariants()
  }

  /// The distinct children in drawing order.
  public func children(of node: NodeIndex) -> [NodeIndex] {
    guard law == .independent, draws[node.rawValue].count > 1 else { return draws[node.rawValue] }
    var seen = Set<NodeIndex>()
    return draws[node.rawValue].filter { seen.insert($0).inserted }
  }

  public func child(of node: NodeIndex, token: TokenID) -> NodeIndex? {
    draws[node.rawValue].first { tokens[$0.rawValue] == token }
  }

  /// From the first node below the root down to `node`.
  public func path(to node: NodeIndex) -> [NodeIndex] {
    var path: [NodeIndex] = []
    var current = node
    while let parent = parents[current.rawValue] {
      path.append(current)
      current = parent
    }
    return path.reversed()
  }
}
