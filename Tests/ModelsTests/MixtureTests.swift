import Models
import Tensors
import TestSupport
import Testing
import Tokens

@Suite struct MixtureTests {
  private let prompt: [TokenID] = [5, 9, 2, 11, 40, 3]

  private func session(
    _ shape: TinyLlama.Shape = .init(), threads: Int = 1, on instructionSet: InstructionSet = .best
  ) throws -> LlamaSession {
    let session = try TinyLlama(shape, seed: 8).session(threads: threads, on: instructionSet)
    try session.prefill(prompt, isCancelled: { false })
    try session.score(tokens: [7], parents: [nil])
    return session
  }

  private func logits(_ session: LlamaSession, _ row: Int) -> [Float] {
    session.withLogits(row: row) { Array($0) }
  }

  @Test func equalTokensMergeAndWeightsSumToOne() {
    let mixture = EmbeddingMixture([(9, 1), (4, 2), (9, 5)])
    #expect(mixture.tokens == [4, 9])
    #expect(mixture.weights == [0.25, 0.75])
  }

  @Test func aMixtureOfOneTokenIsThatTokenBitForBit() throws {
    let (mixed, plain) = (try session(), try session())
    try mixed.extend(mixtures: [EmbeddingMixture([(12, 0.3)])], parents: [0])
    try plain.extend(tokens: [12], parents: [0])
    #expect(logits(mixed, 1) == logits(plain, 1))
  }

  /// A model whose token 70 has the mean of the embeddings of 20 and 30.
  @Test func aMixtureIsAsATokenWithTheMixedEmbedding() throws {
    var shape = TinyLlama.Shape()
    shape.embeddingFormat = .f32
    shape.isHeadTied = false
    let tiny = TinyLlama(shape, seed: 8)
    let embedding = try #require(tiny.weights["token_embd.weight"])
    var bytes = tiny.bytes
    let place = try #require(
      bytes.indices.dropLast(4).first {
        Array(bytes[$0..<$0 + 4]) == GGUFBuilder.little(embedding[0].bitPattern)
      })
    for column in 0..<64 {
      let mean = (embedding[20 * 64 + column] * 0.5) + (embedding[30 * 64 + column] * 0.5)
      let start = place + (70 * 64 + column) * 4
      bytes.replaceSubrange(start..<start + 4, with: GGUFBuilder.little(mean.bitPattern))
    }
    let model = try LlamaModel(
      file: .init(bytes: bytes, name: "tiny"), precision: .fast, team: WorkerTeam(threads: 1))
    let session = try LlamaSession(model: model, team: WorkerTeam(threads: 1))
    try session.score(tokens: [7], parents: [nil])
    try session.extend(
      mixtures: [EmbeddingMixture([(20, 1), (30, 1)]), EmbeddingMixture([(70, 1)])],
      parents: [0, 0])
    #expect(logits(session, 1) == logits(session, 2))
  }

  @Test func rowsOfMixturesAreTheSameBitsInEveryBatch() throws {
    let mixtures = (0..<5).map { index in
      EmbeddingMixture([(TokenID(index), 1), (TokenID(index + 20), 2), (TokenID(index + 50), 0.5)])
    }
    let parents = [0, 1, 1, 2, 0]
    let single = try session(on: .scalar)
    for (mixture, parent) in zip(mixtures, parents) {
      try single.extend(mixtures: [mixture], parents: [parent])
    }
    for instructionSet in InstructionSet.available {
      let whole = try session(threads: 3, on: instructionSet)
      try whole.extend(mixtures: mixtures, parents: parents)
      for row in 0...5 { #expect(logits(whole, row) == logits(single, row)) }
      // Rows of tokens beside them are what they are without.
      try whole.extend(tokens: [4, 6], parents: [0, 6])
      let plain = try session()
      try plain.extend(tokens: [4, 6], parents: [0, 1])
      #expect(logits(whole, 7) == logits(plain, 2))
    }
  }

  @Test func anUnknownTokenInAMixtureIsRefused() throws {
    let session = try session()
    #expect(throws: ModelError.unknownToken(80, vocabularySize: 80)) {
      try session.extend(mixtures: [EmbeddingMixture([(3, 1), (80, 1)])], parents: [0])
    }
  }
}
