import Tensors

/// Scratch memory of a pass. Each has room for the rows of the largest pass.
struct PassMemory {
  /// The residual stream: [row][hidden].
  let residual: NumberBuffer<Float>
  /// What a norm gave: [row][hidden].
  let normalized: ActivationRows
  /// Queries, keys and values: [row][query + 2 · key].
  let attentionInput: ResultRows
  /// [row][query]
  let attended: ActivationRows
  /// Gate and up: [row][2 · feed forward].
  let gateAndUp: ResultRows
  /// [row][feed forward]
  let gated: ActivationRows
  /// What a block adds to the stream: [row][hidden].
  let update: ResultRows
  /// [row][vocabulary]
  let logits: ResultRows
  /// For one row alone, so that an exit's logits leave those of the tree as they are.
  let exitInput: ActivationRows
  let exitLogits: ResultRows
  /// [row][rotated]
  let cosines: NumberBuffer<Float>
  let sines: NumberBuffer<Float>
  let scores: NumberBuffer<Float>
  let attention: Attention

  init(
    _ configuration: LlamaConfiguration, rowCount: Int, slotCount: Int, threads: Int
  ) throws(TensorError) {
    let hidden = configuration.hiddenSize
    attention = Attention(
      headCount: configuration.headCount, keyHeadCount: configuration.keyHeadCount,
      headSize: configuration.headSize)
    residual = try NumberBuffer(count: rowCount * hidden)
    normalized = try ActivationRows(capacity: rowCount, columns: hidden)
    attentionInput = try ResultRows(
      capacity: rowCount, columns: configuration.querySize + 2 * configuration.keySize)
    attended = try ActivationRows(capacity: rowCount, columns: configuration.querySize)
    gateAndUp = try ResultRows(capacity: rowCount, columns: 2 * configuration.feedForwardSize)
    gated = try ActivationRows(capacity: rowCount, columns: configuration.feedForwardSize)
    update = try ResultRows(capacity: rowCount, columns: hidden)
    logits = try ResultRows(capacity: rowCount, columns: configuration.vocabularySize)
    exitInput = try ActivationRows(capacity: 1, columns: hidden)
    exitLogits = try ResultRows(capacity: 1, columns: configuration.vocabularySize)
    cosines = try NumberBuffer(count: rowCount * configuration.rotatedSize)
    sines = try NumberBuffer(count: rowCount * configuration.rotatedSize)
    scores = try NumberBuffer(
      count: attention.scratchCount(slots: slotCount, threads: threads))
  }
}
