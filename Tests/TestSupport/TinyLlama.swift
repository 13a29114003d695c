import ModelFiles
import Models
import Tensors
import Tokens

/// A Llama model of a few thousand random weights, as the bytes of a GGUF file, for tests.
///
/// ```swift
/// let tiny = TinyLlama(.init(), seed: 1)
/// let session = try tiny.session()
/// ```
public struct TinyLlama {
  /// Sizes and kinds; the defaults exercise grouped heads and a tied head.
  public struct Shape: Sendable {
    public var layerCount = 2
    public var hiddenSize = 64
    public var feedForwardSize = 96
    public var headCount = 4
    public var keyHeadCount = 2
    /// Written to the file only when it is not `hiddenSize / headCount`.
    public var headSize = 16
    public var rotatedSize = 16
    public var vocabularySize = 80
    public var contextLength = 256
    public var rotaryBase: Float = 10_000
    /// "linear" scaling of positions, when not 1.
    public var rotaryFactor: Float = 1
    /// Factors of single frequencies, as Llama 3 has them; [rotatedSize / 2].
    public var frequencyFactors: [Float]?
    public var isHeadTied = true
    /// Of the matrices, cycled through.
    public var formats: [BlockFormat] = [.q8_0]
    public var embeddingFormat = BlockFormat.q8_0

    public init() {}
  }

  public let shape: Shape
  public private(set) var builder = GGUFBuilder()
  /// The numbers of every tensor, [row][column].
  public private(set) var weights: [String: [Float]] = [:]
  private var generator: SeededGenerator
  private var matrixCount = 0

  /// - Parameter vocabulary: writes a tokenizer; must have `shape.vocabularySize` tokens.
  public init(
    _ shape: Shape = Shape(), seed: UInt64, vocabulary: (inout GGUFBuilder) -> Void = { _ in }
  ) {
    self.shape = shape
    generator = SeededGenerator(seed: seed)
    addMetadata()
    vocabulary(&builder)
    addMatrix("token_embd", shape.hiddenSize, shape.vocabularySize, shape.embeddingFormat)
    for layer in 0..<shape.layerCount { addLayer("blk.\(layer).") }
    addVector("output_norm", count: shape.hiddenSize)
    if !shape.isHeadTied { addMatrix("output", shape.hiddenSize, shape.vocabularySize) }
    if let factors = shape.frequencyFactors {
      weights["rope_freqs.weight"] = factors
      builder.add(tensor: "rope_freqs.weight", shape: [factors.count], floats: factors)
    }
  }

  public var bytes: [UInt8] { builder.bytes }

  /// Adds metadata.
  public mutating func set(_ key: String, _ values: [Float]) { builder.set(key, values) }
  public mutating func set(_ key: String, _ values: [Int32]) { builder.set(key, values) }

  public func file() throws -> GGUFFile { try GGUFFile(bytes: bytes, name: "tiny") }

  public func model(precision: Precision = .fast) throws -> LlamaModel {
    try LlamaModel(file: file(), precision: precision, team: WorkerTeam(threads: 1))
  }

  /// A session of its own model.
  public func session(
    precision: Precision = .fast, threads: Int = 1, rows: Int = 64,
    on instructionSet: InstructionSet = .best
  ) throws -> LlamaSession {
    try LlamaSession(
      model: model(precision: precision), maximumRowCount: rows,
      team: WorkerTeam(threads: threads), instructionSet: instructionSet)
  }

  private mutating func addMetadata() {
    builder.set("general.architecture", "llama")
    builder.set("llama.block_count", shape.layerCount)
    builder.set("llama.context_length", shape.contextLength)
    builder.set("llama.embedding_length", shape.hiddenSize)
    builder.set("llama.feed_forward_length", shape.feedForwardSize)
    builder.set("llama.attention.head_count", shape.headCount)
    builder.set("llama.attention.head_count_kv", shape.keyHeadCount)
    builder.set("llama.attention.layer_norm_rms_epsilon", Float(1e-5))
    builder.set("llama.rope.freq_base", shape.rotaryBase)
    builder.set("llama.rope.dimension_count", shape.rotatedSize)
    if shape.headSize * shape.headCount != shape.hiddenSize {
      builder.set("llama.attention.key_length", shape.headSize)
      builder.set("llama.attention.value_length", shape.headSize)
    }
    if shape.rotaryFactor != 1 {
      builder.set("llama.rope.scaling.type", "linear")
      builder.set("llama.rope.scaling.factor", shape.rotaryFactor)
    }
  }

  private mutating func addLayer(_ prefix: String) {
    let (query, key) = (shape.headCount * shape.headSize, shape.keyHeadCount * shape.headSize)
    addVector("\(prefix)attn_norm", count: shape.hiddenSize)
    addMatrix("\(prefix)attn_q", shape.hiddenSize, query)
    addMatrix("\(prefix)attn_k", shape.hiddenSize, key)
    addMatrix("\(prefix)attn_v", shape.hiddenSize, key)
    addMatrix("\(prefix)attn_output", query, shape.hiddenSize)
    addVector("\(prefix)ffn_norm", count: shape.hiddenSize)
    addMatrix("\(prefix)ffn_gate", shape.hiddenSize, shape.feedForwardSize)
    addMatrix("\(prefix)ffn_up", shape.hiddenSize, shape.feedForwardSize)
    addMatrix("\(prefix)ffn_down", shape.feedForwardSize, shape.hiddenSize)
  }

  private mutating func addVector(_ name: String, count: Int) {
    let numbers = (0..<count).map { _ in Float.random(in: 0.5...1.5, using: &generator) }
    weights["\(name).weight"] = numbers
    builder.add(tensor: "\(name).weight", shape: [count], floats: numbers)
  }

  /// A matrix in the next format whose blocks its rows are made of, or in F32.
  private mutating func addMatrix(
    _ name: String, _ columns: Int, _ rows: Int, _ format: BlockFormat? = nil
  ) {
    let next = format ?? shape.formats[matrixCount % shape.formats.count]
    matrixCount += 1
    let format = columns % next.blockSize == 0 ? next : .f32
    let bytes = RandomWeights.bytes(
      format, count: rows * columns, scale: 2 / Float(columns).squareRoot(), using: &generator)
    weights["\(name).weight"] = RandomWeights.numbers(format, bytes)
    builder.add(
      tensor: "\(name).weight", shape: [columns, rows], type: Self.typeNumber(format), bytes)
  }

  /// The number a GGUF file has for a format.
  public static func typeNumber(_ format: BlockFormat) -> UInt32 {
    switch format {
    case .f32: 0
    case .f16: 1
    case .q4_0: 2
    case .q4_1: 3
    case .q8_0: 8
    case .q4_K: 12
    case .q5_K: 13
    case .q6_K: 14
    case .bf16: 30
    }
  }
}
