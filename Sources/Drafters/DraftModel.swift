import DraftTrees
import Models
import Tokens

/// A model that drafts, and its cache, kept in step with the text.
///
/// One object serves all drafters of a run that use the model, one after another: it knows itself
/// what its cache holds, so a fork or another drafter in between only costs a longer read. What it
/// answers is a function of text and tree alone.
public final class DraftModel {
  /// As the user named it.
  public let name: String
  private let model: any TargetModel
  /// What the committed prefix of the cache holds.
  private var cached: [TokenID] = []
  /// The rows behind it: the end of the text as a chain, then nodes of the tree.
  private var rows: [Row] = []
  /// The row of each node that has one.
  private var rowOfNode: [NodeIndex: Int] = [:]

  private struct Row {
    var token: TokenID
    var parent: Int?
  }

  /// Text read with the anchor's row, if it is no longer: one pass instead of two.
  private static let longestTail = 4

  /// - Parameter model: its cache is emptied.
  public init(_ model: any TargetModel, name: String) {
    self.model = model
    self.name = name
    model.truncate(to: 0)
  }

  public var vocabularySize: Int { model.vocabularySize }

  /// Lends the model itself, to measure it. Its cache is emptied.
  public func withModel<Result>(
    _ body: (any TargetModel) throws -> Result
  ) rethrows -> Result {
    defer {
      model.truncate(to: 0)
      (cached, rows, rowOfNode) = ([], [], [:])
    }
    return try body(model)
  }

  /// Reads all of `text` but its end, as far as the context goes.
  public func read(_ text: [TokenID], isCancelled: () -> Bool) throws {
    commitRows(along: text)
    let shared = zip(cached, text.dropLast()).prefix { $0 == $1 }.count
    if shared < cached.count {
      model.truncate(to: shared)
      cached.removeLast(cached.count - shared)
      rows = []
    }
    let end = min(text.count, model.contextLength) - Self.longestTail
    guard cached.count < end else { return }
    defer { cached = Array(text.prefix(model.cachedCount)) }
    try model.prefill(Array(text[cached.count..<end]), isCancelled: isCancelled)
  }

  /// Brings the cache to the end of `text` and computes the row of the anchor, its last token.
  /// - Returns: whether there is room for it.
  func begin(_ text: [TokenID]) throws -> Bool {
    try read(text, isCancelled: { false })
    rows = []
    rowOfNode = [:]
    let tail = text[cached.count...]
    guard text.count <= model.contextLength, tail.count <= model.maximumRowCount else {
      return false
    }
    let parents = tail.indices.map { $0 == tail.startIndex ? nil : $0 - tail.startIndex - 1 }
    try model.score(tokens: Array(tail), parents: parents)
    rows = zip(tail, parents).map { Row(token: $0, parent: $1) }
    rowOfNode[.root] = rows.count - 1
    return true
  }

  /// Computes the rows of nodes that have none yet, and of their ancestors, in one pass. Nodes for
  /// which there is no room, in a pass or in the context, stay without.
  func addRows(for nodes: [NodeIndex], of tree: DraftTree) throws {
    var added: [(row: Row, node: NodeIndex)] = []
    let room = model.maximumRowCount - rows.count
    let deepest = model.contextLength - cached.count - (rowOfNode[.root] ?? 0) - 1
    for node in nodes where tree.depths[node.rawValue] <= deepest {
      for step in tree.path(to: node) where rowOfNode[step] == nil && added.count < room {
        let parent = tree.parents[step.rawValue] ?? .root
        guard let row = rowOfNode[parent] else { break }
        rowOfNode[step] = rows.count + added.count
        added.append((Row(token: tree.tokens[step.rawValue], parent: row), step))
      }
    }
    guard !added.isEmpty else { return }
    do {
      try model.extend(
        tokens: added.map(\.row.token), parents: added.compactMap(\.row.parent))
    } catch {
      rows = []
      rowOfNode = [:]
      throw error
    }
    rows += added.map(\.row)
  }

  /// The law below a node, or nil when the node has no row.
  func law(below node: NodeIndex, sampling: SamplingSettings) -> TokenLaw? {
    rowOfNode[node].map { row in
      model.withLogits(row: row) { LogitProcessing.law(logits: $0, settings: sampling) }
    }
  }

  /// Keeps those rows of the last tree that became text.
  private func commitRows(along text: [TokenID]) {
    defer {
      rows = []
      rowOfNode = [:]
    }
    guard !rows.isEmpty, text.starts(with: cached) else { return }
    var path: [Int] = []
    // The last token is the next anchor, whose row is computed anew.
    for token in text[cached.count...].dropLast() {
      let next = rows.indices.first { rows[$0].parent == path.last && rows[$0].token == token }
      guard let next else { break }
      path.append(next)
    }
    model.commit(path: path)
    cached += path.map { rows[$0].token }
  }
}
