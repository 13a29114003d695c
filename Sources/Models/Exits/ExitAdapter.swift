import Tokens

/// A part of its own behind an early layer, with a cache of its own: it reads the stream there and
/// says, through the target's head, what comes next.
///
/// Its cache is kept as the target's is: a committed prefix, and a tree region behind it. It must read
/// every position of the text in order, so whoever drafts with it catches up on those it has not
/// seen. Source: Kangaroo (Liu et al. 2024); drafters.md section 3.
public protocol ExitAdapter: AnyObject {
  /// Layers of the target it reads behind.
  var exitLayer: Int { get }
  /// Positions in the committed prefix.
  var cachedCount: Int { get }
  var maximumRowCount: Int { get }
  /// What one row costs in rows of a layer of the target, the head included.
  func cost(over vocabulary: ExitVocabulary) -> Double

  /// Appends positions to the committed prefix.
  /// - Parameter streams: [position][hidden] behind `exitLayer`.
  func prefill(_ streams: [Float])

  /// Adds rows to the tree region. A row without a parent begins a new tree.
  /// - Parameter streams: [row][hidden] behind `exitLayer`.
  func advance(_ streams: [Float], parents: [Int?])

  /// What is said below rows of the tree region.
  /// - Parameter body: gets a row's place in `rows` and its logits, [vocabulary] or [short
  ///   vocabulary].
  func forEachRow(
    _ rows: [Int], vocabulary: ExitVocabulary,
    _ body: (_ place: Int, _ logits: UnsafeBufferPointer<Float>) -> Void)

  /// Moves the given rows, a path from row 0 downwards, to the end of the prefix, and drops the others.
  func commit(path: [Int])

  /// Drops the end of the committed prefix, and the tree.
  func truncate(to count: Int)
}
