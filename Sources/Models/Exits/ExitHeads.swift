import ModelFiles
import Tensors
import Tokens

/// What turns the stream behind a layer that is not the last into something the model's own norm and
/// head can read, and the head's rows for the short vocabulary: from the model's file, and from an
/// adapter's beside it.
struct ExitHeads: Sendable {
  /// Added to the stream before the norm, by layer. Source: drafters.md section 14.1.
  let vectors: [Int: NumberBuffer<Float>]
  /// By layer; in the place of a vector.
  let translators: [Int: Translator]
  let short: ShortHead?
  let kangaroo: KangarooWeights?

  /// Layers with something of their own.
  var trained: [Int] { Set(vectors.keys).union(translators.keys).sorted() }

  /// The translators' scratch memory; nil without any.
  func translatorMemory(hiddenSize: Int, rowCount: Int) throws(TensorError) -> TranslatorMemory? {
    guard let translator = translators.values.first else { return nil }
    return try TranslatorMemory(
      hiddenSize: hiddenSize, rank: translator.down.rows, rowCount: rowCount)
  }

  /// - Parameter adapter: its short vocabulary counts where the model names none.
  init(
    _ reader: WeightReader, _ configuration: LlamaConfiguration, adapter: AdapterFile?
  ) throws {
    vectors = try Self.vectors(reader, configuration)
    translators = try adapter?.translators(configuration) ?? [:]
    kangaroo = try adapter?.kangaroo(configuration)
    short =
      try ShortHead(named: reader.file, reader, configuration)
      ?? adapter.flatMap { try ShortHead(named: $0.file, reader, configuration) }
  }

  /// Reads the exit vectors, `draftscope.exits.vectors`: [layer][hidden] for all layers but the
  /// last.
  private static func vectors(
    _ reader: WeightReader, _ configuration: LlamaConfiguration
  ) throws -> [Int: NumberBuffer<Float>] {
    let file = reader.file
    var vectors: [Int: NumberBuffer<Float>] = [:]
    if file.has(vectorsKey) {
      let numbers = try file.floats(vectorsKey)
      let size = configuration.hiddenSize
      guard numbers.count == (configuration.layerCount - 1) * size,
        numbers.allSatisfy({ $0.isFinite })
      else {
        throw ModelError.invalidValue(
          file: file.name, key: vectorsKey, value: "an array of \(numbers.count)",
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
    return vectors
  }

  private static let vectorsKey = "draftscope.exits.vectors"
}

/// The rows of the head for the most frequent tokens.
struct ShortHead: Sendable {
  /// Ascending.
  let tokens: [TokenID]
  let projection: Projection

  private static let key = "draftscope.short_vocabulary.ids"

  /// - Parameters:
  ///   - file: names the tokens; nil when it names none.
  ///   - reader: of the model, whose rows of the head are taken.
  init?(
    named file: GGUFFile, _ reader: WeightReader, _ configuration: LlamaConfiguration
  ) throws {
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
