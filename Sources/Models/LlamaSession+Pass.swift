import Tensors
import Tokens

/// The forward pass, top to bottom. Source: Touvron et al., LLaMA, section 2.2.
extension LlamaSession {
  /// Runs the rows that are to be computed through all layers; their keys and values end up in the
  /// tree region. Memory of the pass is by row of the pass, the cache by row of the tree.
  func computeLayers(_ tokens: [TokenID], _ paths: TreePaths) {
    let configuration = model.configuration
    let rotated = configuration.rotatedSize
    for (row, token) in tokens.enumerated() {
      model.embedding.read(token, into: residual(row))
      model.angles.fill(
        cosines: memory.cosines.start + row * rotated, sines: memory.sines.start + row * rotated,
        position: cachedCount + paths.depth(of: paths.firstRow + row))
    }
    for (index, layer) in model.layers.enumerated() {
      attend(layer, cache.heads[index], paths)
      feedForward(layer, rowCount: tokens.count)
      guard let residualObserver else { continue }
      for row in tokens.indices {
        residualObserver(
          index, paths.firstRow + row,
          UnsafeBufferPointer(start: residual(row), count: configuration.hiddenSize))
      }
    }
  }

  /// x += output · attention(norm(x)).
  private func attend(_ layer: LlamaModel.Layer, _ heads: [KeyValueHead], _ paths: TreePaths) {
    let rowCount = paths.rowCount
    let input = memory.attentionInput
    forEachRow(rowCount) { row in
      normalize(
        residual(row), layer.attentionNorm, into: memory.normalized, row: row,
        for: layer.attentionInput)
    }
    multiply(layer.attentionInput, memory.normalized, rowCount, into: input)
    for row in 0..<rowCount {
      rotateAndStore(row, heads, slot: cachedCount + paths.firstRow + row)
    }
    memory.attention.attend(
      queries: input.row(0), stride: input.columns, prefixCount: cachedCount, paths: paths,
      heads: heads, slots: cache.slotCount, into: memory.attended.row(0),
      scratch: memory.scores.start, team: team, on: instructionSet)
    addToResidual(layer.attentionOutput, memory.attended, rowCount)
  }

  /// Turns a row's queries and keys by its position; keys and values go into its slot.
  private func rotateAndStore(_ row: Int, _ heads: [KeyValueHead], slot: Int) {
    let configuration = model.configuration
    let queries = memory.attentionInput.row(row)
    let keys = queries + configuration.querySize
    let values = keys + configuration.keySize
    instructionSet.rotate(
      queries, headCount: configuration.headCount + configuration.keyHeadCount,
      headSize: configuration.headSize, rotatedCount: configuration.rotatedSize,
      cosines: memory.cosines.start + row * configuration.rotatedSize,
      sines: memory.sines.start + row * configuration.rotatedSize)
    for (index, head) in heads.enumerated() {
      let offset = index * configuration.headSize
      head.store(key: keys + offset, value: values + offset, slot: slot)
    }
  }

  /// x += down · (silu(gate · norm(x)) ⊙ (up · norm(x))).
  private func feedForward(_ layer: LlamaModel.Layer, rowCount: Int) {
    let size = model.configuration.feedForwardSize
    forEachRow(rowCount) { row in
      normalize(
        residual(row), layer.feedForwardNorm, into: memory.normalized, row: row,
        for: layer.feedForwardInput)
    }
    multiply(layer.feedForwardInput, memory.normalized, rowCount, into: memory.gateAndUp)
    forEachRow(rowCount) { row in
      let gate = memory.gateAndUp.row(row)
      instructionSet.gate(gate, gate + size, count: size, into: memory.gated.row(row))
      if layer.feedForwardOutput.usesIntegerActivations {
        memory.gated.quantize(row: row, on: instructionSet)
      }
    }
    multiply(layer.feedForwardOutput, memory.gated, rowCount, into: memory.update)
    for row in 0..<rowCount { addUpdate(row) }
  }

  /// The last norm and the head for the rows of a pass, which are `rows` of the tree. Returns one of
  /// them whose logits are not finite, if there is one.
  func computeLogits(of rows: Range<Int>) -> Int? {
    forEachRow(rows.count) { row in
      normalize(
        residual(row), model.outputNorm, into: memory.normalized, row: row, for: model.head)
    }
    multiply(model.head, memory.normalized, rows.count, into: memory.logits, at: rows.lowerBound)
    return rows.first { row in
      !instructionSet.isFinite(
        UnsafeBufferPointer(start: memory.logits.row(row), count: vocabularySize))
    }
  }

  /// Normalises a row and makes it ready for a projection.
  func normalize(
    _ x: UnsafePointer<Float>, _ weight: NumberBuffer<Float>, into rows: ActivationRows, row: Int,
    for projection: Projection
  ) {
    instructionSet.normalize(
      x, weight: weight.start, count: weight.count, epsilon: model.configuration.normEpsilon,
      into: rows.row(row))
    if projection.usesIntegerActivations { rows.quantize(row: row, on: instructionSet) }
  }

  func multiply(
    _ projection: Projection, _ rows: ActivationRows, _ rowCount: Int, into out: ResultRows,
    at firstRow: Int = 0
  ) {
    projection.multiply(
      rows, rowCount: rowCount, into: out, at: firstRow, team: team, on: instructionSet)
  }

  private func addToResidual(
    _ projection: Projection, _ rows: ActivationRows, _ rowCount: Int
  ) {
    if projection.usesIntegerActivations {
      forEachRow(rowCount) { rows.quantize(row: $0, on: instructionSet) }
    }
    multiply(projection, rows, rowCount, into: memory.update)
    for row in 0..<rowCount { addUpdate(row) }
  }

  private func addUpdate(_ row: Int) {
    instructionSet.add(
      memory.update.row(row), to: residual(row), count: model.configuration.hiddenSize)
  }

  private func residual(_ row: Int) -> UnsafeMutablePointer<Float> {
    memory.residual.start + row * model.configuration.hiddenSize
  }

  /// Rows of few microseconds each: shared out only when there are several.
  private func forEachRow(_ rowCount: Int, _ body: (Int) -> Void) {
    team.run(over: rowCount, smallest: 2) { range, _ in
      for row in range { body(row) }
    }
  }
}
