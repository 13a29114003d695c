import DraftTrees
import Models
import Tokens

/// A draft model whose first layers are draft models too: each level of a tree is answered by the
/// smallest that is sure of itself.
///
/// Rows that a small one answered wait: they go through further layers only when a larger one is
/// asked, all of them in one batch, and are never computed twice. Accepted rows go on waiting in the
/// next round. One object serves all drafters of a run that use the model; what it answers is a
/// function of text and tree alone. Source: S2D; drafters.md section 4.
public final class NestedModel {
  /// As the user named it.
  public let name: String
  /// Layers behind which it can be read, the shallowest first.
  public let exits: [Int]
  private let model: any LayeredModel
  /// What the committed prefix of the cache holds.
  private var cached: [TokenID] = []
  /// The rows behind it: the end of the text as a chain, then nodes of the tree.
  private var rows: [Row] = []
  private var rowOfNode: [NodeIndex: Int] = [:]
  private var answers: [NodeIndex: Answer] = [:]

  private struct Row {
    var token: TokenID
    var parent: Int?
    /// The exit up to which it has gone; 0 before the first.
    var exit = 0
  }

  /// Rows that have gone through the layers of each exit since the object was made, text that was
  /// read at once not counted.
  private(set) var rowsDone: [Int: Int] = [:]

  /// A law, and the exit that gave it.
  struct Answer: Hashable {
    var law: TokenLaw
    var exit: Int
  }

  /// Text longer than this is read through all layers at once.
  private static let longestTail = 8
  /// Rows of a pass that are left to the tree of a round.
  private static let treeRoom = 32

  /// - Parameters:
  ///   - model: its cache is emptied.
  ///   - exits: ascending layers of it.
  public init(_ model: any LayeredModel, exits: [Int], name: String) {
    precondition(!exits.isEmpty && zip(exits, exits.dropFirst()).allSatisfy(<), "exits ascend")
    precondition(exits.allSatisfy { (1...model.layerCount).contains($0) }, "exits are layers")
    self.model = model
    self.exits = exits
    self.name = name
    model.truncate(to: 0)
  }

  public var vocabularySize: Int { model.vocabularySize }

  /// Reads all of `text` but its end, as far as the context goes.
  public func read(_ text: [TokenID], isCancelled: () -> Bool) throws {
    keepRows(along: text)
    let end = min(text.count, model.contextLength) - 1
    let isCrowded = rows.count + Self.treeRoom > model.maximumRowCount
    guard end - cached.count - rows.count > Self.longestTail || isCrowded else { return }
    model.commitStanding()
    cached += rows.map(\.token)
    rows = []
    guard end - cached.count > Self.longestTail else { return }
    defer { cached = Array(text.prefix(model.cachedCount)) }
    try model.prefill(Array(text[cached.count..<end]), isCancelled: isCancelled)
  }

  /// Makes ready for a tree below the end of `text`.
  /// - Returns: whether there is room for the anchor's row.
  func begin(_ text: [TokenID]) throws -> Bool {
    try read(text, isCancelled: { false })
    rowOfNode = [:]
    answers = [:]
    let tail = text[(cached.count + rows.count)...]
    guard text.count <= model.contextLength, rows.count + tail.count <= model.maximumRowCount
    else { return false }
    pending = Array(tail)
    return true
  }

  /// The end of the text, which has no rows yet: it gets them with the anchor's.
  private var pending: [TokenID] = []

  /// What is said below nodes, all of them by the same exit: the first at which some row's most
  /// probable token has more than `threshold`, or the last. Nil for nodes without room.
  ///
  /// The exit depends on laws alone, never on a token that is drawn from them, so each is the exact
  /// law of its proposals.
  func answers(
    below nodes: [NodeIndex], of tree: DraftTree, threshold: Double, sampling: SamplingSettings
  ) throws -> [Answer?] {
    let first = rows.count
    place(nodes, of: tree)
    if rows.count > first { try climb(from: first, threshold: threshold, sampling: sampling) }
    return nodes.map { answers[$0] }
  }

  private func place(_ nodes: [NodeIndex], of tree: DraftTree) {
    if rowOfNode[.root] == nil {
      for token in pending {
        rows.append(Row(token: token, parent: rows.isEmpty ? nil : rows.count - 1))
      }
      pending = []
      rowOfNode[.root] = rows.count - 1
    }
    let anchorRow = rowOfNode[.root] ?? 0
    let deepest = model.contextLength - cached.count - anchorRow - 1
    for node in nodes where tree.depths[node.rawValue] <= deepest {
      for step in tree.path(to: node)
      where rowOfNode[step] == nil && rows.count < model.maximumRowCount {
        guard let row = rowOfNode[tree.parents[step.rawValue] ?? .root] else { break }
        rowOfNode[step] = rows.count
        rows.append(Row(token: tree.tokens[step.rawValue], parent: row))
      }
    }
  }

  /// One level: the new rows go through the layers of exit after exit until one is sure.
  private func climb(from first: Int, threshold: Double, sampling: SamplingSettings) throws {
    var added = rows[first...]
    let nodes = rowOfNode.filter { $0.value >= first }
    do {
      for exit in exits {
        try model.advance(
          tokens: added.map(\.token), parents: added.map(\.parent), through: exit)
        added = []
        for row in rows.indices where rows[row].exit < exit {
          rows[row].exit = exit
          rowsDone[exit, default: 0] += 1
        }
        var laws: [NodeIndex: TokenLaw] = [:]
        var surest = 0.0
        for (node, row) in nodes {
          let stream = model.streams(rows: row..<row + 1, behind: exit)
          model.forEachExit(of: stream, behind: exit, vocabulary: .whole) { _, logits in
            let own = LogitProcessing.summary(logits: logits, count: 1)
            surest = max(surest, own.top.first?.probability ?? 0)
            laws[node] = LogitProcessing.law(logits: logits, settings: sampling)
          }
        }
        guard surest > threshold || exit == exits.last else { continue }
        for (node, law) in laws { answers[node] = Answer(law: law, exit: exit) }
        return
      }
    } catch {
      forgetRows()
      throw error
    }
  }

  /// Keeps those rows of the last tree that became text, with the layers they have gone through.
  private func keepRows(along text: [TokenID]) {
    rowOfNode = [:]
    answers = [:]
    pending = []
    let shared = zip(cached, text.dropLast()).prefix { $0 == $1 }.count
    guard shared == cached.count else {
      model.truncate(to: shared)
      cached.removeLast(cached.count - shared)
      rows = []
      return
    }
    var path: [Int] = []
    // The last token is the next anchor, whose row is computed anew.
    for token in text[cached.count...].dropLast() {
      let next = rows.indices.first { rows[$0].parent == path.last && rows[$0].token == token }
      guard let next else { break }
      path.append(next)
    }
    model.keep(path: path)
    rows = path.enumerated().map { depth, row in
      var kept = rows[row]
      kept.parent = depth == 0 ? nil : depth - 1
      return kept
    }
  }

  private func forgetRows() {
    model.truncate(to: cached.count)
    rows = []
    rowOfNode = [:]
    answers = [:]
  }
}
