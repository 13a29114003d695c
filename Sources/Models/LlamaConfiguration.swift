import ModelFiles
import Tensors

/// The sizes and constants of a Llama-type model, read from a GGUF file and checked.
public struct LlamaConfiguration: Hashable, Sendable {
  public private(set) var layerCount: Int
  /// Numbers in the residual stream.
  public let hiddenSize: Int
  public let feedForwardSize: Int
  public let headCount: Int
  /// Heads of keys and values; each serves `headCount / keyHeadCount` query heads.
  public let keyHeadCount: Int
  public let headSize: Int
  public let vocabularySize: Int
  /// Positions the model was trained for.
  public let contextLength: Int
  public let normEpsilon: Float
  /// Numbers of each head that are rotated by position; the rest stays.
  public let rotatedSize: Int
  public let rotaryBase: Double
  /// Positions are divided by this ("linear" scaling).
  public let rotaryFactor: Double

  var querySize: Int { headCount * headSize }
  var keySize: Int { keyHeadCount * headSize }
  /// Numbers in the matrices of a layer.
  var layerWeightCount: Int { hiddenSize * (2 * querySize + 2 * keySize + 3 * feedForwardSize) }

  /// Throws ``ModelError`` and `GGUFError`.
  public init(file: GGUFFile) throws {
    let architecture = try file.string("general.architecture")
    guard architecture == "llama" else {
      throw ModelError.unsupportedArchitecture(file: file.name, name: architecture)
    }
    let reader = Reader(file: file)
    layerCount = try reader.size("block_count", atMost: 10_000)
    hiddenSize = try reader.size("embedding_length")
    feedForwardSize = try reader.size("feed_forward_length")
    headCount = try reader.size("attention.head_count")
    keyHeadCount = try reader.size("attention.head_count_kv", default: headCount)
    guard headCount % keyHeadCount == 0 else {
      throw ModelError.inconsistentSizes(
        file: file.name,
        reason: "\(headCount) query heads cannot share \(keyHeadCount) key heads evenly")
    }
    headSize = try Self.headSize(reader, hiddenSize: hiddenSize, headCount: headCount)
    rotatedSize = try reader.size("rope.dimension_count", default: headSize)
    guard rotatedSize <= headSize, rotatedSize % 2 == 0 else {
      throw ModelError.invalidValue(
        file: file.name, key: reader.name("rope.dimension_count"), value: "\(rotatedSize)",
        allowed: "even and at most the \(headSize) of a head")
    }
    contextLength = try reader.size("context_length", atMost: 1 << 30)
    normEpsilon = Float(try reader.positive("attention.layer_norm_rms_epsilon"))
    rotaryBase = try reader.positive("rope.freq_base", default: 10_000)
    rotaryFactor = try Self.rotaryFactor(reader)
    vocabularySize = try Self.vocabularySize(file, hiddenSize: hiddenSize)
    if file.has(reader.name("expert_count")), try file.integer(reader.name("expert_count")) > 0 {
      throw ModelError.unsupportedFeature(file: file.name, feature: "a mixture of experts")
    }
  }

  /// The same with fewer layers; unchanged without a limit.
  func cut(behind limit: Int?, of file: GGUFFile) throws -> LlamaConfiguration {
    guard let limit else { return self }
    guard (1...layerCount).contains(limit) else {
      throw ModelError.layerOutOfRange(file: file.name, layer: limit, layerCount: layerCount)
    }
    var cut = self
    cut.layerCount = limit
    return cut
  }

  private static func headSize(
    _ reader: Reader, hiddenSize: Int, headCount: Int
  ) throws -> Int {
    let file = reader.file
    guard file.has(reader.name("attention.key_length")) || hiddenSize % headCount == 0 else {
      throw ModelError.inconsistentSizes(
        file: file.name,
        reason: "\(hiddenSize) hidden numbers cannot be divided among \(headCount) heads")
    }
    let size = try reader.size(
      "attention.key_length", default: hiddenSize / headCount,
      atMost: KeyValueHead.largestHeadSize)
    let valueSize = try reader.size("attention.value_length", default: size)
    guard valueSize == size else {
      throw ModelError.unsupportedFeature(
        file: file.name, feature: "values of \(valueSize) numbers beside keys of \(size)")
    }
    return size
  }

  private static func rotaryFactor(_ reader: Reader) throws -> Double {
    let type = reader.name("rope.scaling.type")
    let scaling = reader.file.has(type) ? try reader.file.string(type) : "none"
    switch scaling {
    case "none":
      return try reader.positive("rope.scale_linear", default: 1)
    case "linear":
      return try reader.positive("rope.scaling.factor", default: 1)
    default:
      throw ModelError.unsupportedFeature(
        file: reader.file.name, feature: "\"\(scaling)\" scaling of positions")
    }
  }

  private static func vocabularySize(_ file: GGUFFile, hiddenSize: Int) throws -> Int {
    let embedding = try file.tensor("token_embd.weight")
    guard embedding.shape.count == 2, embedding.shape[0] == hiddenSize,
      embedding.shape[1] <= Int(Int32.max)
    else {
      throw ModelError.shapeMismatch(
        file: file.name, tensor: embedding.name,
        expected: [hiddenSize, embedding.shape.dropFirst().first ?? 1], found: embedding.shape)
    }
    return embedding.shape[1]
  }

  /// The typed getters of a file, with this architecture's prefix and with limits.
  private struct Reader {
    let file: GGUFFile

    func name(_ key: String) -> String { "llama.\(key)" }

    func size(_ key: String, default value: Int? = nil, atMost limit: Int = 1 << 24) throws -> Int {
      let key = name(key)
      if let value, !file.has(key) { return value }
      let size = try file.integer(key)
      guard (1...limit).contains(size) else {
        throw ModelError.invalidValue(
          file: file.name, key: key, value: "\(size)", allowed: "from 1 to \(limit)")
      }
      return size
    }

    func positive(_ key: String, default value: Double? = nil) throws -> Double {
      let key = name(key)
      if let value, !file.has(key) { return value }
      let number = try file.float(key)
      guard number > 0, number.isFinite else {
        throw ModelError.invalidValue(
          file: file.name, key: key, value: "\(number)", allowed: "positive and finite")
      }
      return number
    }
  }
}
