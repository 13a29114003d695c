import Tensors
import Tokens

/// Reading the model behind a layer that is not the last.
extension LlamaSession {
  public var hiddenSize: Int { model.configuration.hiddenSize }
  public var shortVocabulary: [TokenID]? { model.exits.short?.tokens }
  public var trainedExits: [Int] { model.exits.trained.filter { $0 < layerCount } }

  /// By weights: a pass streams each once.
  public func headCost(over vocabulary: ExitVocabulary) -> Double {
    let tokens = vocabulary == .short ? shortVocabulary?.count ?? vocabularySize : vocabularySize
    return Double(tokens * hiddenSize) / Double(model.configuration.layerWeightCount)
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
    of streams: [Float], behind layers: [Int], vocabulary: ExitVocabulary,
    _ body: (_ row: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    precondition(streams.count == layers.count * hiddenSize, "a layer for each row of the stream")
    streams.withUnsafeBufferPointer { streams in
      guard let start = streams.baseAddress else { return }
      forEachHeadRow(layers.count, vocabulary: vocabulary) { row in
        (prepareExit(start + row * hiddenSize, behind: layers[row]), model.outputNorm)
      } body: {
        body($0, $1)
      }
    }
  }

  /// The head's logits of rows, a few at a time. Logits that are no numbers, which only damaged
  /// weights of an exit give, say nothing: all become 0.
  ///
  /// - Parameters:
  ///   - source: a row's stream, which need not last, and the norm before the head.
  func forEachHeadRow(
    _ rowCount: Int, vocabulary: ExitVocabulary,
    source: (_ row: Int) -> (stream: UnsafePointer<Float>, norm: NumberBuffer<Float>),
    body: (_ row: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    let (projection, logits) =
      if vocabulary == .short, let short = model.exits.short, let logits = memory.shortLogits {
        (short.projection, logits)
      } else {
        (model.head, memory.exitLogits)
      }
    for start in stride(from: 0, to: rowCount, by: PassMemory.exitRowCount) {
      let count = min(PassMemory.exitRowCount, rowCount - start)
      for row in 0..<count {
        let (stream, norm) = source(start + row)
        normalize(stream, norm, into: memory.exitInput, row: row, for: projection)
      }
      multiply(projection, memory.exitInput, count, into: logits)
      for row in 0..<count {
        let numbers = UnsafeMutableBufferPointer(start: logits.row(row), count: projection.rows)
        if !instructionSet.isFinite(UnsafeBufferPointer(numbers)) { numbers.update(repeating: 0) }
        body(start + row, UnsafeBufferPointer(numbers))
      }
    }
  }

  /// What the last norm reads at an exit: the stream translated, or shifted by the exit's vector.
  private func prepareExit(
    _ stream: UnsafePointer<Float>, behind layer: Int
  ) -> UnsafePointer<Float> {
    let shifted = memory.exitStream
    shifted.start.update(from: stream, count: hiddenSize)
    if let translator = model.exits.translators[layer], let memory = memory.translator {
      translate(shifted, translator, memory)
    } else if let vector = model.exits.vectors[layer] {
      instructionSet.add(vector.start, to: shifted.start, count: vector.count)
    }
    return UnsafePointer(shifted.start)
  }

  /// x += up · (down · x) + bias.
  private func translate(
    _ stream: NumberBuffer<Float>, _ translator: Translator, _ memory: TranslatorMemory
  ) {
    memory.stream.row(0).update(from: stream.start, count: hiddenSize)
    if translator.down.usesIntegerActivations { memory.stream.quantize(row: 0, on: instructionSet) }
    multiply(translator.down, memory.stream, 1, into: memory.product)
    memory.narrow.row(0).update(from: memory.product.row(0), count: translator.down.rows)
    if translator.up.usesIntegerActivations { memory.narrow.quantize(row: 0, on: instructionSet) }
    multiply(translator.up, memory.narrow, 1, into: memory.update)
    instructionSet.add(memory.update.row(0), to: stream.start, count: hiddenSize)
    instructionSet.add(translator.bias.start, to: stream.start, count: hiddenSize)
  }
}
