import ModelFiles
import Models
import Tensors
import TestSupport
import Testing
import Tokens

private func never() -> Bool { false }

private func randomTokens(_ count: Int, seed: UInt64) -> [TokenID] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in TokenID(Int.random(in: 0..<80, using: &generator)) }
}

/// A tree with several children here and there, node 0 the root.
private func randomParents(_ count: Int, seed: UInt64) -> [Int?] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { $0 == 0 ? nil : Int.random(in: max(0, $0 - 5)..<$0, using: &generator) }
}

private func chain(_ count: Int) -> [Int?] { (0..<count).map { $0 == 0 ? nil : $0 - 1 } }

private func path(to row: Int, _ parents: [Int?]) -> [Int] {
  guard let parent = parents[row] else { return [row] }
  return path(to: parent, parents) + [row]
}

extension LlamaSession {
  fileprivate func logits(_ row: Int) -> [Float] { withLogits(row: row, Array.init) }
}

/// Shapes that each differ from the usual in one way.
private enum Kind: String, CaseIterable {
  case plain, everyFormat, superblocks, floats, untied, wideHeads, partlyRotated, linear, llama3
  case manyHeads, oddSizes

  var shape: TinyLlama.Shape {
    var shape = TinyLlama.Shape()
    switch self {
    case .plain: break
    case .everyFormat: shape.formats = [.q4_0, .q4_1, .q8_0, .f16, .bf16, .f32, .q8_0]
    case .superblocks:
      shape.hiddenSize = 256
      shape.feedForwardSize = 256
      shape.headCount = 8
      shape.headSize = 32
      shape.rotatedSize = 32
      shape.formats = [.q4_K, .q5_K, .q6_K, .q4_0]
      shape.embeddingFormat = .q6_K
    case .floats:
      shape.formats = [.f32, .f16, .bf16]
      shape.embeddingFormat = .f32
    case .untied: shape.isHeadTied = false
    case .wideHeads:
      shape.headSize = 40
      shape.rotatedSize = 40
    case .partlyRotated: shape.rotatedSize = 6
    case .linear: shape.rotaryFactor = 4
    case .llama3:
      shape.rotaryBase = 500_000
      shape.frequencyFactors = [1, 1, 1.5, 2, 3, 4, 8, 8]
    case .manyHeads:
      shape.keyHeadCount = 4
    case .oddSizes:
      shape.hiddenSize = 36
      shape.headSize = 9
      shape.rotatedSize = 8
      shape.feedForwardSize = 50
      shape.vocabularySize = 83
      shape.formats = [.f32, .bf16]
      shape.embeddingFormat = .f32
    }
    return shape
  }
}

@Suite struct LlamaSessionTests {
  @Test(arguments: Kind.allCases)
  fileprivate func referencePrecisionAgreesWithAPassInDoubles(_ kind: Kind) throws {
    let tiny = TinyLlama(kind.shape, seed: 1)
    let tokens = randomTokens(6, seed: 2)
    let session = try tiny.session(precision: .reference)
    try session.score(tokens: tokens, parents: chain(6))
    let expected = PlainLlama(tiny).run(tokens.map(\.index)).logits
    for row in 0..<6 {
      for (logit, exact) in zip(session.logits(row), expected[row]) {
        // A few dozen float roundings in a chain, of logits around 3.
        #expect(abs(Double(logit) - exact) < 1e-4)
      }
    }
  }

  @Test(arguments: Kind.allCases)
  fileprivate func fastPrecisionStaysNearTheDoubles(_ kind: Kind) throws {
    let tiny = TinyLlama(kind.shape, seed: 1)
    let tokens = randomTokens(6, seed: 2)
    let session = try tiny.session()
    try session.score(tokens: tokens, parents: chain(6))
    let expected = PlainLlama(tiny).run(tokens.map(\.index)).logits
    var (square, error) = (0.0, 0.0)
    for row in 0..<6 {
      for (logit, exact) in zip(session.logits(row), expected[row]) {
        square += exact * exact
        error += (Double(logit) - exact) * (Double(logit) - exact)
      }
    }
    // Activations are rounded before each product.
    #expect((error / square).squareRoot() < 0.03)
  }

  /// Rows of 36 numbers are no whole blocks: refused, see `weightsThatCannotBeRoundedAreRefused`.
  private static let loadable = Kind.allCases.flatMap { kind in
    Precision.allCases.filter { kind != .oddSizes || $0.roundedFormat == nil }.map { (kind, $0) }
  }

  @Test(arguments: [Precision.q8, .q4])
  func weightsThatCannotBeRoundedAreRefused(_ precision: Precision) throws {
    let format = try #require(precision.roundedFormat)
    let error = ModelError.unroundable(
      file: "tiny", tensor: "blk.0.attn_q.weight", columns: 36, format: format)
    #expect(throws: error) {
      try TinyLlama(Kind.oddSizes.shape, seed: 1).model(precision: precision)
    }
  }

  /// A model of Q8_0 matrices is not rounded again, so nothing changes.
  @Test func aModelOfEightBitsIsTheSameBitsAtThatPrecision() throws {
    let tiny = TinyLlama(seed: 1)
    let (stored, rounded) = (try tiny.session(), try tiny.session(precision: .q8))
    let tokens = randomTokens(5, seed: 2)
    for session in [stored, rounded] { try session.score(tokens: tokens, parents: chain(5)) }
    for row in 0..<5 { #expect(rounded.logits(row) == stored.logits(row)) }
  }

  /// Fewer bits, further from the file's weights.
  @Test func fewerBitsGiveOtherLogits() throws {
    var shape = TinyLlama.Shape()
    shape.formats = [.f32]
    let tiny = TinyLlama(shape, seed: 1)
    let tokens = randomTokens(6, seed: 2)
    let exact = PlainLlama(tiny).run(tokens.map(\.index)).logits
    var errors: [Double] = []
    for precision in [Precision.reference, .q8, .q4] {
      let session = try tiny.session(precision: precision)
      try session.score(tokens: tokens, parents: chain(6))
      errors.append(
        (0..<6).reduce(0) { sum, row in
          sum + zip(session.logits(row), exact[row]).reduce(0) { $0 + abs(Double($1.0) - $1.1) }
        })
    }
    #expect(errors[0] < errors[1] && errors[1] * 4 < errors[2])
  }

  @Test(arguments: loadable)
  fileprivate func rowsAreTheSameBitsAloneInChainsAndInTrees(
    _ kind: Kind, _ precision: Precision
  ) throws {
    let model = try TinyLlama(kind.shape, seed: 3).model(precision: precision)
    let prompt = randomTokens(21, seed: 4)
    // One token at a time, on the simplest kernels: what all others must equal.
    let single = try LlamaSession(
      model: model, maximumRowCount: 1, team: WorkerTeam(threads: 1), instructionSet: .scalar)
    try single.prefill(prompt, isCancelled: never)
    let trees = try InstructionSet.available.map { instructionSet in
      let session = try LlamaSession(
        model: model, team: WorkerTeam(threads: kind == .plain ? 3 : 1),
        instructionSet: instructionSet)
      try session.prefill(prompt, isCancelled: never)
      return session
    }
    for (seed, count) in [(5, 1), (6, 2), (7, 13), (8, 29)] {
      let tokens = randomTokens(count, seed: UInt64(seed))
      let parents = randomParents(count, seed: UInt64(seed))
      for tree in trees { try tree.score(tokens: tokens, parents: parents) }
      for row in stride(from: count - 1, through: 0, by: -5) {
        let line = path(to: row, parents).map { tokens[$0] }
        single.truncate(to: prompt.count)
        try single.prefill(line.dropLast(), isCancelled: never)
        try single.score(tokens: line.suffix(1), parents: [nil])
        let expected = single.logits(0)
        for tree in trees { #expect(tree.logits(row) == expected) }
      }
    }
  }

  @Test(arguments: loadable)
  fileprivate func aTreeGrownInPassesIsTheSameBitsAsInOne(_ kind: Kind, _ precision: Precision)
    throws
  {
    let model = try TinyLlama(kind.shape, seed: 3).model(precision: precision)
    let whole = try LlamaSession(model: model, team: WorkerTeam(threads: 1))
    let grown = try LlamaSession(
      model: model, maximumRowCount: 20, team: WorkerTeam(threads: kind == .plain ? 3 : 1))
    let prompt = randomTokens(11, seed: 4)
    for session in [whole, grown] { try session.prefill(prompt, isCancelled: never) }
    for round in 0..<3 as Range<UInt64> {
      let tokens = randomTokens(20, seed: 5 + round)
      let parents = randomParents(20, seed: 9 + round)
      try whole.score(tokens: tokens, parents: parents)
      try grown.score(tokens: [tokens[0]], parents: [nil])
      for rows in [1..<2, 2..<9, 9..<12, 12..<20] {
        try grown.extend(tokens: Array(tokens[rows]), parents: parents[rows].compactMap(\.self))
        for row in 0..<rows.upperBound where row % 3 != 1 {
          #expect(grown.logits(row) == whole.logits(row))
        }
      }
      let path = path(to: 19, parents)
      whole.commit(path: path)
      grown.commit(path: path)
    }
    try whole.score(tokens: [1], parents: [nil])
    try grown.score(tokens: [1], parents: [nil])
    #expect(grown.logits(0) == whole.logits(0))
  }

  @Test func aTreeDoesNotGrowBeyondItsRowsOrTheContext() throws {
    var shape = TinyLlama.Shape()
    shape.contextLength = 8
    let session = try TinyLlama(shape, seed: 3).session(rows: 4)
    try session.prefill(randomTokens(5, seed: 1), isCancelled: never)
    try session.score(tokens: [1, 2, 3], parents: [nil, 0, 1])
    let before = session.logits(2)
    #expect(throws: ModelError.contextExceeded(position: 8, capacity: 8)) {
      try session.extend(tokens: [4], parents: [2])
    }
    #expect(throws: ModelError.tooManyRows(count: 5, maximum: 4)) {
      try session.extend(tokens: [4, 5], parents: [0, 0])
    }
    #expect(session.logits(2) == before)
    try session.extend(tokens: [4], parents: [0])
    #expect(session.logits(2) == before)
  }

  @Test(arguments: Precision.allCases)
  func aCommittedPathIsAsIfItHadBeenReadPlainly(_ precision: Precision) throws {
    let model = try TinyLlama(seed: 9).model(precision: precision)
    let prompt = randomTokens(19, seed: 10)
    let team = WorkerTeam(threads: 1)
    let session = try LlamaSession(model: model, team: team)
    let plain = try LlamaSession(model: model, team: team)
    try session.prefill(prompt, isCancelled: never)
    try plain.prefill(prompt, isCancelled: never)
    for round in 0..<6 {
      let tokens = randomTokens(15, seed: UInt64(100 + round))
      let parents = randomParents(15, seed: UInt64(200 + round))
      try session.score(tokens: tokens, parents: parents)
      let path = path(to: 14 - round, parents)
      session.commit(path: path)
      try plain.prefill(path.map { tokens[$0] }, isCancelled: never)
      #expect(session.cachedCount == plain.cachedCount)
      try session.score(tokens: [1, 2], parents: [nil, 0])
      try plain.score(tokens: [1, 2], parents: [nil, 0])
      #expect(session.logits(1) == plain.logits(1))
    }
  }

  @Test func truncatingAndGoingOnEqualsAFreshStart() throws {
    let model = try TinyLlama(seed: 11).model()
    let team = WorkerTeam(threads: 1)
    let session = try LlamaSession(model: model, team: team)
    try session.prefill(randomTokens(70, seed: 12), isCancelled: never)
    try session.score(tokens: [3, 4, 5], parents: [nil, 0, 0])
    session.commit(path: [0, 2])
    session.truncate(to: 33)
    #expect(session.cachedCount == 33)
    let other = randomTokens(20, seed: 13)
    try session.prefill(other, isCancelled: never)
    try session.score(tokens: [6], parents: [nil])
    let fresh = try LlamaSession(model: model, team: team)
    try fresh.prefill(randomTokens(70, seed: 12).prefix(33) + other, isCancelled: never)
    try fresh.score(tokens: [6], parents: [nil])
    #expect(session.logits(0) == fresh.logits(0))
  }

  @Test func prefillIsTheSameInBatchesOfAnySize() throws {
    let tiny = TinyLlama(seed: 14)
    let tokens = randomTokens(50, seed: 15)
    let results = try [1, 7, 16, 64].map { rows in
      let session = try tiny.session(rows: rows)
      try session.prefill(tokens, isCancelled: never)
      try session.score(tokens: [1], parents: [nil])
      return session.logits(0)
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test func aCancelledPrefillStopsBetweenBatches() throws {
    let session = try TinyLlama(seed: 16).session(rows: 8)
    var looks = 0
    #expect(throws: CancellationError.self) {
      try session.prefill(randomTokens(50, seed: 17)) {
        looks += 1
        return looks == 4
      }
    }
    #expect(session.cachedCount == 24)
  }

  @Test func everyLayersResidualCanBeSeenAndGivesTheLogitsOfAnExit() throws {
    var shape = TinyLlama.Shape()
    shape.layerCount = 3
    let tiny = TinyLlama(shape, seed: 18)
    let tokens = randomTokens(5, seed: 19)
    let session = try tiny.session(precision: .reference)
    session.keepsStreams = true
    try session.score(tokens: tokens, parents: chain(5))
    let expected = PlainLlama(tiny).run(tokens.map(\.index)).residuals
    let hidden = session.hiddenSize
    for layer in 1...3 {
      let seen = session.streams(rows: 0..<5, behind: layer)
      for row in 0..<5 {
        for (number, exact) in zip(
          seen[row * hidden..<(row + 1) * hidden], expected[row][layer - 1])
        {
          #expect(abs(Double(number) - exact) < 1e-4)
        }
      }
    }
    session.forEachExit(
      of: session.streams(rows: 0..<5, behind: 3), behind: 3, vocabulary: .whole
    ) { row, logits in
      #expect(Array(logits) == session.logits(row))
    }
  }

  @Test func sessionsOfOneModelDoNotDisturbEachOther() throws {
    let model = try TinyLlama(seed: 20).model()
    let team = WorkerTeam(threads: 2)
    let one = try LlamaSession(model: model, team: team)
    let other = try LlamaSession(model: model, contextLength: 40, team: team)
    #expect(one.contextLength == 256)
    #expect(other.contextLength == 40)
    try one.prefill([1, 2, 3], isCancelled: never)
    try one.score(tokens: [4], parents: [nil])
    let before = one.logits(0)
    try other.prefill([9, 9, 9, 9], isCancelled: never)
    try other.score(tokens: [9, 9], parents: [nil, 0])
    #expect(one.logits(0) == before)
  }
}

@Suite struct LlamaSessionRefusalTests {
  @Test func positionsBeyondTheContextAreRefusedAndNothingChanges() throws {
    let model = try TinyLlama(seed: 21).model()
    let session = try LlamaSession(
      model: model, contextLength: 10, maximumRowCount: 8, team: WorkerTeam(threads: 1))
    #expect(throws: ModelError.contextExceeded(position: 10, capacity: 10)) {
      try session.prefill(randomTokens(11, seed: 22), isCancelled: never)
    }
    #expect(session.cachedCount == 0)
    try session.prefill(randomTokens(8, seed: 22), isCancelled: never)
    // Positions 8 and 9: many rows, but no third level.
    try session.score(tokens: [1, 2, 3, 4, 5], parents: [nil, 0, 0, 0, 0])
    #expect(throws: ModelError.contextExceeded(position: 10, capacity: 10)) {
      try session.score(tokens: [1, 2, 3], parents: [nil, 0, 1])
    }
    #expect(throws: ModelError.tooManyRows(count: 9, maximum: 8)) {
      try session.score(
        tokens: randomTokens(9, seed: 23), parents: [nil] + .init(repeating: 0, count: 8))
    }
    #expect(session.cachedCount == 8)
  }

  @Test func unknownTokensAreRefused() throws {
    let session = try TinyLlama(seed: 24).session()
    for token in [TokenID(80), TokenID(-1)] {
      #expect(throws: ModelError.unknownToken(token, vocabularySize: 80)) {
        try session.prefill([1, token], isCancelled: never)
      }
      #expect(throws: ModelError.unknownToken(token, vocabularySize: 80)) {
        try session.score(tokens: [token], parents: [nil])
      }
    }
  }

  @Test(arguments: Precision.allCases)
  func logitsThatAreNoNumbersAreReported(_ precision: Precision) throws {
    var shape = TinyLlama.Shape()
    shape.embeddingFormat = .f32
    let tiny = TinyLlama(shape, seed: 25)
    var bytes = tiny.bytes
    // The embedding is the first tensor; token 3 gets an infinite number.
    let marker = tiny.weights["token_embd.weight"]![3 * 64].bitPattern
    let pattern = GGUFBuilder.little(marker)
    let place = try #require(
      bytes.indices.dropLast(4).first { Array(bytes[$0..<$0 + 4]) == pattern })
    bytes.replaceSubrange(place..<place + 4, with: GGUFBuilder.little(Float.infinity.bitPattern))
    let model = try LlamaModel(
      file: GGUFFile(bytes: bytes, name: "tiny"), precision: precision, team: WorkerTeam(threads: 1)
    )
    let session = try LlamaSession(model: model, team: WorkerTeam(threads: 1))
    try session.prefill([1, 2], isCancelled: never)
    #expect(throws: ModelError.nonFiniteLogits(position: 2)) {
      try session.score(tokens: [3], parents: [nil])
    }
  }
}
