import ModelFiles
import Models
import Tensors
import TestSupport
import Testing

@Suite struct LlamaConfigurationTests {
  /// A file with everything a small model needs, but for what a test changes.
  private func file(
    without missing: String = "", architecture: String = "llama",
    _ change: (inout GGUFBuilder) -> Void = { _ in }
  ) throws -> GGUFFile {
    var builder = GGUFBuilder()
    builder.set("general.architecture", architecture)
    for (key, value) in [
      ("block_count", 1), ("context_length", 64), ("embedding_length", 32),
      ("feed_forward_length", 64), ("attention.head_count", 4), ("attention.head_count_kv", 2),
    ] where key != missing {
      builder.set("llama.\(key)", value)
    }
    builder.set("llama.attention.layer_norm_rms_epsilon", Float(1e-5))
    change(&builder)
    if missing != "token_embd.weight" {
      builder.add(
        tensor: "token_embd.weight", shape: [32, 8], floats: .init(repeating: 0, count: 256))
    }
    return try GGUFFile(bytes: builder.bytes, name: "small")
  }

  @Test func sizesAreReadAndDefaultsFilledIn() throws {
    let configuration = try LlamaConfiguration(file: file())
    #expect(configuration.layerCount == 1)
    #expect(configuration.hiddenSize == 32)
    #expect(configuration.headCount == 4)
    #expect(configuration.keyHeadCount == 2)
    #expect(configuration.headSize == 8)
    #expect(configuration.rotatedSize == 8)
    #expect(configuration.rotaryBase == 10_000)
    #expect(configuration.rotaryFactor == 1)
    #expect(configuration.vocabularySize == 8)
    #expect(configuration.contextLength == 64)
  }

  @Test func keyHeadsDefaultToTheQueryHeads() throws {
    let configuration = try LlamaConfiguration(file: file(without: "attention.head_count_kv"))
    #expect(configuration.keyHeadCount == 4)
  }

  @Test func otherArchitecturesAreNamed() throws {
    #expect(throws: ModelError.unsupportedArchitecture(file: "small", name: "mamba")) {
      try LlamaConfiguration(file: file(architecture: "mamba"))
    }
  }

  @Test(arguments: [
    "block_count", "context_length", "embedding_length", "feed_forward_length",
    "attention.head_count",
  ])
  func zeroAndAbsurdSizesAreRefused(_ key: String) throws {
    for value in [0, 4_000_000_000] {
      let error = #expect(throws: ModelError.self) {
        try LlamaConfiguration(file: file(without: key) { $0.set("llama.\(key)", value) })
      }
      guard case .invalidValue(_, let found, "\(value)", _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(found == "llama.\(key)")
    }
    #expect(throws: GGUFError(file: "small", problem: .missingKey("llama.\(key)"))) {
      try LlamaConfiguration(file: file(without: key))
    }
  }

  @Test func sizesThatDoNotFitEachOtherAreExplained() throws {
    #expect(
      throws: ModelError.inconsistentSizes(
        file: "small", reason: "4 query heads cannot share 3 key heads evenly")
    ) {
      try LlamaConfiguration(
        file: file(without: "attention.head_count_kv") {
          $0.set("llama.attention.head_count_kv", 3)
        })
    }
    #expect(
      throws: ModelError.inconsistentSizes(
        file: "small", reason: "32 hidden numbers cannot be divided among 10 heads")
    ) {
      try LlamaConfiguration(
        file: file(without: "attention.head_count") { $0.set("llama.attention.head_count", 10) })
    }
    #expect(throws: ModelError.self) {
      try LlamaConfiguration(file: file { $0.set("llama.rope.dimension_count", 10) })
    }
    #expect(throws: ModelError.self) {
      try LlamaConfiguration(file: file { $0.set("llama.rope.dimension_count", 7) })
    }
  }

  @Test func featuresThatAreNotComputedAreNamed() throws {
    #expect(
      throws: ModelError.unsupportedFeature(
        file: "small", feature: "\"yarn\" scaling of positions")
    ) {
      try LlamaConfiguration(file: file { $0.set("llama.rope.scaling.type", "yarn") })
    }
    #expect(throws: ModelError.unsupportedFeature(file: "small", feature: "a mixture of experts")) {
      try LlamaConfiguration(file: file { $0.set("llama.expert_count", 8) })
    }
    #expect(
      throws: ModelError.unsupportedFeature(
        file: "small", feature: "values of 4 numbers beside keys of 8")
    ) {
      try LlamaConfiguration(file: file { $0.set("llama.attention.value_length", 4) })
    }
  }

  @Test func missingWeightsAndWrongShapesAreNamed() throws {
    #expect(throws: GGUFError(file: "small", problem: .missingTensor("token_embd.weight"))) {
      try LlamaConfiguration(file: file(without: "token_embd.weight"))
    }
    let team = WorkerTeam(threads: 1)
    #expect(throws: GGUFError(file: "small", problem: .missingTensor("blk.0.attn_norm.weight"))) {
      try LlamaModel(file: file(), precision: .fast, team: team)
    }
    #expect(
      throws: ModelError.shapeMismatch(
        file: "small", tensor: "blk.0.attn_norm.weight", expected: [32], found: [16])
    ) {
      try LlamaModel(
        file: file {
          $0.add(
            tensor: "blk.0.attn_norm.weight", shape: [16], floats: .init(repeating: 1, count: 16))
        }, precision: .fast, team: team)
    }
  }

  @Test func weightsNobodyWouldReadAreRefused() throws {
    #expect(throws: ModelError.unexpectedTensor(file: "small", tensor: "blk.0.attn_q.bias")) {
      try LlamaModel(
        file: file {
          $0.add(tensor: "blk.0.attn_q.bias", shape: [32], floats: .init(repeating: 0, count: 32))
        }, precision: .fast, team: WorkerTeam(threads: 1))
    }
  }

  @Test func everyErrorIsASentenceWithPlaceAndRemedy() {
    let errors: [ModelError] = [
      .unsupportedArchitecture(file: "f", name: "x"), .unexpectedTensor(file: "f", tensor: "t"),
      .shapeMismatch(file: "f", tensor: "t", expected: [2, 3], found: [3, 2]),
      .contextExceeded(position: 9, capacity: 8), .nonFiniteLogits(position: 4),
    ]
    #expect(
      errors.map(\.description) == [
        "f: the architecture \"x\" is not supported; only \"llama\" is",
        "f: nothing is known of the tensor \"t\", and without it the model would give wrong text; "
          + "use a plain Llama-type model",
        "f: the tensor \"t\" is 3 × 2 but must be 2 × 3; convert the model again",
        "position 9 is beyond the context of 8 tokens; use a shorter prompt or a longer context",
        "the model gave infinite or undefined logits after position 4; the file's weights are "
          + "damaged or need more precision",
      ])
  }
}
