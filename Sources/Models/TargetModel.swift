import Tokens

/// A language model with a cache: a committed prefix, and below it the tree region of the last
/// scored tree. Weights may be shared; the cache is this object's own, so it belongs to one worker.
///
/// The anchor is committed text but not yet cached: it is row 0 of the next scored tree. With t
/// committed tokens the cache holds the first t - 1.
///
/// **Batch-invariant**: the logits of a row are bit for bit the same alone, in a chain and in any
/// tree, on any number of threads.
public protocol TargetModel: AnyObject {
  var vocabularySize: Int { get }
  var layerCount: Int { get }
  /// Positions the cache can hold.
  var contextLength: Int { get }
  /// The largest number of rows one pass scores.
  var maximumRowCount: Int { get }
  /// Tokens in the committed prefix of the cache.
  var cachedCount: Int { get }

  /// Appends tokens to the committed prefix, in batches, without computing logits. Looks at
  /// `isCancelled` between batches and then throws `CancellationError`.
  func prefill(_ tokens: [TokenID], isCancelled: () -> Bool) throws

  /// One pass over a tree: row i is `tokens[i]` at position `cachedCount + depth(i)` and attends to
  /// the committed prefix, its ancestors and itself. `parents[0]` is nil, others precede their
  /// children. The rows stay in the tree region until the next call that changes the cache.
  func score(tokens: [TokenID], parents: [Int?]) throws

  /// A further pass over rows that are added to the last scored tree; the rows that stand stay as
  /// they are and are not computed again. Rows are counted on: `parents` are rows of the whole tree
  /// before the added one. Each row is bit for bit what one pass over the whole tree would give.
  func extend(tokens: [TokenID], parents: [Int]) throws

  /// [vocabulary] logits of any row of the last scored tree. The memory is valid until the next pass.
  func withLogits<Result>(row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result

  /// Moves the given rows of the last scored tree, a path from row 0 downwards, to the end of the
  /// committed prefix and drops the others.
  func commit(path: [Int])

  /// Drops the end of the committed prefix, so that `count` tokens stay.
  func truncate(to count: Int)
}
