import ModelFiles
import Tensors
import Tokens

/// What turns the stream behind a layer that is not the last into something the model's own norm and
/// head can read, and the head's rows for the short vocabulary.
struct ExitHeads: Sendable {
  /// Added to the stream before the norm, by layer. Source: drafters.md section 14.1.
  let vectors: [Int: NumberBuffer<Float>]
  let short: ShortHead?

  /// Layers with something of their own.
  var trained: [Int] { vectors.keys.sorted() }

  /// Reads the exit vectors, `draftscope.exits.vectors`: [layer][hidden] for all layers but the
  /// last.
  init(_ reader: WeightReader, _ configuration: LlamaConfiguration) throws {
    let file = reader.file
    var vectors: [Int: NumberBuffer<Float>] = [:]
    if file.has(Self.vectorsKey) {
      let numbers = try file.floats(Self.vectorsKey)
      let size = configuration.hiddenSize
      guard numbers.count == (configuration.layerCount - 1) * size,
        numbers.allSatisfy({ $0.isFinite })
      else {
        throw ModelError.invalidValue(
          file: file.name, key: Self.vectorsKey, value: "an array of \(numbers.count)",
          allowed: "\(configuration.layerCount - 1) × \(size) finite numbers")
      }
      for layer in 1..<configuration.layerCount {
        let vector = try NumberBuffer<Float>(count: size)
        for index in 0..<size {
          vector.elements[index] = Float(numbers[(layer - 1) * size + index])
        }
        vectors[layer] = vector
      }
    }
    self.vectors = vectors
    short = try ShortHead(reader, configuration)
  }

  private static let vectorsKey = "draftscope.exits.vectors"
}

/// The rows of the head for the most frequent tokens.
struct ShortHead: Sendable {
  /// Ascending.
  let tokens: [TokenID]
  let projection: Projection

  private static let key = "draftscope.short_vocabulary.ids"

  /// Nil when the file names no short vocabulary.
  init?(_ reader: WeightReader, _ configuration: LlamaConfiguration) throws {
    let file = reader.file
    guard file.has(Self.key) else { return nil }
    let numbers = try file.integers(Self.key)
    let ids = Set(numbers)
    guard !ids.isEmpty, ids.count == numbers.count,
      ids.allSatisfy({ (0..<configuration.vocabularySize).contains($0) })
    else {
      throw ModelError.invalidValue(
        file: file.name, key: Self.key, value: "an array of \(numbers.count)",
        allowed: "distinct token numbers below \(configuration.vocabularySize)")
    }
    tokens = ids.sorted().map { TokenID($0) }
    projection = Projection([
      try reader.rows(
        tokens.map(\.index), of: reader.headName, rows: configuration.vocabularySize,
        columns: configuration.hiddenSize)
    ])
  }
}
