import ModelFiles
import Tensors

/// Turns the stream behind a layer into what the last layer would have made of it, as far as a matrix
/// of low rank can: x + up · (down · x) + bias.
///
/// Trained beside the target, which stays as it is. Source: drafters.md section 14.4, route B1.
struct Translator: Sendable {
  /// [rank][hidden]
  let down: Projection
  /// [hidden][rank]
  let up: Projection
  /// [hidden]
  let bias: NumberBuffer<Float>

  init(
    _ reader: WeightReader, layer: Int, rank: Int, _ configuration: LlamaConfiguration
  ) throws {
    let hidden = configuration.hiddenSize
    down = Projection([
      try reader.matrix("exit.\(layer).down.weight", rows: rank, columns: hidden)
    ])
    up = Projection([try reader.matrix("exit.\(layer).up.weight", rows: hidden, columns: rank)])
    bias = try reader.vector("exit.\(layer).bias", count: hidden)
  }
}

/// Scratch memory for translating a few rows.
struct TranslatorMemory {
  /// [row][hidden]
  let stream: ActivationRows
  /// [row][rank], as the product gives it and as the next one takes it.
  let product: ResultRows
  let narrow: ActivationRows
  /// [row][hidden]
  let update: ResultRows

  init(hiddenSize: Int, rank: Int, rowCount: Int) throws(TensorError) {
    stream = try ActivationRows(capacity: rowCount, columns: hiddenSize)
    product = try ResultRows(capacity: rowCount, columns: rank)
    narrow = try ActivationRows(capacity: rowCount, columns: rank)
    update = try ResultRows(capacity: rowCount, columns: hiddenSize)
  }
}
