import ModelFiles

/// What is trained beside a `TinyLlama`, with random weights: translators behind layers 1 and 2, a
/// Kangaroo adapter behind layer 2, a short vocabulary.
public struct TinyAdapter {
  public static let rank = 32
  public static let shortVocabulary: [Int32] = [40, 3, 77, 12]

  public var builder = GGUFBuilder()
  /// The numbers of every tensor, [row][column].
  public private(set) var weights: [String: [Float]] = [:]
  private var generator: SeededGenerator

  /// - Parameter set: changes metadata, by key, before they are written; nil leaves a key out.
  public init(
    _ shape: TinyLlama.Shape, seed: UInt64 = 9,
    set: (_ key: String, _ value: Int) -> Int? = { $1 }, target: String = "tiny",
    architecture: String = "draftscope-adapter", translatorLayers: [Int32] = [1, 2]
  ) {
    generator = SeededGenerator(seed: seed)
    builder.set("general.architecture", architecture)
    builder.set("draftscope.adapter.target", target)
    for (key, value) in [
      ("draftscope.adapter.hidden_size", shape.hiddenSize),
      ("draftscope.adapter.layer_count", shape.layerCount),
      ("draftscope.adapter.vocabulary_size", shape.vocabularySize),
      ("draftscope.translators.rank", Self.rank),
      ("draftscope.kangaroo.exit_layer", 2),
      ("draftscope.kangaroo.head_count", shape.headCount),
      ("draftscope.kangaroo.head_count_kv", shape.keyHeadCount),
    ] {
      if let value = set(key, value) { builder.set(key, value) }
    }
    builder.set("draftscope.translators.layers", translatorLayers)
    builder.set("draftscope.short_vocabulary.ids", Self.shortVocabulary)
    let (hidden, query, key) = (
      shape.hiddenSize, shape.headCount * shape.headSize, shape.keyHeadCount * shape.headSize
    )
    for layer in 1...2 {
      add("exit.\(layer).down.weight", [hidden, Self.rank])
      add("exit.\(layer).up.weight", [Self.rank, hidden])
      add("exit.\(layer).bias", [hidden])
    }
    add("kangaroo.attn_norm.weight", [hidden])
    add("kangaroo.attn_q.weight", [hidden, query])
    add("kangaroo.attn_k.weight", [hidden, key])
    add("kangaroo.attn_v.weight", [hidden, key])
    add("kangaroo.attn_output.weight", [query, hidden])
    add("kangaroo.output_norm.weight", [hidden])
  }

  public func file() throws -> GGUFFile { try GGUFFile(bytes: builder.bytes, name: "beside") }

  private mutating func add(_ name: String, _ shape: [Int]) {
    let scale = shape.count == 1 ? 1 : 1 / Float(shape[0]).squareRoot()
    let numbers = (0..<shape.reduce(1, *)).map { _ in
      Float.random(in: -1...1, using: &generator) * scale
    }
    weights[name] = numbers
    builder.add(tensor: name, shape: shape, floats: numbers)
  }
}
