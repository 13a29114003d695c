import Foundation
import Tensors
import TestSupport
import Testing

/// A matrix of random weights, its numbers, and what multiplies it.
private struct Product {
  let rows: Int
  let columns: Int
  let weights: [Float]
  let projection: Projection

  init(_ parts: [(BlockFormat, Int)], columns: Int, precision: Precision = .fast) throws {
    var generator = SeededGenerator(seed: UInt64(columns))
    let team = WorkerTeam(threads: 1)
    var weights: [Float] = []
    let matrices = try parts.map { format, rows in
      let bytes = RandomWeights.bytes(format, count: rows * columns, using: &generator)
      weights += RandomWeights.numbers(format, bytes)
      return try bytes.withUnsafeBytes {
        try WeightMatrix(
          rows: rows, columns: columns, format: format, bytes: $0, precision: precision, team: team,
          arena: WeightArena())
      }
    }
    self.columns = columns
    self.weights = weights
    projection = Projection(matrices)
    rows = projection.rows
  }

  /// [row][rows], in batches of at most `batch` input rows.
  func multiply(
    _ input: [Float], batch: Int = 64, threads: Int = 1, on instructionSet: InstructionSet = .best
  ) throws -> [Float] {
    let team = WorkerTeam(threads: threads, smallestShare: 0)
    let activations = try ActivationRows(capacity: batch, columns: columns)
    let results = try ResultRows(capacity: batch, columns: rows)
    var out: [Float] = []
    let count = input.count / columns
    for first in stride(from: 0, to: count, by: batch) {
      let rowCount = min(batch, count - first)
      for row in 0..<rowCount {
        for column in 0..<columns {
          activations.row(row)[column] = input[(first + row) * columns + column]
        }
        activations.quantize(row: row, on: instructionSet)
      }
      projection.multiply(
        activations, rowCount: rowCount, into: results, team: team, on: instructionSet)
      out += UnsafeBufferPointer(start: results.floats.start, count: rowCount * rows)
    }
    return out
  }

  /// Largest difference from sums in `Double`, as a part of the largest possible sum.
  func error(_ out: [Float], for input: [Float]) -> Double {
    var worst = 0.0
    for row in 0..<input.count / columns {
      for weightRow in 0..<rows {
        var (sum, size) = (0.0, 1e-9)
        for column in 0..<columns {
          let term =
            Double(weights[weightRow * columns + column]) * Double(input[row * columns + column])
          sum += term
          size += abs(term)
        }
        worst = max(worst, abs(Double(out[row * rows + weightRow]) - sum) / size)
      }
    }
    return worst
  }
}

/// Numbers that int8 with a step of 1/32 holds exactly, so that only sums can round.
private func exactInput(rows: Int, columns: Int) -> [Float] {
  var generator = SeededGenerator(seed: 7)
  return (0..<rows * columns).map { index in
    index % columns % 32 == 5
      ? 127.0 / 32 : Float(Int.random(in: -127...127, using: &generator)) / 32
  }
}

@Suite struct ProductTests {
  @Test(arguments: BlockFormat.allCases, InstructionSet.available)
  func productsAgreeWithSumsInDoublePrecision(
    _ format: BlockFormat, _ instructionSet: InstructionSet
  ) throws {
    // 37 matrix rows: the last group is not full.
    let product = try Product([(format, 37)], columns: 512)
    let input = exactInput(rows: 3, columns: 512)
    let out = try product.multiply(input, on: instructionSet)
    #expect(product.error(out, for: input) < 1e-6)
  }

  @Test(arguments: BlockFormat.allCases)
  func referenceProductsAgreeWithSumsInDoublePrecision(_ format: BlockFormat) throws {
    let product = try Product([(format, 37)], columns: 512, precision: .reference)
    let input = exactInput(rows: 11, columns: 512)
    #expect(product.error(try product.multiply(input), for: input) < 1e-6)
  }

  @Test(arguments: BlockFormat.allCases)
  func everyInstructionSetBatchAndThreadCountGivesTheSameBits(_ format: BlockFormat) throws {
    let product = try Product([(format, 40), (.q8_0, 16), (format, 24)], columns: 256)
    var generator = SeededGenerator(seed: 9)
    let input = (0..<19 * 256).map { _ in Float.random(in: -3...3, using: &generator) }
    let expected = try product.multiply(input, batch: 1, on: .scalar)
    for instructionSet in InstructionSet.available {
      for batch in [1, 2, 3, 4, 5, 6, 7, 8, 9, 19] {
        let out = try product.multiply(input, batch: batch, on: instructionSet)
        #expect(out == expected, "\(instructionSet.title), \(batch) rows at once")
      }
      #expect(try product.multiply(input, threads: 3, on: instructionSet) == expected)
    }
  }

  @Test(arguments: [(24, 64), (300, 96), (512, 576)])
  func referenceProductsGiveTheSameBitsInEveryBatch(_ rows: Int, _ columns: Int) throws {
    let product = try Product([(.q8_0, rows)], columns: columns, precision: .reference)
    var generator = SeededGenerator(seed: 10)
    let input = (0..<64 * columns).map { _ in Float.random(in: -3...3, using: &generator) }
    let expected = try product.multiply(input, batch: 1)
    for batch in [2, 3, 5, 7, 8, 9, 12, 16, 31, 64] {
      #expect(try product.multiply(input, batch: batch) == expected, "\(batch) rows at once")
    }
    #expect(try product.multiply(input, threads: 3) == expected)
  }

  @Test(arguments: [BlockFormat.f32, .f16, .bf16], [1, 3, 33, 70])
  func floatRowsMayHaveAnyLength(_ format: BlockFormat, _ columns: Int) throws {
    let product = try Product([(format, 5)], columns: columns)
    let input = exactInput(rows: 2, columns: columns)
    #expect(product.error(try product.multiply(input), for: input) < 1e-6)
  }

  @Test func roundingActivationsCostsLittle() throws {
    let product = try Product([(.q8_0, 64)], columns: 576)
    var generator = SeededGenerator(seed: 11)
    let input = (0..<4 * 576).map { _ in Float.random(in: -3...3, using: &generator) }
    // Half a step in 127 for each number, most of it cancelling.
    #expect(product.error(try product.multiply(input), for: input) < 1e-3)
  }

  @Test(arguments: BlockFormat.allCases, InstructionSet.available)
  func blocksWithOutliersAreRoundedFinely(
    _ format: BlockFormat, _ instructionSet: InstructionSet
  ) throws {
    let product = try Product([(format, 20)], columns: 512)
    // 16 bits with a step of 1/64 hold blocks 0 and 7 exactly, 8 bits with a step of 1/32 the rest.
    var input = exactInput(rows: 2, columns: 512)
    for start in [0, 7 * 32, 512 + 7 * 32] {
      for column in start..<start + 32 { input[column] += 1 / 64 }
      input[start + 9] = -(255 * 127 + 127) / 64
    }
    let out = try product.multiply(input, on: instructionSet)
    #expect(product.error(out, for: input) < 1e-6)
  }

  @Test(arguments: InstructionSet.available)
  func infiniteAndMissingNumbersSurviveRoundingToInt8(_ instructionSet: InstructionSet) throws {
    let product = try Product([(.q4_1, 16)], columns: 64)
    for bad in [Float.infinity, -.infinity, .nan] {
      var input = exactInput(rows: 1, columns: 64)
      input[40] = bad
      let out = try product.multiply(input, on: instructionSet)
      #expect(out.allSatisfy { !$0.isFinite })
    }
  }

  @Test(arguments: InstructionSet.available)
  func tinyNumbersBecomeZeroNotInfinity(_ instructionSet: InstructionSet) throws {
    let product = try Product([(.q8_0, 16)], columns: 32)
    let out = try product.multiply(
      [Float](repeating: .leastNonzeroMagnitude * 9, count: 32), on: instructionSet)
    #expect(out.allSatisfy { abs($0) < 1e-30 })
  }

  @Test func matricesOfTheWrongSizeAreRefused() {
    let bytes = [UInt8](repeating: 0, count: 100)
    let team = WorkerTeam(threads: 1)
    #expect(
      throws: TensorError.wrongByteCount(
        rows: 2, columns: 32, format: .q8_0, expected: 68, found: 100)
    ) {
      try bytes.withUnsafeBytes {
        try WeightMatrix(
          rows: 2, columns: 32, format: .q8_0, bytes: $0, precision: .fast, team: team,
          arena: WeightArena())
      }
    }
    #expect(throws: TensorError.brokenRow(columns: 40, format: .q4_K)) {
      try bytes.withUnsafeBytes {
        try WeightMatrix(
          rows: 2, columns: 40, format: .q4_K, bytes: $0, precision: .fast, team: team,
          arena: WeightArena())
      }
    }
  }
}
