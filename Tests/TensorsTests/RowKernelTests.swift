import Foundation
import Tensors
import TestSupport
import Testing

private func randomFloats(_ count: Int, _ range: ClosedRange<Float>, seed: UInt64) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in Float.random(in: range, using: &generator) }
}

private func made(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
  [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
    guard let start = buffer.baseAddress else { return }
    body(start)
    initialized = count
  }
}

/// Lengths around the sizes of registers and unrolled loops.
private let lengths = [1, 7, 8, 15, 16, 17, 63, 64, 65, 130, 576]

@Suite struct RowKernelTests {
  @Test(arguments: lengths) func normsAreExactAndTheSameEverywhere(_ count: Int) {
    let x = randomFloats(count, -5...5, seed: 1)
    let weight = randomFloats(count, 0.5...2, seed: 2)
    let results = InstructionSet.available.map { set in
      made(count) { set.normalize(x, weight: weight, count: count, epsilon: 1e-5, into: $0) }
    }
    let mean = x.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
    for (index, number) in results[0].enumerated() {
      let exact = Double(x[index]) / (mean + 1e-5).squareRoot() * Double(weight[index])
      #expect(abs(Double(number) - exact) <= 4e-7 * abs(exact))
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test(arguments: lengths) func gatesAreExactAndTheSameEverywhere(_ count: Int) {
    var gate = randomFloats(count, -20...20, seed: 3)
    gate[0] = -120  // e^120 is infinite: the gate is closed
    let up = randomFloats(count, -2...2, seed: 4)
    let results = InstructionSet.available.map { set in
      made(count) { set.gate(gate, up, count: count, into: $0) }
    }
    for (index, number) in results[0].enumerated() {
      let exact = Double(gate[index]) / (1 + exp(-Double(gate[index]))) * Double(up[index])
      #expect(abs(Double(number) - exact) <= 6e-7 * abs(exact) + 1e-37)
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test(arguments: [2, 6, 16, 20, 64]) func pairsAreTurnedAndTheRestStays(_ rotated: Int) {
    let x = randomFloats(3 * 64, -1...1, seed: 5)
    let angles = (0..<rotated / 2).map { 0.3 + Double($0) }
    let cosines = angles.flatMap { [Float(cos($0)), Float(cos($0))] }
    let sines = angles.flatMap { [-Float(sin($0)), Float(sin($0))] }
    let results = InstructionSet.available.map { set in
      var heads = x
      set.rotate(
        &heads, headCount: 3, headSize: 64, rotatedCount: rotated, cosines: cosines, sines: sines)
      return heads
    }
    for (index, number) in results[0].enumerated() {
      let column = index % 64
      var exact = Double(x[index])
      if column < rotated {
        let (a, b) = (Double(x[index & ~1]), Double(x[index | 1]))
        let angle = angles[column / 2]
        exact =
          column % 2 == 0 ? a * cos(angle) - b * sin(angle) : a * sin(angle) + b * cos(angle)
      }
      #expect(abs(Double(number) - exact) < 3e-7)
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test(arguments: InstructionSet.available)
  func oneBadNumberIsFound(_ instructionSet: InstructionSet) {
    for count in lengths {
      var x = randomFloats(count, -9...9, seed: 6)
      #expect(x.withUnsafeBufferPointer(instructionSet.isFinite))
      for bad in [Float.nan, .infinity, -.infinity] {
        x[count / 2] = bad
        #expect(!x.withUnsafeBufferPointer(instructionSet.isFinite))
      }
    }
  }
}

@Suite struct LawKernelTests {
  @Test(arguments: InstructionSet.available)
  func theLargestComeInOrderTheLowestIdFirst(_ instructionSet: InstructionSet) {
    for count in [16, 17, 64, 200, 1000] {
      // Few different values: many ties.
      let logits = randomFloats(count, 0...30, seed: UInt64(count)).map { $0.rounded() }
      let expected = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
      for k in [1, 5, 16] {
        let found = logits.withUnsafeBufferPointer { instructionSet.largest($0, count: k) }
        #expect(found.map(Int.init) == Array(expected.prefix(k)))
      }
    }
  }

  @Test(arguments: [1, 9, 16, 127, 128, 1000])
  func sumsOfExponentialsAreRightAndTheSameEverywhere(_ count: Int) throws {
    let logits = randomFloats(count, -30...9, seed: 8)
    let most = try #require(logits.max())
    let terms = logits.map { exp(Double($0) - Double(most)) }
    let sum = terms.reduce(0, +)
    let entropy = -terms.reduce(0.0) { $0 + ($1 > 0 ? $1 / sum * log($1 / sum) : 0) }
    let results = InstructionSet.available.map { set in
      logits.withUnsafeBufferPointer { set.logSumExp($0, largest: most) }
    }
    // The exponentials are floats: 2e-7 relative.
    #expect(abs(results[0].logSum - (Double(most) + log(sum))) < 4e-7)
    #expect(abs(results[0].entropy - entropy) < 4e-6)
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test(arguments: [1, 7, 8, 9, 1000], [0.1, 0.8, 1, 2.5])
  func exponentialsAreRightAndTheSameEverywhere(_ count: Int, _ temperature: Double) throws {
    let logits = randomFloats(count, -30...9, seed: 9)
    let most = try #require(logits.max())
    let results = InstructionSet.available.map { set in
      var sum = 0.0
      let terms = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
        guard let start = buffer.baseAddress else { return }
        sum = logits.withUnsafeBufferPointer {
          set.exponentials($0, largest: most, temperature: temperature, into: start)
        }
        initialized = count
      }
      return terms + [sum]
    }
    for (term, logit) in zip(results[0], logits) {
      let exact = exp((Double(logit) - Double(most)) / temperature)
      #expect(abs(term - exact) <= 1e-13 * exact)
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }
}
