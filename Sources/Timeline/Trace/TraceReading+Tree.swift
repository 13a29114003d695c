import DraftTrees
import Tokens

extension TraceReading {
  /// The parallel arrays of a tree as they stand in the file.
  private struct Nodes {
    var tokens: [TokenID]
    var parents: [Int?]
    var draftProbabilities: [Double?]
    var estimates: [Double?]
    var sources: [String]
    var isPruned: [Bool]
  }

  /// The sealed tree, and the depths that the line gives its nodes.
  ///
  /// Checks all that `DraftTree` takes for granted. O(nodes × siblings).
  static func tree(
    _ line: TraceObject, vocabularySize: Int
  ) throws(TraceProblem) -> (tree: DraftTree, recordedDepths: [Int]) {
    let law: ProposalLaw = try line.word("law")
    let tokens = try line.tokens(
      "token", limit: TraceFormat.nodeLimit, vocabularySize: vocabularySize)
    guard let anchor = tokens.first else { throw .missing(field: "token[0]") }
    let depths = try line.array("depth", count: tokens.count) {
      value, name throws(TraceProblem) in
      try TraceObject.integer(value, name, in: 0...TraceFormat.nodeLimit)
    }
    let nodes = Nodes(
      tokens: tokens,
      parents: try line.array("parent", count: tokens.count) {
        value, name throws(TraceProblem) in
        value == .null ? nil : try TraceObject.integer(value, name, in: 0...tokens.count - 1)
      },
      draftProbabilities: try line.optionalNumbers(
        "draftProbability", count: tokens.count, in: .leastNonzeroMagnitude...1),
      estimates: line.has("estimate")
        ? try line.optionalNumbers(
          "estimate", count: tokens.count,
          in: -.greatestFiniteMagnitude...(.greatestFiniteMagnitude))
        : [Double?](repeating: nil, count: tokens.count),
      sources: try line.strings("source", count: tokens.count),
      isPruned: try line.array("isPruned", count: tokens.count, TraceObject.boolean))
    try check(nodes)
    let draws = law == .independent ? try self.draws(line, nodes) : nil

    var tree = DraftTree(anchor: anchor, law: law)
    append(nodes, draws: draws, to: &tree)
    // A node below a pruned one is flagged with it.
    for node in tree.nodes where nodes.isPruned[node] && !tree.isPruned[node] {
      tree.prune(NodeIndex(node))
    }
    tree.seal()
    return (tree, depths)
  }

  private static func check(_ nodes: Nodes) throws(TraceProblem) {
    struct Sibling: Hashable {
      var parent: Int
      var token: TokenID
    }
    var siblings: [Sibling: Int] = [:]
    if let parent = nodes.parents[0] { throw .parentAfterChild(node: 0, parent: parent) }
    guard !nodes.isPruned[0] else {
      throw .outOfRange(field: "isPruned[0]", value: "true", expected: "false")
    }
    for node in nodes.tokens.indices.dropFirst() {
      guard let parent = nodes.parents[node] else { throw .secondRoot(node: node) }
      guard parent < node else { throw .parentAfterChild(node: node, parent: parent) }
      guard nodes.isPruned[node] || !nodes.isPruned[parent] else {
        throw .scoredBelowPruned(node: node)
      }
      let sibling = Sibling(parent: parent, token: nodes.tokens[node])
      if let twin = siblings.updateValue(node, forKey: sibling) {
        throw .twinSiblings(node: node, twin: twin)
      }
    }
  }

  /// For each node the draws of its children, in order: every child, first draws in node order.
  private static func draws(
    _ line: TraceObject, _ nodes: Nodes
  ) throws(TraceProblem) -> [[Int]] {
    let draws = try line.array("draws", count: nodes.tokens.count) {
      value, name throws(TraceProblem) -> [Int] in
      guard case .array(let values) = value else {
        throw .wrongKind(field: name, expected: "an array", found: value.kindName)
      }
      guard values.count <= TraceFormat.nodeLimit else {
        throw .tooMany(field: name, count: values.count, limit: TraceFormat.nodeLimit)
      }
      var draws: [Int] = []
      for value in values {
        draws.append(try TraceObject.integer(value, name, in: 0...nodes.tokens.count - 1))
      }
      return draws
    }
    var childCounts = [Int](repeating: 0, count: nodes.tokens.count)
    for parent in nodes.parents.compactMap({ $0 }) { childCounts[parent] += 1 }
    for (parent, draws) in draws.enumerated() {
      var last = 0
      var drawn = 0
      for child in draws where child > last {
        (last, drawn) = (child, drawn + 1)
      }
      guard drawn == childCounts[parent], draws.allSatisfy({ nodes.parents[$0] == parent }) else {
        throw .drawsDisagree(node: parent)
      }
    }
    return draws
  }

  /// Appends the nodes in order, and repeated draws where they stand among their siblings.
  private static func append(_ nodes: Nodes, draws: [[Int]]?, to tree: inout DraftTree) {
    var next = [Int](repeating: 0, count: nodes.tokens.count)
    func repeatDraw(of child: Int, under parent: Int) {
      tree.append(
        nodes.tokens[child], under: NodeIndex(parent), source: nodes.sources[child])
    }
    for node in nodes.tokens.indices.dropFirst() {
      guard let parent = nodes.parents[node] else { continue }
      if let drawn = draws?[parent] {
        while next[parent] < drawn.count, drawn[next[parent]] != node {
          repeatDraw(of: drawn[next[parent]], under: parent)
          next[parent] += 1
        }
        next[parent] += 1
      }
      tree.append(
        nodes.tokens[node], under: NodeIndex(parent),
        draftProbability: nodes.draftProbabilities[node], estimate: nodes.estimates[node],
        source: nodes.sources[node])
    }
    for (parent, drawn) in (draws ?? []).enumerated() {
      for child in drawn.dropFirst(next[parent]) { repeatDraw(of: child, under: parent) }
    }
  }
}
