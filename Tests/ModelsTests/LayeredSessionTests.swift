import ModelFiles
import Models
import Tensors
import TestSupport
import Testing
import Tokens

/// Leaving a model behind some of its layers, and going on there.
@Suite struct LayeredSessionTests {
  private static func tiny(_ configure: (inout TinyLlama) -> Void = { _ in }) -> TinyLlama {
    var shape = TinyLlama.Shape()
    shape.layerCount = 4
    var tiny = TinyLlama(shape, seed: 5)
    configure(&tiny)
    return tiny
  }

  private static let prompt: [TokenID] = [3, 1, 4, 1, 5]
  private static let drafted: [TokenID] = [9, 2, 6, 5, 3]
  private static let chain: [Int?] = [nil, 0, 1, 2, 3]

  private func prefilled(_ tiny: TinyLlama, precision: Precision = .fast) throws -> LlamaSession {
    let session = try tiny.session(precision: precision, threads: 2)
    try session.prefill(Self.prompt, isCancelled: { false })
    return session
  }

  private func logits(_ session: LlamaSession) -> [[Float]] {
    Self.drafted.indices.map { session.withLogits(row: $0, Array.init) }
  }

  /// Exits of the drafted rows one after another, and whether the last row was drafted with too.
  struct Ladder: Sendable, CustomTestStringConvertible {
    var layers: [Int]
    var testDescription: String { "\(layers)" }
  }

  @Test(
    arguments: [
      Ladder(layers: [2, 2, 2, 2]), Ladder(layers: [1, 1, 1, 1, 1]), Ladder(layers: [3]),
      Ladder(layers: [1, 3, 1, 2, 2]), Ladder(layers: [2, 1, 4, 1]), Ladder(layers: [4, 4, 4]),
    ], [Precision.fast, .reference])
  func rowsLeftBehindALayerGoOnBitForBit(_ ladder: Ladder, precision: Precision) throws {
    let straight = try prefilled(Self.tiny(), precision: precision)
    try straight.score(tokens: Self.drafted, parents: Self.chain)
    let drafting = try prefilled(Self.tiny(), precision: precision)
    for (row, layer) in ladder.layers.enumerated() {
      try drafting.advance(
        tokens: [Self.drafted[row]], parents: [Self.chain[row]], through: layer)
    }
    try drafting.score(tokens: Self.drafted, parents: Self.chain)
    #expect(logits(drafting) == logits(straight))
    drafting.commit(path: [0, 1, 2])
    straight.commit(path: [0, 1, 2])
    try drafting.score(tokens: [7], parents: [nil])
    try straight.score(tokens: [7], parents: [nil])
    #expect(drafting.withLogits(row: 0, Array.init) == straight.withLogits(row: 0, Array.init))
  }

  @Test func aTreeThatDiffersFromTheDraftIsComputedAnewFromWhereItDiffers() throws {
    let straight = try prefilled(Self.tiny())
    let tokens: [TokenID] = [9, 2, 8, 8]
    let parents: [Int?] = [nil, 0, 1, 0]
    try straight.score(tokens: tokens, parents: parents)
    let drafting = try prefilled(Self.tiny())
    try drafting.advance(
      tokens: Self.drafted, parents: Self.chain, through: 2)
    try drafting.score(tokens: tokens, parents: parents)
    for row in tokens.indices {
      #expect(
        drafting.withLogits(row: row, Array.init) == straight.withLogits(row: row, Array.init))
    }
  }

  @Test func theStreamBehindALayerIsThatOfAWholePass() throws {
    let whole = try prefilled(Self.tiny())
    whole.keepsStreams = true
    try whole.score(tokens: Self.drafted, parents: Self.chain)
    let drafting = try prefilled(Self.tiny())
    for (token, parent) in zip(Self.drafted, Self.chain) {
      try drafting.advance(tokens: [token], parents: [parent], through: 2)
    }
    #expect(drafting.streams(rows: 0..<5, behind: 2) == whole.streams(rows: 0..<5, behind: 2))
  }

  @Test func streamsOfCommittedTextAreComputedAgainBitForBit() throws {
    let session = try prefilled(Self.tiny())
    session.keepsStreams = true
    try session.score(tokens: Self.drafted, parents: Self.chain)
    let expected = session.streams(rows: 0..<5, behind: 3)
    let before = logits(session)
    session.commit(path: [0, 1, 2, 3, 4])
    let again = try session.streams(of: Self.drafted, at: Self.prompt.count, behind: 3)
    #expect(again == expected)
    #expect(session.cachedCount == 10)
    session.truncate(to: 5)
    try session.score(tokens: Self.drafted, parents: Self.chain)
    #expect(logits(session) == before)
  }

  @Test func theShortVocabularyHasTheLogitsOfTheWholeOne() throws {
    let tiny = Self.tiny { $0.set("draftscope.short_vocabulary.ids", [40, 3, 77, 12] as [Int32]) }
    let session = try prefilled(tiny)
    #expect(session.shortVocabulary == [3, 12, 40, 77])
    try session.advance(tokens: [9], parents: [nil], through: 2)
    let stream = session.streams(rows: 0..<1, behind: 2)
    var (whole, short): ([Float], [Float]) = ([], [])
    session.forEachExit(of: stream, behind: 2, vocabulary: .whole) { whole = Array($1) }
    session.forEachExit(of: stream, behind: 2, vocabulary: .short) { short = Array($1) }
    #expect(short == [whole[3], whole[12], whole[40], whole[77]])
    #expect(session.headCost(over: .short) < session.headCost(over: .whole))
  }

  @Test func moreRowsThanAreReadAtOnceAreReadRowByRow() throws {
    let session = try prefilled(Self.tiny())
    let tokens = (0..<19).map { TokenID($0) }
    try session.advance(
      tokens: tokens, parents: tokens.indices.map { $0 == 0 ? nil : $0 - 1 }, through: 1)
    let streams = session.streams(rows: 0..<19, behind: 1)
    var all: [[Float]] = []
    session.forEachExit(of: streams, behind: 1, vocabulary: .whole) { row, logits in
      #expect(row == all.count)
      all.append(Array(logits))
    }
    for row in 0..<19 {
      session.forEachExit(
        of: session.streams(rows: row..<row + 1, behind: 1), behind: 1, vocabulary: .whole
      ) { #expect(Array($1) == all[row]) }
    }
  }

  @Test func anExitVectorIsAddedAndEndsACutModel() throws {
    let vector = (0..<64).map { Float($0) / 16 - 2 }
    let tiny = Self.tiny {
      $0.set("draftscope.exits.vectors", [Float](repeating: 0, count: 64) + vector + vector)
    }
    let whole = try prefilled(tiny)
    #expect(whole.trainedExits == [1, 2, 3])
    try whole.advance(tokens: [9], parents: [nil], through: 2)
    var exit: [Float] = []
    whole.forEachExit(
      of: whole.streams(rows: 0..<1, behind: 2), behind: 2, vocabulary: .whole
    ) { exit = Array($1) }
    let plain = try prefilled(Self.tiny())
    try plain.advance(tokens: [9], parents: [nil], through: 2)
    let shifted = zip(plain.streams(rows: 0..<1, behind: 2), vector).map(+)
    plain.forEachExit(of: shifted, behind: 2, vocabulary: .whole) { #expect(Array($1) == exit) }

    let team = WorkerTeam(threads: 1)
    let cut = try LlamaSession(
      model: LlamaModel(file: tiny.file(), precision: .fast, layerLimit: 2, team: team),
      team: team)
    #expect(cut.layerCount == 2)
    try cut.prefill(Self.prompt, isCancelled: { false })
    try cut.score(tokens: [9], parents: [nil])
    #expect(cut.withLogits(row: 0, Array.init) == exit)
  }

  @Test(arguments: [0, 5, -1]) func aCutBehindALayerThereIsNotIsRefused(layer: Int) throws {
    #expect(throws: ModelError.layerOutOfRange(file: "tiny", layer: layer, layerCount: 4)) {
      try LlamaModel(
        file: Self.tiny().file(), precision: .fast, layerLimit: layer,
        team: WorkerTeam(threads: 1))
    }
  }

  @Test(arguments: [[80], [-1], [4, 4], []] as [[Int32]])
  func aShortVocabularyThatDoesNotFitIsRefused(ids: [Int32]) throws {
    let tiny = Self.tiny { $0.set("draftscope.short_vocabulary.ids", ids) }
    #expect(throws: (any Error).self) { try tiny.model() }
  }
}
