import ModelFiles
import Models
import Tensors
import TestSupport
import Testing
import Tokens

/// What is trained beside a model: reading its file, and computing with it.
@Suite struct ExitAdapterTests {
  private static let shape = {
    var shape = TinyLlama.Shape()
    shape.layerCount = 4
    shape.formats = [.f32]
    return shape
  }()
  private static var tiny: TinyLlama { TinyLlama(shape, seed: 5) }
  private static let text: [TokenID] = [3, 1, 4, 1, 5, 9, 2, 6]

  private func session(
    _ adapter: TinyAdapter?, precision: Precision = .reference
  ) throws -> LlamaSession {
    let team = WorkerTeam(threads: 2)
    return try LlamaSession(
      model: LlamaModel(
        file: Self.tiny.file(), precision: precision, adapter: adapter?.file(), team: team),
      team: team)
  }

  private func exit(
    _ session: LlamaSession, _ streams: [Float], behind layer: Int,
    _ vocabulary: ExitVocabulary = .whole
  ) -> [Float] {
    var logits: [Float] = []
    session.forEachExit(of: streams, behind: layer, vocabulary: vocabulary) { logits = Array($1) }
    return logits
  }

  // MARK: Translators

  @Test(arguments: [1, 2]) func aTranslatorAddsAProductOfLowRankAndABias(layer: Int) throws {
    let adapter = TinyAdapter(Self.shape)
    let hidden = Self.shape.hiddenSize
    let stream = (0..<hidden).map { Float(($0 * 37) % 19) / 8 - 1 }
    func rows(_ name: String, _ x: [Double]) -> [Double] {
      let matrix = adapter.weights["exit.\(layer).\(name).weight"]!.map(Double.init)
      return stride(from: 0, to: matrix.count, by: x.count).map { start in
        zip(matrix[start..<start + x.count], x).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    let update = rows("up", rows("down", stream.map(Double.init)))
    let bias = adapter.weights["exit.\(layer).bias"]!
    let translated = stream.indices.map { stream[$0] + Float(update[$0]) + bias[$0] }
    let expected = exit(try session(nil), translated, behind: layer)
    let found = exit(try session(adapter), stream, behind: layer)
    for (found, expected) in zip(found, expected) {
      // Sums in single precision in another order.
      #expect(abs(found - expected) < 1e-4)
    }
  }

  @Test func anExitWithoutATranslatorIsTheLogitLens() throws {
    let stream = (0..<Self.shape.hiddenSize).map { Float($0) / 16 - 2 }
    let with = try session(TinyAdapter(Self.shape))
    #expect(with.trainedExits == [1, 2])
    #expect(exit(with, stream, behind: 3) == exit(try session(nil), stream, behind: 3))
  }

  @Test func theTargetItselfStaysAsItIs() throws {
    let (with, without) = (try session(TinyAdapter(Self.shape)), try session(nil))
    for session in [with, without] {
      try session.prefill(Self.text.dropLast()) { false }
      try session.score(tokens: [6], parents: [nil])
    }
    #expect(with.withLogits(row: 0, Array.init) == without.withLogits(row: 0, Array.init))
  }

  @Test func itsShortVocabularyIsReadOverTheTargetsHead() throws {
    let session = try session(TinyAdapter(Self.shape))
    #expect(session.shortVocabulary == [3, 12, 40, 77])
    let stream = (0..<Self.shape.hiddenSize).map { Float($0) / 16 - 2 }
    let whole = exit(session, stream, behind: 3)
    #expect(
      exit(session, stream, behind: 3, .short) == [3, 12, 40, 77].map { whole[$0] })
  }

  @Test func aModelsOwnShortVocabularyGoesFirst() throws {
    var tiny = Self.tiny
    tiny.set("draftscope.short_vocabulary.ids", [5, 2] as [Int32])
    let team = WorkerTeam(threads: 1)
    let model = try LlamaModel(
      file: tiny.file(), precision: .fast, adapter: TinyAdapter(Self.shape).file(), team: team)
    #expect(try LlamaSession(model: model, team: team).shortVocabulary == [2, 5])
  }

  // MARK: Kangaroo

  /// Streams behind the adapter's layer, [position][hidden].
  private func streams(_ session: LlamaSession, _ text: [TokenID]) throws -> [Float] {
    session.truncate(to: 0)
    try session.prefill(text) { false }
    return try session.streams(of: text, at: 0, behind: 2)
  }

  private func rows(_ adapter: KangarooAdapter, _ rows: [Int]) -> [[Float]] {
    var all: [[Float]] = []
    adapter.forEachRow(rows, vocabulary: .whole) { all.append(Array($1)) }
    return all
  }

  @Test func theAdapterSaysTheSameOfAPathInATreeInAChainAndBehindAPrefix() throws {
    let session = try session(TinyAdapter(Self.shape), precision: .fast)
    let adapter = try #require(try KangarooAdapter(session))
    let hidden = Self.shape.hiddenSize
    let all = try streams(session, Self.text)
    func part(_ range: Range<Int>) -> [Float] {
      Array(all[range.lowerBound * hidden..<range.upperBound * hidden])
    }
    adapter.advance(all, parents: Self.text.indices.map { $0 == 0 ? nil : $0 - 1 })
    let chain = rows(adapter, Array(Self.text.indices))

    adapter.truncate(to: 0)
    adapter.prefill(part(0..<5))
    #expect(adapter.cachedCount == 5)
    adapter.advance(part(5..<6), parents: [nil])
    adapter.advance(part(6..<7) + part(0..<1), parents: [0, 0])
    adapter.advance(part(7..<8), parents: [1])
    #expect(rows(adapter, [0, 1, 3]) == [chain[5], chain[6], chain[7]])
    #expect(rows(adapter, [2]) != [chain[6]])

    adapter.commit(path: [0, 1])
    #expect(adapter.cachedCount == 7)
    adapter.advance(part(7..<8), parents: [nil])
    #expect(rows(adapter, [0]) == [chain[7]])
  }

  @Test func aModelWithoutAnAdapterHasNone() throws {
    #expect(try KangarooAdapter(session(nil)) == nil)
    let translatorsAlone = TinyAdapter(Self.shape) { key, value in
      key.hasPrefix("draftscope.kangaroo") ? nil : value
    }
    #expect(try KangarooAdapter(session(translatorsAlone)) == nil)
  }

  @Test func whatItCostsIsCountedInLayers() throws {
    let session = try session(TinyAdapter(Self.shape))
    let adapter = try #require(try KangarooAdapter(session))
    // 64 · (64 + 32 + 32 + 64) of 64 · (2 · 64 + 2 · 32 + 3 · 96) numbers.
    #expect(adapter.cost(over: .whole) == 192.0 / 480 + session.headCost(over: .whole))
    #expect(adapter.cost(over: .short) < adapter.cost(over: .whole))
  }

  // MARK: Hostile files

  @Test func anAdapterOfAnotherTargetIsRefusedByBothNames() throws {
    #expect(
      throws: ModelError.adapterOfOtherTarget(file: "beside", target: "tiny", made: "large")
    ) { try session(TinyAdapter(Self.shape, target: "large")) }
  }

  @Test func aModelIsNoAdapter() throws {
    #expect(throws: ModelError.notAnAdapter(file: "beside", architecture: "llama")) {
      try session(TinyAdapter(Self.shape, architecture: "llama"))
    }
  }

  @Test(arguments: [
    "draftscope.adapter.hidden_size", "draftscope.adapter.layer_count",
    "draftscope.adapter.vocabulary_size",
  ])
  func anAdapterForAnotherSizeIsRefusedByTheKey(key: String) throws {
    let error = #expect(throws: ModelError.self) {
      try session(TinyAdapter(Self.shape) { $0 == key ? $1 + 1 : $1 })
    }
    #expect(error?.description.contains("\"\(key)\"") == true)
  }

  @Test(arguments: [
    ("draftscope.translators.rank", 0), ("draftscope.translators.rank", 65),
    ("draftscope.translators.rank", 64), ("draftscope.kangaroo.exit_layer", 0),
    ("draftscope.kangaroo.exit_layer", 4), ("draftscope.kangaroo.head_count", 3),
    ("draftscope.kangaroo.head_count", 1 << 20), ("draftscope.kangaroo.head_count_kv", 0),
    ("draftscope.kangaroo.head_count_kv", 1),
  ])
  func sizesThatDoNotFitAreRefused(key: String, value: Int) throws {
    #expect(throws: ModelError.self) {
      try session(TinyAdapter(Self.shape) { $0 == key ? value : $1 })
    }
  }

  @Test(arguments: [[0], [4], [1, 1], [-1]] as [[Int32]])
  func translatorsForLayersThereAreNotAreRefused(layers: [Int32]) throws {
    #expect(throws: ModelError.self) {
      try session(TinyAdapter(Self.shape, translatorLayers: layers))
    }
  }

  @Test func aTranslatorThatIsMissingIsNamed() throws {
    let error = #expect(throws: GGUFError.self) {
      try session(TinyAdapter(Self.shape, translatorLayers: [1, 3]))
    }
    #expect(error?.problem == .missingTensor("exit.3.down.weight"))
  }

  @Test func anExitWhoseWeightsAreNoNumbersSaysNothing() throws {
    var adapter = TinyAdapter(Self.shape, translatorLayers: [1, 3])
    let hidden = Self.shape.hiddenSize
    adapter.builder.add(
      tensor: "exit.3.down.weight", shape: [hidden, TinyAdapter.rank],
      floats: [Float](repeating: .nan, count: hidden * TinyAdapter.rank))
    adapter.builder.add(
      tensor: "exit.3.up.weight", shape: [TinyAdapter.rank, hidden],
      floats: [Float](repeating: .infinity, count: hidden * TinyAdapter.rank))
    adapter.builder.add(
      tensor: "exit.3.bias", shape: [hidden], floats: [Float](repeating: 0, count: hidden))
    let session = try session(adapter)
    let logits = exit(session, [Float](repeating: 1, count: hidden), behind: 3)
    #expect(logits == [Float](repeating: 0, count: Self.shape.vocabularySize))
  }
}
