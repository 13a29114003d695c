extension DraftTree {
  /// Walks the whole structure; a broken rule is a programmer's mistake. O(nodes), debug builds only.
  func checkInvariants() {
    #if DEBUG
    let arrays = [
      parents.count, depths.count, draftProbabilities.count, estimates.count, sources.count,
      isPruned.count, draws.count,
    ]
    precondition(arrays.allSatisfy { $0 == count }, "one entry a node in each array")
    precondition(parents[0] == nil && depths[0] == 0, "node 0 is the root")
    for node in nodes.dropFirst() {
      guard let parent = parents[node] else { preconditionFailure("only the root has no parent") }
      precondition(parent.rawValue < node, "a parent precedes its children")
      precondition(depths[node] == depths[parent.rawValue] + 1, "depth is the parent's plus one")
      precondition(draws[parent.rawValue].contains(NodeIndex(node)), "a child was drawn")
      precondition(
        !isPruned[parent.rawValue] || isPruned[node], "below a pruned node all is pruned")
      if let q = draftProbabilities[node] { precondition(q > 0 && q <= 1, "q is in (0, 1]") }
    }
    #endif
  }
}
