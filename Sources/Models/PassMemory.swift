import Tensors

/// Scratch memory of a pass. Each has room for the rows of the largest pass.
struct PassMemory {
  /// The residual stream, by row of the tree: [row][hidden].
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
  /// A few rows apart, so that reading an exit leaves the tree's rows as they are.
  let exitInput: ActivationRows
  /// One row of the stream: [hidden].
  let exitStream: NumberBuffer<Float>
  let exitLogits: ResultRows
  /// Nil without translators.
  let translator: TranslatorMemory?
  /// Nil without a short vocabulary.
  let shortLogits: ResultRows?
  /// Rows of an exit that are read at once.
  static let exitRowCount = 16
  /// [row][rotated]
  let cosines: NumberBuffer<Float>
  let sines: NumberBuffer<Float>
  let scores: NumberBuffer<Float>
  let attention: Attention

  init(
    _ configuration: LlamaConfiguration, exits: ExitHeads, rowCount: Int, slotCount: Int,
    threads: Int
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
    exitStream = try NumberBuffer(count: hidden)
    exitInput = try ActivationRows(capacity: Self.exitRowCount, columns: hidden)
    exitLogits = try ResultRows(
      capacity: Self.exitRowCount, columns: configuration.vocabularySize)
    translator = try exits.translatorMemory(hiddenSize: hidden, rowCount: 1)
    shortLogits = try exits.short.map { head throws(TensorError) in
      try ResultRows(capacity: Self.exitRowCount, columns: head.tokens.count)
    }
    cosines = try NumberBuffer(count: rowCount * configuration.rotatedSize)
    sines = try NumberBuffer(count: rowCount * configuration.rotatedSize)
    scores = try NumberBuffer(
      count: attention.scratchCount(slots: slotCount, threads: threads))
  }
}
