import Tokens

/// A model that can be left behind any of its layers, and entered there again: what self-speculation
/// drafts with.
///
/// Rows of the tree region may have gone through only the first layers. `score` continues them from
/// where they are, so a draft made with the first layers is not computed again. Layers are counted
/// from 1; "behind layer l" is the residual stream after l layers.
///
/// ```swift
/// try model.advance(tokens: [anchor], parents: [nil], through: 4)
/// let stream = model.streams(rows: 0..<1, behind: 4)
/// model.forEachExit(of: stream, behind: 4, vocabulary: .short) { row, logits in … }
/// try model.advance(tokens: [drafted], parents: [0], through: 4)
/// try model.score(tokens: [anchor, drafted], parents: [nil, 0])
/// ```
///
/// Source: LayerSkip's shared cache and exit cache, drafters.md section 2.1.
public protocol LayeredModel: TargetModel {
  /// Numbers in the residual stream.
  var hiddenSize: Int { get }
  /// The tokens an exit may be read over instead of all, ascending; nil when none are known.
  var shortVocabulary: [TokenID]? { get }
  /// Layers behind which an exit was trained to be read; empty for a model without any, whose
  /// exits are the plain logit lens.
  var trainedExits: [Int] { get }
  /// What one row of the head costs, in rows of one layer.
  func headCost(over vocabulary: ExitVocabulary) -> Double
  /// Whether the streams behind every layer are kept for the rows of a tree.
  var keepsStreams: Bool { get set }

  /// Adds rows to the standing tree and brings every row through the first `layer` layers. A row
  /// without a parent begins a new tree. No logits are computed.
  func advance(tokens: [TokenID], parents: [Int?], through layer: Int) throws

  /// Keeps those rows of the standing tree, a path from row 0 downwards, as they are, with the layers
  /// that each has gone through, and drops the others. They stand in the order of the path then.
  func keep(path: [Int])

  /// Makes the standing rows, which form a chain, committed text: they go through the layers that
  /// are left to them, and no logits are computed.
  func commitStanding()

  /// [row][hidden]: the streams of rows of the standing tree behind a layer: the one they have come
  /// to, or any while `keepsStreams`.
  func streams(rows: Range<Int>, behind layer: Int) -> [Float]

  /// [token][hidden]: the streams of committed text, computed again through the first layers.
  ///
  /// - Parameters:
  ///   - tokens: as they stand in the cache.
  ///   - position: of the first of them.
  func streams(of tokens: [TokenID], at position: Int, behind layer: Int) throws -> [Float]

  /// What exits say of streams, row after row; rows behind different layers share the head's work.
  ///
  /// - Parameters:
  ///   - streams: [row][hidden].
  ///   - layers: behind which each row stands.
  ///   - body: gets a row's number and its logits, [vocabulary] or [short vocabulary].
  func forEachExit(
    of streams: [Float], behind layers: [Int], vocabulary: ExitVocabulary,
    _ body: (_ row: Int, _ logits: UnsafeBufferPointer<Float>) -> Void)
}

/// What an exit is read over.
public enum ExitVocabulary: Hashable, Sendable {
  case whole
  /// `shortVocabulary`; the whole where there is none.
  case short
}

extension LayeredModel {
  /// What the exit behind one layer says of streams, row after row.
  public func forEachExit(
    of streams: [Float], behind layer: Int, vocabulary: ExitVocabulary,
    _ body: (_ row: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    let layers = [Int](repeating: layer, count: streams.count / hiddenSize)
    forEachExit(of: streams, behind: layers, vocabulary: vocabulary, body)
  }
}
