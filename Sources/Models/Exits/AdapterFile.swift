import ModelFiles
import Tensors

/// A file with what was trained beside a target that stays as it is: translators for its exits, a
/// Kangaroo adapter, a short vocabulary.
///
/// Opening checks that it was made for this target; weights are read by ``ExitHeads``.
struct AdapterFile {
  let reader: WeightReader
  var file: GGUFFile { reader.file }

  /// Throws ``ModelError`` and `GGUFError`.
  init(
    _ file: GGUFFile, for target: GGUFFile, _ configuration: LlamaConfiguration,
    precision: Precision, team: WorkerTeam
  ) throws {
    guard try file.string("general.architecture") == Self.architecture else {
      throw ModelError.notAnAdapter(
        file: file.name, architecture: try file.string("general.architecture"))
    }
    let made = try file.string("draftscope.adapter.target")
    let name = target.has("general.name") ? try target.string("general.name") : target.name
    guard made == name else {
      throw ModelError.adapterOfOtherTarget(file: file.name, target: name, made: made)
    }
    for (key, expected) in [
      ("hidden_size", configuration.hiddenSize), ("layer_count", configuration.layerCount),
      ("vocabulary_size", configuration.vocabularySize),
    ] {
      let key = "draftscope.adapter.\(key)"
      let found = try file.integer(key)
      guard found == expected else {
        throw ModelError.adapterDoesNotFit(
          file: file.name, key: key, found: found, target: name, expected: expected)
      }
    }
    reader = WeightReader(file: file, precision: precision, team: team)
  }

  static let architecture = "draftscope-adapter"

  /// By layer; empty without any.
  func translators(_ configuration: LlamaConfiguration) throws -> [Int: Translator] {
    let layersKey = "draftscope.translators.layers"
    guard file.has(layersKey) else { return [:] }
    let layers = try file.integers(layersKey)
    guard Set(layers).count == layers.count,
      layers.allSatisfy({ (1..<configuration.layerCount).contains($0) })
    else {
      throw ModelError.invalidValue(
        file: file.name, key: layersKey, value: "an array of \(layers.count)",
        allowed: "distinct layers from 1 to \(configuration.layerCount - 1)")
    }
    let rank = try size(
      "draftscope.translators.rank", atMost: configuration.hiddenSize)
    return try Dictionary(
      uniqueKeysWithValues: layers.map { layer in
        (layer, try Translator(reader, layer: layer, rank: rank, configuration))
      })
  }

  /// Nil when the file has none.
  func kangaroo(_ configuration: LlamaConfiguration) throws -> KangarooWeights? {
    let key = "draftscope.kangaroo.exit_layer"
    guard file.has(key) else { return nil }
    let layer = try size(key, atMost: configuration.layerCount - 1)
    let heads = try size("draftscope.kangaroo.head_count", atMost: 1 << 12)
    let keyHeads = try size("draftscope.kangaroo.head_count_kv", atMost: heads)
    guard heads % keyHeads == 0 else {
      throw ModelError.inconsistentSizes(
        file: file.name,
        reason: "\(heads) query heads cannot share \(keyHeads) key heads evenly")
    }
    return try KangarooWeights(
      reader, exitLayer: layer, headCount: heads, keyHeadCount: keyHeads, configuration)
  }

  private func size(_ key: String, atMost limit: Int) throws -> Int {
    let size = try file.integer(key)
    guard size >= 1, size <= limit else {
      throw ModelError.invalidValue(
        file: file.name, key: key, value: "\(size)", allowed: "from 1 to \(limit)")
    }
    return size
  }
}
