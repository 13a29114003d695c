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
    /// value / visits: what a child is scored by.
    fileprivate var mean = Double.infinity
    /// Its row among those looked up; nil before it is needed.
    fileprivate var row: Int?
  }

  /// A row of the table, looked up.
  private struct Row {
    var successors: [TrigramTable.Successor]
    /// Of the weights.
    var total: Double
    /// The row behind each successor, as far as looked up.
    var next: [Int?]
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
  private var drawCount = 0
  /// What the noise of all roll-outs has in common.
  private let noiseKey: UInt64
  private var rows: [Row] = []
  private var places: [TrigramTable.Pair: Int] = [:]

  /// - Parameter position: of the anchor; the key of the noise.
  init(
    _ pair: TrigramTable.Pair, in table: TrigramTable, position: Int,
    endTokens: Set<TokenID> = [], rollout: RolloutValue = .intended
  ) {
    self.table = table
    self.endTokens = endTokens
    self.rollout = rollout
    noiseKey = KeyedRandomness(seed: Self.noiseSeed).key(position: position, purpose: .draft)
    nodes = []
    nodes.reserveCapacity(64)
    nodes.append(Node(parent: nil, pair: pair, depth: 0, prior: 0, rank: 0))
    rows.reserveCapacity(32)
    places.reserveCapacity(32)
  }

  /// U: what an iteration selects by; unvisited children come first.
  static func score(parentVisits: Int, visits: Int, value: Double, prior: Double) -> Double {
    score(
      exploration: exploration(parentVisits: parentVisits), visits: visits, value: value,
      prior: prior)
  }

  /// By visits, as far as the standard search goes.
  private static let explorations = (0...standardIterations).map { exploration(parentVisits: $0) }

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
    guard !rows[row(of: 0)].successors.isEmpty else { return }
    for _ in 0..<iterations { iterate() }
  }

  /// The most visited prefixes, each with its most likely successor; earlier nodes win ties, so a
  /// prefix follows what it starts with.
  var candidates: [Candidate] {
    var candidates: [Candidate] = []
    forEachCandidate {
      candidates.append($0)
      return true
    }
    return candidates
  }

  /// Calls `body` with the candidates in order, until it returns false.
  func forEachCandidate(_ body: (Candidate) -> Bool) {
    // Few are asked for, as a rule, so that they are not sorted.
    var visited = nodes.indices.dropFirst().filter { nodes[$0].visits > 0 }
    for _ in 0..<min(Self.kept, visited.count) {
      var best = 0
      for place in visited.indices where nodes[visited[place]].visits > nodes[visited[best]].visits
      {
        best = place
      }
      guard body(candidate(visited.remove(at: best))) else { return }
    }
  }

  private func candidate(_ node: Int) -> Candidate {
    let pair = nodes[node].pair
    return Candidate(
      prefix: path(to: node),
      successor: endTokens.contains(pair.second) ? nil : table.row(pair).first?.token)
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
      nodes[index].mean = nodes[index].value / Double(nodes[index].visits)
      current = nodes[index].parent
    }
  }

  /// The earlier child wins a tie.
  private func bestChild(of node: Int) -> Int? {
    let children = nodes[node].children
    guard !children.isEmpty else { return nil }
    let visits = nodes[node].visits
    let exploration =
      visits < Self.explorations.count
      ? Self.explorations[visits] : Self.exploration(parentVisits: visits)
    var best: Int?
    var highest = -Double.infinity
    for child in children {
      let score =
        nodes[child].mean + exploration * nodes[child].prior / Double(1 + nodes[child].visits)
      guard score > highest else { continue }
      // The first of those never visited.
      if score == .infinity { return child }
      (best, highest) = (child, score)
    }
    return best
  }

  private mutating func expand(_ node: Int) {
    let parent = nodes[node]
    guard parent.children.isEmpty, parent.depth < Self.depth,
      node == 0 || !endTokens.contains(parent.pair.second)
    else { return }
    let start = nodes.count
    for (rank, successor) in rows[row(of: node)].successors.enumerated() {
      nodes.append(
        Node(
          parent: node,
          pair: TrigramTable.Pair(first: parent.pair.second, second: successor.token),
          depth: parent.depth + 1, prior: successor.weight, rank: rank))
    }
    nodes[node].children = start..<nodes.count
  }

  private mutating func row(of node: Int) -> Int {
    if let row = nodes[node].row { return row }
    let row = row(of: nodes[node].pair)
    nodes[node].row = row
    return row
  }

  private mutating func row(of pair: TrigramTable.Pair) -> Int {
    if let place = places[pair] { return place }
    let successors = table.row(pair)
    places[pair] = rows.count
    rows.append(
      Row(
        successors: successors, total: successors.reduce(0) { $0 + $1.weight },
        next: [Int?](repeating: nil, count: successors.count)))
    return rows.count - 1
  }

  private mutating func row(behind place: Int, of row: Int, after token: TokenID) -> Int {
    if let next = rows[row].next[place] { return next }
    let next = self.row(
      of: TrigramTable.Pair(first: token, second: rows[row].successors[place].token))
    rows[row].next[place] = next
    return next
  }

  private mutating func rollOut(from node: Int) -> Double {
    let depth = nodes[node].depth
    var token = nodes[node].pair.second
    var value = 1.0
    guard depth < Self.depth, !endTokens.contains(token) else { return value }
    var row = row(of: node)
    for depth in depth..<Self.depth {
      guard let place = draw(from: row) else { break }
      let next = rows[row].successors[place]
      switch rollout {
      case .intended: value += next.weight
      case .shipped:
        value += rows[row].successors.first { $0.token == token }?.weight ?? 0
      }
      guard depth + 1 < Self.depth, !endTokens.contains(next.token) else { break }
      row = self.row(behind: place, of: row, after: token)
      token = next.token
    }
    return value
  }

  /// The place of a successor.
  private mutating func draw(from row: Int) -> Int? {
    let count = rows[row].successors.count
    guard count > 0 else { return nil }
    let uniform = KeyedRandomness.uniform(key: noiseKey, index: drawCount)
    drawCount += 1
    var left = uniform * rows[row].total
    for place in 0..<count {
      left -= rows[row].successors[place].weight
      if left < 0 { return place }
    }
    return count - 1
  }
}
