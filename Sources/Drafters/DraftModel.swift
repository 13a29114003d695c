import DraftTrees
import Models
import Timeline
import Tokens

/// A model that drafts, and its cache, kept in step with the text.
///
/// One object serves all drafters of a run that use the model, one after another: it knows itself
/// what its cache holds, so a fork or another drafter in between only costs a longer read. What it
/// answers is a function of text and tree alone.
public final class DraftModel {
  /// As the user named it.
  public let name: String
  /// c(n) of the model, if measured.
  public var cost: CostTable?
  private let model: any MixtureModel
  /// What the committed prefix of the cache holds.
  private var cached: [TokenID] = []
  /// The rows behind it: the end of the text as a chain, then nodes of the tree.
  private var rows: [TreeRow] = []
  /// The row of each node that has one.
  private var rowOfNode: [NodeIndex: Int] = [:]

  /// Text read with the anchor's row, if it is no longer: one pass instead of two.
  private static let longestTail = 4

  /// - Parameter model: its cache is emptied.
  public init(_ model: any MixtureModel, name: String) {
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
      cached = []
      forgetRows()
    }
    return try body(model)
  }

  private var contextLength: Int { model.contextLength }

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

  /// Brings the cache to the end of `text` and computes the row of the anchor, its last token, and
  /// those of a tree below it, in one pass. Nodes for which there is no room stay without.
  /// - Returns: whether there is room for the anchor.
  func begin(_ text: [TokenID], with tree: DraftTree? = nil) throws -> Bool {
    try read(text, isCancelled: { false })
    rows = []
    rowOfNode = [:]
    let tail = text[cached.count...]
    guard text.count <= model.contextLength, tail.count <= model.maximumRowCount else {
      return false
    }
    rows = tail.indices.map {
      TreeRow(token: text[$0], parent: $0 == tail.startIndex ? nil : $0 - tail.startIndex - 1)
    }
    rowOfNode[.root] = rows.count - 1
    if let tree { place((1..<tree.count).map { NodeIndex($0) }, of: tree) }
    try compute(from: 0)
    return true
  }

  /// Computes the rows of nodes that have none yet, and of their ancestors, in one pass. Nodes for
  /// which there is no room, in a pass or in the context, stay without.
  func addRows(for nodes: [NodeIndex], of tree: DraftTree) throws {
    let first = rows.count
    place(nodes, of: tree)
    if rows.count > first { try compute(from: first) }
  }

  /// Computes the row of a mixture below another row.
  /// - Returns: its row, or nil without room for it.
  func addRow(for mixture: EmbeddingMixture, below parent: Int) throws -> Int? {
    guard rows.count < model.maximumRowCount, cached.count + depth(of: parent) + 1 < contextLength
    else { return nil }
    do { try model.extend(mixtures: [mixture], parents: [parent]) } catch {
      forgetRows()
      throw error
    }
    rows.append(TreeRow(token: nil, parent: parent))
    return rows.count - 1
  }

  /// The row of the last committed token.
  var anchorRow: Int {
    guard let row = rowOfNode[.root] else { preconditionFailure("a draft begins at the anchor") }
    return row
  }

  /// The law below a node, or nil when the node has no row.
  func law(below node: NodeIndex, sampling: SamplingSettings) -> TokenLaw? {
    rowOfNode[node].map { law(row: $0, sampling: sampling) }
  }

  func law(row: Int, sampling: SamplingSettings) -> TokenLaw {
    model.withLogits(row: row) { LogitProcessing.law(logits: $0, settings: sampling) }
  }

  /// What a person wants to know of the law below a node, or nil when the node has no row.
  func summary(below node: NodeIndex, count: Int) -> LogitSummary? {
    rowOfNode[node].map { summary(row: $0, count: count) }
  }

  func summary(row: Int, count: Int) -> LogitSummary {
    model.withLogits(row: row) { LogitProcessing.summary(logits: $0, count: count) }
  }

  /// Gives rows to nodes that have none yet, and to their ancestors, as far as there is room.
  private func place(_ nodes: [NodeIndex], of tree: DraftTree) {
    let deepest = contextLength - cached.count - anchorRow - 1
    for node in nodes where tree.depths[node.rawValue] <= deepest {
      for step in tree.path(to: node)
      where rowOfNode[step] == nil && rows.count < model.maximumRowCount {
        guard let row = rowOfNode[tree.parents[step.rawValue] ?? .root] else { break }
        rowOfNode[step] = rows.count
        rows.append(TreeRow(token: tree.tokens[step.rawValue], parent: row))
      }
    }
  }

  /// One pass over the rows from `first` on. When it fails, no row is left.
  private func compute(from first: Int) throws {
    let added = rows[first...]
    let tokens = added.compactMap(\.token)
    do {
      if first == 0 {
        try model.score(tokens: tokens, parents: added.map(\.parent))
      } else {
        try model.extend(tokens: tokens, parents: added.compactMap(\.parent))
      }
    } catch {
      forgetRows()
      throw error
    }
  }

  private func depth(of row: Int) -> Int {
    var (depth, current) = (0, rows[row].parent)
    while let parent = current { (depth, current) = (depth + 1, rows[parent].parent) }
    return depth
  }

  private func forgetRows() {
    rows = []
    rowOfNode = [:]
  }

  /// Keeps those rows of the last tree that became text.
  private func commitRows(along text: [TokenID]) {
    defer { forgetRows() }
    guard !rows.isEmpty, text.starts(with: cached) else { return }
    // The last token is the next anchor, whose row is computed anew.
    let path = rows.path(along: text[cached.count...].dropLast())
    model.commit(path: path)
    cached += path.compactMap { rows[$0].token }
  }
}
