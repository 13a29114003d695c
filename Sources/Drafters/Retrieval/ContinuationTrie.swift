import Tokens

/// Continuations merged by what they start with, with how many go through each node.
///
/// Source: REST; drafters.md section 8.2.
struct ContinuationTrie: Hashable, Sendable {
  struct Node: Hashable, Sendable {
    var token: TokenID
    /// Nil below the anchor.
    var parent: Int?
    var depth: Int
    var count: Int
  }

  private struct Edge: Hashable, Sendable {
    var parent: Int?
    var token: TokenID
  }

  /// A parent precedes its children.
  private(set) var nodes: [Node] = []
  private var places: [Edge: Int] = [:]

  mutating func add(_ continuation: [TokenID]) {
    var parent: Int?
    for token in continuation {
      let edge = Edge(parent: parent, token: token)
      if let place = places[edge] {
        nodes[place].count += 1
        parent = place
      } else {
        places[edge] = nodes.count
        nodes.append(
          Node(
            token: token, parent: parent, depth: (parent.map { nodes[$0].depth } ?? 0) + 1,
            count: 1))
        parent = nodes.count - 1
      }
    }
  }

  /// The nodes with the greatest counts, the nearer one winning a tie and then the earlier one, so
  /// that each stands behind its parent.
  func mostFrequent(_ limit: Int) -> ArraySlice<Int> {
    nodes.indices.sorted {
      (nodes[$1].count, nodes[$0].depth, $0) < (nodes[$0].count, nodes[$1].depth, $1)
    }.prefix(limit)
  }

  /// Children of a node (nil: of the anchor), the greatest count first.
  func children(of parent: Int?) -> [Int] {
    nodes.indices.filter { nodes[$0].parent == parent }
      .sorted { (nodes[$1].count, $0) < (nodes[$0].count, $1) }
  }
}
