import ModelFiles
import Tensors

/// Takes weights by name from a file and checks their shapes.
struct WeightReader {
  let file: GGUFFile
  let precision: Precision
  let team: WorkerTeam
  private let arena = WeightArena()

  func layer(
    _ index: Int, _ configuration: LlamaConfiguration
  ) throws -> LlamaModel.Layer {
    let hidden = configuration.hiddenSize
    func name(_ part: String) -> String { "blk.\(index).\(part).weight" }
    func matrix(_ part: String, _ rows: Int, _ columns: Int) throws -> WeightMatrix {
      try self.matrix(name(part), rows: rows, columns: columns)
    }
    return LlamaModel.Layer(
      attentionNorm: try vector(name("attn_norm"), count: hidden),
      attentionInput: Projection([
        try matrix("attn_q", configuration.querySize, hidden),
        try matrix("attn_k", configuration.keySize, hidden),
        try matrix("attn_v", configuration.keySize, hidden),
      ]),
      attentionOutput: Projection([try matrix("attn_output", hidden, configuration.querySize)]),
      feedForwardNorm: try vector(name("ffn_norm"), count: hidden),
      feedForwardInput: Projection([
        try matrix("ffn_gate", configuration.feedForwardSize, hidden),
        try matrix("ffn_up", configuration.feedForwardSize, hidden),
      ]),
      feedForwardOutput: Projection([
        try matrix("ffn_down", hidden, configuration.feedForwardSize)
      ]))
  }

  func matrix(_ name: String, rows: Int, columns: Int) throws -> WeightMatrix {
    let tensor = try tensor(name, shape: [columns, rows])
    if let format = precision.roundedFormat, columns % format.blockSize != 0 {
      throw ModelError.unroundable(
        file: file.name, tensor: name, columns: columns, format: format)
    }
    return try file.withBytes(of: tensor) {
      try WeightMatrix(
        rows: rows, columns: columns, format: tensor.format, bytes: $0,
        precision: precision, team: team, arena: arena)
    }
  }

  /// The tensor of the output matrix: of its own, or the embedding's.
  var headName: String {
    file.has(tensor: "output.weight") ? "output.weight" : "token_embd.weight"
  }

  /// A matrix of some rows of a tensor, in the given order.
  func rows(
    _ indices: [Int], of name: String, rows: Int, columns: Int
  ) throws -> WeightMatrix {
    let tensor = try tensor(name, shape: [columns, rows])
    let rowBytes = tensor.format.byteCount(of: columns)
    return try file.withBytes(of: tensor) { bytes in
      var gathered: [UInt8] = []
      gathered.reserveCapacity(indices.count * rowBytes)
      for index in indices {
        gathered.append(contentsOf: bytes[index * rowBytes..<(index + 1) * rowBytes])
      }
      return try gathered.withUnsafeBytes {
        try WeightMatrix(
          rows: indices.count, columns: columns, format: tensor.format, bytes: $0,
          precision: precision, team: team, arena: arena)
      }
    }
  }

  func vector(_ name: String, count: Int) throws -> NumberBuffer<Float> {
    let tensor = try tensor(name, shape: [count])
    let numbers = try NumberBuffer<Float>(count: count)
    file.withBytes(of: tensor) { tensor.format.dequantize($0, into: numbers.start) }
    return numbers
  }

  /// The factors of single rotary frequencies that Llama 3 models carry, if any.
  func frequencyFactors(_ configuration: LlamaConfiguration) throws -> [Float]? {
    let name = "rope_freqs.weight"
    guard file.has(tensor: name) else { return nil }
    let vector = try vector(name, count: configuration.rotatedSize / 2)
    let factors = withExtendedLifetime(vector) { Array($0.elements) }
    guard factors.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw ModelError.invalidValue(
        file: file.name, key: name, value: "\(factors)", allowed: "positive and finite")
    }
    return factors
  }

  /// `draftscope.nested.exits`: layers, ascending; empty for a model without.
  func nestedExits(_ configuration: LlamaConfiguration) throws -> [Int] {
    let key = "draftscope.nested.exits"
    guard file.has(key) else { return [] }
    let exits = try file.integers(key)
    guard let last = exits.last, exits.first ?? 0 > 0, last <= configuration.layerCount,
      zip(exits, exits.dropFirst()).allSatisfy(<)
    else {
      throw ModelError.invalidValue(
        file: file.name, key: key, value: "\(exits)",
        allowed: "ascending layers from 1 to \(configuration.layerCount)")
    }
    return exits
  }

  /// A tensor of a layer that nobody reads would be missing in the result.
  func refuseUnexpectedTensors(layerCount: Int) throws {
    let parts: Set<Substring> = [
      "attn_norm.weight", "attn_q.weight", "attn_k.weight", "attn_v.weight", "attn_output.weight",
      "ffn_norm.weight", "ffn_gate.weight", "ffn_up.weight", "ffn_down.weight",
      // Rotary frequencies that old converters wrote; they follow from the base.
      "attn_rot_embd.weight",
    ]
    let others: Set<String> = [
      "token_embd.weight", "output_norm.weight", "output.weight", "rope_freqs.weight",
    ]
    for name in (Array(file.tensors.keys) + file.unsupportedTensors.keys).sorted()
    where !others.contains(name) {
      let fields = name.split(separator: ".", maxSplits: 2)
      guard fields.count == 3, fields[0] == "blk", let layer = Int(fields[1]),
        layer < layerCount, parts.contains(fields[2])
      else { throw ModelError.unexpectedTensor(file: file.name, tensor: name) }
    }
  }

  private func tensor(_ name: String, shape: [Int]) throws -> GGUFTensor {
    let tensor = try file.tensor(name)
    guard tensor.shape == shape else {
      throw ModelError.shapeMismatch(
        file: file.name, tensor: name, expected: shape, found: tensor.shape)
    }
    return tensor
  }
}
