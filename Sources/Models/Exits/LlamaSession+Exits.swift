import Tensors
import Tokens

/// Reading the model behind a layer that is not the last.
extension LlamaSession {
  public var hiddenSize: Int { model.configuration.hiddenSize }
  public var shortVocabulary: [TokenID]? { model.exits.short?.tokens }
  public var trainedExits: [Int] { model.exits.trained.filter { $0 < layerCount } }

  /// By weights: a pass streams each once.
  public func headCost(over vocabulary: ExitVocabulary) -> Double {
    let layer = model.configuration
    let weights =
      layer.hiddenSize * (2 * layer.querySize + 2 * layer.keySize + 3 * layer.feedForwardSize)
    let tokens = vocabulary == .short ? shortVocabulary?.count ?? vocabularySize : vocabularySize
    return Double(tokens * layer.hiddenSize) / Double(weights)
  }

  public func streams(rows: Range<Int>, behind layer: Int) -> [Float] {
    precondition((0..<standing.count + 1).contains(rows.upperBound), "rows of the standing tree")
    var streams: [Float] = []
    streams.reserveCapacity(rows.count * hiddenSize)
    for row in rows {
      let start: UnsafePointer<Float>
      if standing.layersDone[row] == layer {
        start = UnsafePointer(residual(row))
      } else {
        guard let keptStreams, keepsStreams, standing.layersDone[row] > layer else {
          preconditionFailure("streams of earlier layers are kept only when asked for")
        }
        start = UnsafePointer(
          keptStreams.start + ((layer - 1) * maximumRowCount + row) * hiddenSize)
      }
      streams.append(contentsOf: UnsafeBufferPointer(start: start, count: hiddenSize))
    }
    return streams
  }

  public func streams(
    of tokens: [TokenID], at position: Int, behind layer: Int
  ) throws -> [Float] {
    var streams: [Float] = []
    recompute(tokens, at: position, through: layer) { rows in
      streams += self.streams(rows: rows, behind: layer)
    }
    return streams
  }

  public func forEachExit(
    of streams: [Float], behind layer: Int, vocabulary: ExitVocabulary,
    _ body: (_ row: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    precondition(streams.count % hiddenSize == 0, "whole rows of the stream")
    let rowCount = streams.count / hiddenSize
    let (projection, logits) =
      if vocabulary == .short, let short = model.exits.short, let logits = memory.shortLogits {
        (short.projection, logits)
      } else {
        (model.head, memory.exitLogits)
      }
    for start in stride(from: 0, to: rowCount, by: PassMemory.exitRowCount) {
      let count = min(PassMemory.exitRowCount, rowCount - start)
      streams.withUnsafeBufferPointer { streams in
        for row in 0..<count {
          prepareExit(
            UnsafeBufferPointer(
              rebasing: streams[(start + row) * hiddenSize..<(start + row + 1) * hiddenSize]),
            row: row, behind: layer, for: projection)
        }
      }
      multiply(projection, memory.exitInput, count, into: logits)
      for row in 0..<count {
        body(
          start + row, UnsafeBufferPointer(start: logits.row(row), count: projection.rows))
      }
    }
  }

  /// What the exit adds to a stream, then the last norm.
  private func prepareExit(
    _ stream: UnsafeBufferPointer<Float>, row: Int, behind layer: Int, for projection: Projection
  ) {
    let shifted = memory.exitStream
    _ = shifted.elements.update(fromContentsOf: stream)
    if let vector = model.exits.vectors[layer] {
      instructionSet.add(vector.start, to: shifted.start, count: vector.count)
    }
    normalize(shifted.start, model.outputNorm, into: memory.exitInput, row: row, for: projection)
  }
}
