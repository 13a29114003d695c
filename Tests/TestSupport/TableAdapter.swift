import Models
import Tokens

/// An adapter for a `TableModel`: the stream of a position is the model's logits there, and what it
/// says is those shifted by a hash of all positions it has read on the way. So a position that was
/// left out, read twice or read in another order shows as other text.
public final class TableAdapter: ExitAdapter {
  public let exitLayer: Int
  public let maximumRowCount: Int
  public private(set) var cachedCount = 0
  /// Positions that were read into the prefix, those dropped later included.
  public private(set) var prefilledCount = 0

  private let vocabularySize: Int
  private let shortVocabulary: [TokenID]?
  /// A hash of the positions up to each one of the prefix.
  private var prefix: [UInt64] = []
  private var rows: [Row] = []

  private struct Row {
    var parent: Int?
    var state: UInt64
    var stream: ArraySlice<Float>
  }

  public init(for target: TableModel, exitLayer: Int = 2) {
    self.exitLayer = exitLayer
    maximumRowCount = target.maximumRowCount
    vocabularySize = target.vocabularySize
    shortVocabulary = target.shortVocabulary
  }

  public func cost(over vocabulary: ExitVocabulary) -> Double { 0.5 }

  public func prefill(_ streams: [Float]) {
    rows = []
    for stream in positions(streams) {
      prefix.append(state(behind: prefix.last ?? 0, stream))
      cachedCount += 1
      prefilledCount += 1
    }
  }

  public func advance(_ streams: [Float], parents: [Int?]) {
    if parents.first == .some(nil) { rows = [] }
    for (stream, parent) in zip(positions(streams), parents) {
      precondition((parent == nil) == rows.isEmpty, "row 0 alone has no parent")
      let before = parent.map { rows[$0].state } ?? prefix.last ?? 0
      rows.append(Row(parent: parent, state: state(behind: before, stream), stream: stream))
    }
  }

  public func forEachRow(
    _ wanted: [Int], vocabulary: ExitVocabulary,
    _ body: (_ place: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    for (place, row) in wanted.enumerated() {
      let shifted = rows[row].stream.enumerated().map { token, logit in
        let bits = KeyedRandomness.mix(rows[row].state ^ UInt64(token)) >> 40
        return logit + (Float(bits) * 0x1p-23 - 1)
      }
      let short = vocabulary == .short ? shortVocabulary : nil
      let read = short.map { $0.map { shifted[$0.index] } } ?? shifted
      read.withUnsafeBufferPointer { body(place, $0) }
    }
  }

  public func commit(path: [Int]) {
    for (depth, row) in path.enumerated() {
      precondition(rows[row].parent == (depth == 0 ? nil : path[depth - 1]), "a path from row 0")
      prefix.append(rows[row].state)
    }
    cachedCount += path.count
    rows = []
  }

  public func truncate(to count: Int) {
    precondition(count <= cachedCount, "a cache is cut, not grown")
    prefix.removeLast(cachedCount - count)
    cachedCount = count
    rows = []
  }

  private func positions(_ streams: [Float]) -> [ArraySlice<Float>] {
    stride(from: 0, to: streams.count, by: vocabularySize).map {
      streams[$0..<$0 + vocabularySize]
    }
  }

  private func state(behind before: UInt64, _ stream: ArraySlice<Float>) -> UInt64 {
    stream.reduce(before) { KeyedRandomness.mix($0 ^ UInt64($1.bitPattern)) }
  }
}
