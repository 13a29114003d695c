import Tensors
import Tokens

/// The forward pass, top to bottom. Source: Touvron et al., LLaMA, section 2.2.
extension LlamaSession {
  /// Brings every standing row through the first `layer` layers: each layer computes the rows that
  /// have not been through it. Their keys and values end up in the tree region. Streams and the cache
  /// are by row of the tree, the other memory of a pass by row of the pass.
  func advance(through layer: Int) {
    var paths: TreePaths?
    for index in 0..<layer {
      guard let first = standing.firstRow(before: index + 1) else { continue }
      let rows = paths.flatMap { $0.firstRow == first ? $0 : nil } ?? prepare(from: first)
      paths = rows
      attend(model.layers[index], cache.heads[index], rows)
      feedForward(model.layers[index], rows)
      standing.complete(index + 1, from: first)
      if keepsStreams { keepStreams(of: first..<standing.count, behind: index + 1) }
    }
  }

  /// Embeds rows that no layer has computed, and turns the angles for all from `first` on.
  private func prepare(from first: Int) -> TreePaths {
    let rotated = model.configuration.rotatedSize
    for row in first..<standing.count {
      if standing.layersDone[row] == 0 {
        embed(standing.inputs[row], row: row)
      }
      let start = (row - first) * rotated
      model.angles.fill(
        cosines: memory.cosines.start + start, sines: memory.sines.start + start,
        position: cachedCount + standing.depths[row])
    }
    return standing.paths(from: first)
  }

  private func keepStreams(of rows: Range<Int>, behind layer: Int) {
    guard let keptStreams else { return }
    let size = model.configuration.hiddenSize
    for row in rows {
      (keptStreams.start + ((layer - 1) * maximumRowCount + row) * size)
        .update(from: residual(row), count: size)
    }
  }

  /// x = the embedding of a token, or Σ weight · embedding in the order of a mixture's tokens: the
  /// same bits whatever else is in the pass.
  private func embed(_ input: RowInput, row: Int) {
    let out = residual(row)
    switch input {
    case .token(let token): model.embedding.read(token, into: out)
    case .mixture(let mixture):
      let (part, count) = (memory.update.row(row), model.configuration.hiddenSize)
      for (index, (token, weight)) in zip(mixture.tokens, mixture.weights).enumerated() {
        model.embedding.read(token, into: part)
        for column in 0..<count {
          out[column] = index == 0 ? weight * part[column] : out[column] + weight * part[column]
        }
      }
    }
  }

  /// x += output · attention(norm(x)).
  private func attend(_ layer: LlamaModel.Layer, _ heads: [KeyValueHead], _ paths: TreePaths) {
    let rowCount = paths.rowCount
    let input = memory.attentionInput
    forEachRow(rowCount, width: hiddenSize) { row in
      normalize(
        residual(paths.firstRow + row), layer.attentionNorm, into: memory.normalized, row: row,
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
    addToResidual(layer.attentionOutput, memory.attended, paths)
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
  private func feedForward(_ layer: LlamaModel.Layer, _ paths: TreePaths) {
    let size = model.configuration.feedForwardSize
    let rowCount = paths.rowCount
    forEachRow(rowCount, width: hiddenSize) { row in
      normalize(
        residual(paths.firstRow + row), layer.feedForwardNorm, into: memory.normalized, row: row,
        for: layer.feedForwardInput)
    }
    multiply(layer.feedForwardInput, memory.normalized, rowCount, into: memory.gateAndUp)
    forEachRow(rowCount, width: size) { row in
      let gate = memory.gateAndUp.row(row)
      instructionSet.gate(gate, gate + size, count: size, into: memory.gated.row(row))
      if layer.feedForwardOutput.usesIntegerActivations {
        memory.gated.quantize(row: row, on: instructionSet)
      }
    }
    multiply(layer.feedForwardOutput, memory.gated, rowCount, into: memory.update)
    addUpdates(paths)
  }

  /// The last norm and the head for the rows of a pass, which are `rows` of the tree. Returns one of
  /// them whose logits are not finite, if there is one.
  func computeLogits(of rows: Range<Int>) -> Int? {
    forEachRow(rows.count, width: hiddenSize) { row in
      let stream = residual(rows.lowerBound + row)
      if let vector = model.outputVector {
        let shifted = memory.update.row(row)
        shifted.update(from: stream, count: vector.count)
        instructionSet.add(vector.start, to: shifted, count: vector.count)
        normalize(shifted, model.outputNorm, into: memory.normalized, row: row, for: model.head)
      } else {
        normalize(stream, model.outputNorm, into: memory.normalized, row: row, for: model.head)
      }
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
    _ projection: Projection, _ rows: ActivationRows, _ paths: TreePaths
  ) {
    let rowCount = paths.rowCount
    if projection.usesIntegerActivations {
      forEachRow(rowCount, width: rows.columns) { rows.quantize(row: $0, on: instructionSet) }
    }
    multiply(projection, rows, rowCount, into: memory.update)
    addUpdates(paths)
  }

  private func addUpdates(_ paths: TreePaths) {
    for row in 0..<paths.rowCount {
      instructionSet.add(
        memory.update.row(row), to: residual(paths.firstRow + row),
        count: model.configuration.hiddenSize)
    }
  }

  /// The stream of a row of the tree.
  func residual(_ row: Int) -> UnsafeMutablePointer<Float> {
    memory.residual.start + row * model.configuration.hiddenSize
  }

  /// Norms, gates and rounding, row by row.
  ///
  /// - Parameter width: numbers of a row. About 1,600 take a microsecond on one core.
  func forEachRow(_ rowCount: Int, width: Int, _ body: (Int) -> Void) {
    let smallest = Int((1600 * team.smallestShare / Double(width)).rounded(.up))
    team.run(over: rowCount, smallest: smallest) { range, _ in
      for row in range { body(row) }
    }
  }
}
