import DraftTrees
import Models
import Tokens

/// An exit of the target with an adapter, and the adapter's cache, kept in step with the text.
///
/// One object serves all drafters of a run that use it, one after another: it knows itself what the
/// adapter's cache holds, so a fork or another drafter in between only costs a longer catch-up. What
/// it answers is a function of text and tree alone.
public final class AdaptedExit {
  let adapter: any ExitAdapter
  /// What the committed prefix of the cache holds.
  private var cached: [TokenID] = []
  /// The rows behind it: nodes of the tree drafted last.
  private var rows: [TreeRow] = []

  /// - Parameter adapter: its cache is emptied.
  public init(_ adapter: any ExitAdapter) {
    self.adapter = adapter
    adapter.truncate(to: 0)
  }

  /// Rows of the tree that have been read.
  var rowCount: Int { rows.count }

  /// Brings the adapter's cache to what the target has cached of `text`.
  ///
  /// The rows that the last tree and the text share are kept. Others it has not seen are run through
  /// the first layers again: those that somebody else drafted, and the last token of a draft that was
  /// accepted as a whole, below which nothing was drafted.
  ///
  /// - Parameter target: its cache holds all of `text` but the anchor; its tree is dropped where
  ///   there is something to catch up on.
  func catchUp(with text: [TokenID], _ target: any LayeredModel, isCancelled: () -> Bool) throws {
    keepRows(along: text)
    let shared = zip(cached, text.dropLast()).prefix { $0 == $1 }.count
    if shared < cached.count {
      adapter.truncate(to: shared)
      cached.removeLast(cached.count - shared)
    }
    while cached.count < text.count - 1 {
      if isCancelled() { throw CancellationError() }
      let end = min(cached.count + adapter.maximumRowCount, text.count - 1)
      let missing = Array(text[cached.count..<end])
      adapter.prefill(
        try target.streams(of: missing, at: cached.count, behind: adapter.exitLayer))
      cached += missing
    }
  }

  /// Reads rows of a tree behind the anchor, in order.
  func read(_ tokens: [TokenID], parents: [Int?], streams: [Float]) {
    if parents.first == .some(nil) { rows = [] }
    adapter.advance(streams, parents: parents)
    rows += zip(tokens, parents).map { TreeRow(token: $0, parent: $1) }
  }

  /// Keeps those rows of the last tree that became text.
  private func keepRows(along text: [TokenID]) {
    defer { rows = [] }
    guard text.starts(with: cached) else { return }
    // The last token is the next anchor, whose row is computed anew.
    let path = rows.path(along: text[cached.count...].dropLast())
    adapter.commit(path: path)
    cached += path.compactMap { rows[$0].token }
  }
}
