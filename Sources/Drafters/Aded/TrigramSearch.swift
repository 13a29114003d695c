import Tokens

/// The search of ADED: trees of tokens grown by selection, expansion and roll-out over a tri-gram
/// table, as in Monte Carlo tree search with a prior.
///
/// An iteration goes down to a leaf by the greatest score U, gives it all its successors, goes on
/// from the last of them, and follows the table at random to depth 3; what that is worth is added
/// to every node above. The roll-out draws from noise keyed by the text alone, so the same text
/// always gives the same tree, and no draw that verifies is touched. Source: drafters.md section 6.
struct TrigramSearch {
  /// What a roll-out is worth.
  enum RolloutValue: Hashable, Sendable {
    /// 1 + the weights of the tokens it takes.
    case intended
    /// 1 + the weights that the current token would repeat, which is what the released program
    /// looks up: nearly constant, so the prior decides.
    case shipped
  }

  static let standardIterations = 150
  static let depth = 3
  /// Prefixes that are drafted.
  static let kept = 24
  private static let c1 = 32.0
  private static let c2 = 8.0
  /// The key of the noise of roll-outs. Ours.
  private static let noiseSeed: UInt64 = 0xADED

  struct Node: Hashable, Sendable {
    var parent: Int?
    /// The tokens a successor depends on: the second is the node's own.
    var pair: TrigramTable.Pair
    var depth: Int
    /// P: its weight in the parent's row; 0 for the root.
    var prior: Double
    /// Its place in the parent's row, 0 being the best.
    var rank: Int
    var visits = 0
    var value = 0.0
    var children: Range<Int> = 0..<0
  }

  /// A drafted path: a visited prefix and its most likely successor.
  struct Candidate: Hashable, Sendable {
    /// Nodes of the search from below the root.
    var prefix: [Int]
    var successor: TokenID?
  }

  private(set) var nodes: [Node]
  private let table: TrigramTable
  private let endTokens: Set<TokenID>
  private let rollout: RolloutValue
  private let position: Int
  private var drawCount = 0
  /// Rows looked up before.
  private var rows: [TrigramTable.Pair: [TrigramTable.Successor]] = [:]

  /// - Parameter position: of the anchor; the key of the noise.
  init(
    _ pair: TrigramTable.Pair, in table: TrigramTable, position: Int,
    endTokens: Set<TokenID> = [], rollout: RolloutValue = .intended
  ) {
    self.table = table
    self.endTokens = endTokens
    self.rollout = rollout
    self.position = position
    nodes = [Node(parent: nil, pair: pair, depth: 0, prior: 0, rank: 0)]
  }

  /// U: what an iteration selects by; unvisited children come first.
  static func score(parentVisits: Int, visits: Int, value: Double, prior: Double) -> Double {
    score(
      exploration: exploration(parentVisits: parentVisits), visits: visits, value: value,
      prior: prior)
  }

  /// What the children of a node have in common in U.
  private static func exploration(parentVisits: Int) -> Double {
    let count = Double(parentVisits)
    return (c1 + naturalLogarithm((count + c2 + 1) / c2)) * count.squareRoot()
  }

  private static func score(exploration: Double, visits: Int, value: Double, prior: Double)
    -> Double
  {
    guard visits > 0 else { return .infinity }
    return value / Double(visits) + exploration * prior / Double(1 + visits)
  }

  mutating func run(iterations: Int = standardIterations) {
    guard !row(nodes[0].pair).isEmpty else { return }
    for _ in 0..<iterations { iterate() }
  }

  /// The most visited prefixes, each with its most likely successor; earlier nodes win ties, so a
  /// prefix follows what it starts with.
  var candidates: [Candidate] {
    nodes.indices.dropFirst().filter { nodes[$0].visits > 0 }
      .sorted { (nodes[$1].visits, $0) < (nodes[$0].visits, $1) }
      .prefix(Self.kept)
      .map { node in
        let isEnd = endTokens.contains(nodes[node].pair.second)
        return Candidate(
          prefix: path(to: node),
          successor: isEnd ? nil : table.row(nodes[node].pair).first?.token)
      }
  }

  private func path(to node: Int) -> [Int] {
    var path: [Int] = []
    var current = node
    while let parent = nodes[current].parent {
      path.append(current)
      current = parent
    }
    return path.reversed()
  }

  private mutating func iterate() {
    var node = 0
    while let best = bestChild(of: node) { node = best }
    expand(node)
    if let last = nodes[node].children.last { node = last }
    let value = rollOut(from: node)
    var current: Int? = node
    while let index = current {
      nodes[index].visits += 1
      nodes[index].value += value
      current = nodes[index].parent
    }
  }

  /// The earlier child wins a tie.
  private func bestChild(of node: Int) -> Int? {
    let exploration = Self.exploration(parentVisits: nodes[node].visits)
    var best: (child: Int, score: Double)?
    for child in nodes[node].children {
      let score = Self.score(
        exploration: exploration, visits: nodes[child].visits, value: nodes[child].value,
        prior: nodes[child].prior)
      if score > best?.score ?? -.infinity { best = (child, score) }
    }
    return best?.child
  }

  private mutating func expand(_ node: Int) {
    let parent = nodes[node]
    guard parent.children.isEmpty, parent.depth < Self.depth,
      node == 0 || !endTokens.contains(parent.pair.second)
    else { return }
    let start = nodes.count
    for (rank, successor) in row(parent.pair).enumerated() {
      nodes.append(
        Node(
          parent: node,
          pair: TrigramTable.Pair(first: parent.pair.second, second: successor.token),
          depth: parent.depth + 1, prior: successor.weight, rank: rank))
    }
    nodes[node].children = start..<nodes.count
  }

  private mutating func row(_ pair: TrigramTable.Pair) -> [TrigramTable.Successor] {
    if let row = rows[pair] { return row }
    let row = table.row(pair)
    rows[pair] = row
    return row
  }

  private mutating func rollOut(from node: Int) -> Double {
    var pair = nodes[node].pair
    var value = 1.0
    for _ in nodes[node].depth..<Self.depth where !endTokens.contains(pair.second) {
      let row = row(pair)
      guard let next = draw(from: row) else { break }
      switch rollout {
      case .intended: value += next.weight
      case .shipped: value += row.first { $0.token == pair.second }?.weight ?? 0
      }
      pair = TrigramTable.Pair(first: pair.second, second: next.token)
    }
    return value
  }

  private mutating func draw(from row: [TrigramTable.Successor]) -> TrigramTable.Successor? {
    guard !row.isEmpty else { return nil }
    let uniform = KeyedRandomness(seed: Self.noiseSeed)
      .uniform(position: position, purpose: .draft, index: drawCount)
    drawCount += 1
    var left = uniform * row.reduce(0) { $0 + $1.weight }
    for successor in row {
      left -= successor.weight
      if left < 0 { return successor }
    }
    return row.last
  }
}
