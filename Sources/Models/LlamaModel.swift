import ModelFiles
import Tensors

/// The weights of a Llama-type model. Immutable: sessions on several threads may share it.
///
/// ```swift
/// let team = WorkerTeam(threads: 2)
/// let model = try LlamaModel(file: GGUFFile(path: path), precision: .fast, team: team)
/// let session = try LlamaSession(model: model, team: team)
/// ```
public final class LlamaModel: Sendable {
  public let configuration: LlamaConfiguration
  public let precision: Precision
  let angles: RotaryAngles
  let embedding: EmbeddingTable
  let layers: [Layer]
  let outputNorm: NumberBuffer<Float>
  let head: Projection
  let exits: ExitHeads
  /// Layers behind which the model was trained to be a language model of its own, ascending, the
  /// last one included; empty for others. Source: drafters.md section 4.
  public let nestedExits: [Int]
  /// Added to the stream before the last norm; nil unless the model was cut behind an exit.
  let outputVector: NumberBuffer<Float>?

  /// A class, so that a pass need not count references to each of its weights.
  final class Layer: Sendable {
    let attentionNorm: NumberBuffer<Float>
    /// Queries, keys, values.
    let attentionInput: Projection
    let attentionOutput: Projection
    let feedForwardNorm: NumberBuffer<Float>
    /// Gate, up.
    let feedForwardInput: Projection
    let feedForwardOutput: Projection

    init(
      attentionNorm: NumberBuffer<Float>, attentionInput: Projection, attentionOutput: Projection,
      feedForwardNorm: NumberBuffer<Float>, feedForwardInput: Projection,
      feedForwardOutput: Projection
    ) {
      self.attentionNorm = attentionNorm
      self.attentionInput = attentionInput
      self.attentionOutput = attentionOutput
      self.feedForwardNorm = feedForwardNorm
      self.feedForwardInput = feedForwardInput
      self.feedForwardOutput = feedForwardOutput
    }
  }

  /// Reads all weights; the file is not needed afterwards.
  ///
  /// - Parameters:
  ///   - layerLimit: leaves out the layers from there on: a smaller model, read behind its last
  ///     layer as the exit there is.
  ///   - adapter: a file with what was trained beside this model for its exits.
  ///   - team: the threads that convert weights.
  ///
  /// Throws ``ModelError`` and `GGUFError`.
  public init(
    file: GGUFFile, precision: Precision, layerLimit: Int? = nil, adapter: GGUFFile? = nil,
    team: WorkerTeam
  ) throws {
    let whole = try LlamaConfiguration(file: file)
    let configuration = try whole.cut(behind: layerLimit, of: file)
    self.configuration = configuration
    self.precision = precision
    let reader = WeightReader(file: file, precision: precision, team: team)
    try reader.refuseUnexpectedTensors(layerCount: whole.layerCount)
    do {
      exits = try ExitHeads(
        reader, whole,
        adapter: adapter.map {
          try AdapterFile($0, for: file, configuration, precision: precision, team: team)
        })
      nestedExits = try reader.nestedExits(whole).filter { $0 <= configuration.layerCount }
      outputVector = exits.vectors[configuration.layerCount]
      let embedding = try file.tensor("token_embd.weight")
      self.embedding = try EmbeddingTable(embedding, in: file)
      angles = RotaryAngles(
        configuration, frequencyFactors: try reader.frequencyFactors(configuration))
      layers = try (0..<configuration.layerCount).map { try reader.layer($0, configuration) }
      outputNorm = try reader.vector("output_norm.weight", count: configuration.hiddenSize)
      head = Projection([
        try reader.matrix(
          reader.headName, rows: configuration.vocabularySize, columns: configuration.hiddenSize)
      ])
    } catch TensorError.outOfMemory(let bytes) {
      throw ModelError.outOfMemory(bytes: bytes)
    }
  }
}

extension GGUFFile {
  func has(tensor name: String) -> Bool {
    tensors[name] != nil || unsupportedTensors[name] != nil
  }
}
