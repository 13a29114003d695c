import DraftTrees

// How far draft and target agree along the first drawn path: writing and reading.
extension TraceEncoder {
  /// Parallel arrays, one entry a node of the path.
  static func value(_ overlaps: [NodeOverlap]) -> JSONValue {
    object(
      ("node", .array(overlaps.map { .integer($0.node.rawValue) })),
      ("refusal", .array(overlaps.map { .array($0.refusals.map { JSONValue($0) }) })),
      ("draftEntropy", .array(overlaps.map { JSONValue($0.draftEntropy) })))
  }
}

extension TraceReading {
  static func overlaps(
    _ object: TraceObject, _ tree: DraftTree
  ) throws(TraceProblem) -> [NodeOverlap] {
    let nodes = try object.array("node", limit: tree.count) { value, name throws(TraceProblem) in
      NodeIndex(try TraceObject.integer(value, name, in: 0...tree.count - 1))
    }
    let refusals = try object.array("refusal", count: nodes.count) {
      value, name throws(TraceProblem) in
      guard case .array(let chances) = value else {
        throw .wrongKind(field: name, expected: "an array", found: value.kindName)
      }
      guard chances.count == NodeOverlap.drawCount else {
        throw .unequalLengths(
          field: name, count: chances.count, expected: NodeOverlap.drawCount)
      }
      var numbers: [Double] = []
      for chance in chances { numbers.append(try TraceObject.number(chance, name, in: 0...1)) }
      return numbers
    }
    let entropies = try object.array("draftEntropy", count: nodes.count) {
      value, name throws(TraceProblem) in
      try TraceObject.number(value, name, in: 0...Double.greatestFiniteMagnitude)
    }
    object.finish()
    return nodes.indices.map {
      NodeOverlap(node: nodes[$0], refusals: refusals[$0], draftEntropy: entropies[$0])
    }
  }
}
