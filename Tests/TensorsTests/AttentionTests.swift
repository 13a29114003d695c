import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct AttentionTests {
  /// What attention reads, and the same once more in rows for the reference.
  private struct Fixture {
    let attention: Attention
    let parents: [Int?]
    let prefixCount: Int
    let slots: Int
    let queries: [Float]
    let keys: [[Float]]  // [slot][keyHeadCount * headSize]
    let values: [[Float]]
    let memory: NumberBuffer<Float>
    let heads: [KeyValueHead]

    init(headCount: Int, keyHeadCount: Int, headSize: Int, prefixCount: Int, rows: Int) throws {
      var generator = SeededGenerator(seed: UInt64(headSize + rows))
      func floats(_ count: Int, _ size: Float) -> [Float] {
        (0..<count).map { _ in Float.random(in: -size...size, using: &generator) }
      }
      attention = Attention(
        headCount: headCount, keyHeadCount: keyHeadCount, headSize: headSize)
      self.prefixCount = prefixCount
      slots = prefixCount + rows
      queries = floats(rows * headCount * headSize, 3)
      keys = (0..<slots).map { _ in floats(keyHeadCount * headSize, 1) }
      values = (0..<slots).map { _ in floats(keyHeadCount * headSize, 1) }
      parents = (0..<rows).map { $0 == 0 ? nil : Int.random(in: 0..<$0, using: &generator) }
      let padded = KeyValueHead.roundedUp(slots: slots)
      let size = padded * (headSize + KeyValueHead.valueStride(headSize: headSize))
      memory = try NumberBuffer(count: keyHeadCount * size)
      let start = memory.start
      heads = (0..<keyHeadCount).map { head in
        KeyValueHead(
          keys: start + head * size, values: start + head * size + padded * headSize,
          headSize: headSize)
      }
      for slot in 0..<slots {
        for head in 0..<keyHeadCount {
          let range = head * headSize..<(head + 1) * headSize
          heads[head].store(
            key: Array(keys[slot][range]), value: Array(values[slot][range]), slot: slot)
        }
      }
    }

    func attend(threads: Int, on instructionSet: InstructionSet) -> [Float] {
      let scratch = [Float](
        repeating: 0, count: attention.scratchCount(slots: slots, threads: threads))
      return [Float](unsafeUninitializedCapacity: queries.count) { buffer, initialized in
        var scratch = scratch
        guard let out = buffer.baseAddress else { return }
        attention.attend(
          queries: queries, stride: attention.headCount * attention.headSize,
          prefixCount: prefixCount, paths: TreePaths(parents: parents), heads: heads, slots: slots,
          into: out, scratch: &scratch, team: WorkerTeam(threads: threads, smallestShare: 0),
          on: instructionSet)
        initialized = queries.count
      }
    }

    func reference(row: Int, head: Int) -> [Double] {
      let size = attention.headSize
      var path: [Int] = []
      var next: Int? = row
      while let current = next {
        path.insert(prefixCount + current, at: 0)
        next = parents[current]
      }
      let seen = Array(0..<prefixCount) + path
      let keyOffset = head / (attention.headCount / attention.keyHeadCount) * size
      let queryOffset = (row * attention.headCount + head) * size
      let scores = seen.map { slot in
        (0..<size).reduce(0.0) {
          $0 + Double(queries[queryOffset + $1]) * Double(keys[slot][keyOffset + $1])
        } / Double(size).squareRoot()
      }
      let weights = scores.map { exp($0 - (scores.max() ?? 0)) }
      let sum = weights.reduce(0, +)
      return (0..<size).map { column in
        zip(seen, weights).reduce(0.0) {
          $0 + $1.1 / sum * Double(values[$1.0][keyOffset + column])
        }
      }
    }
  }

  @Test(arguments: [
    (9, 3, 64, 37, 7), (4, 4, 8, 0, 5), (4, 1, 100, 16, 3), (5, 5, 32, 3, 20), (8, 2, 128, 100, 1),
  ])
  func rowsSeeThePrefixAndTheirPathAlone(
    _ headCount: Int, _ keyHeadCount: Int, _ headSize: Int, _ prefixCount: Int, _ rows: Int
  ) throws {
    let fixture = try Fixture(
      headCount: headCount, keyHeadCount: keyHeadCount, headSize: headSize,
      prefixCount: prefixCount, rows: rows)
    let result = fixture.attend(threads: 1, on: .scalar)
    for row in 0..<rows {
      for head in 0..<headCount {
        let start = (row * headCount + head) * headSize
        for (number, exact) in zip(result[start...], fixture.reference(row: row, head: head)) {
          // Values are at most 1: the error of a weighted mean of floats.
          #expect(abs(Double(number) - exact) < 2e-6)
        }
      }
    }
    for instructionSet in InstructionSet.available {
      #expect(fixture.attend(threads: 1, on: instructionSet) == result)
      #expect(fixture.attend(threads: 3, on: instructionSet) == result)
    }
  }

  @Test func pathsRunFromTheRootToTheRow() {
    let paths = TreePaths(parents: [nil, 0, 0, 2, 1])
    #expect((0..<5).map(paths.depth(of:)) == [0, 1, 1, 2, 2])
    #expect(paths.rowCount == 5)
  }
}
