import Foundation
import Tensors
import TestSupport
import Testing

/// Every format against its definition, written out once more in a different way.
@Suite struct BlockFormatTests {
  private func half(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> Double {
    let bits =
      UInt16(bytes[bytes.startIndex + offset])
      | UInt16(bytes[bytes.startIndex + offset + 1]) << 8
    let magnitude = Int(bits & 0x7FFF)
    let (exponent, fraction) = (magnitude >> 10, Double(magnitude & 0x3FF))
    let value =
      exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024) * pow(2, Double(exponent - 15))
    return bits & 0x8000 == 0 ? value : -value
  }

  private func expected(_ format: BlockFormat, _ b: ArraySlice<UInt8>) -> [Double] {
    let at = { (index: Int) in Int(b[b.startIndex + index]) }
    let signed = { (index: Int) in Int(Int8(bitPattern: b[b.startIndex + index])) }
    switch format {
    case .f32:
      let bits = UInt32(at(0)) | UInt32(at(1)) << 8 | UInt32(at(2)) << 16 | UInt32(at(3)) << 24
      return [Double(Float(bitPattern: bits))]
    case .f16: return [half(b, 0)]
    case .bf16: return [Double(Float(bitPattern: UInt32(at(0)) << 16 | UInt32(at(1)) << 24))]
    case .q4_0:
      return (0..<32).map { half(b, 0) * Double((at(2 + $0 % 16) >> ($0 / 16 * 4)) % 16 - 8) }
    case .q4_1:
      return (0..<32).map {
        half(b, 0) * Double((at(4 + $0 % 16) >> ($0 / 16 * 4)) % 16) + half(b, 2)
      }
    case .q8_0: return (0..<32).map { half(b, 0) * Double(signed(2 + $0)) }
    case .q4_K, .q5_K:
      return (0..<256).map { i in
        let part = i / 32
        // Six-bit fields: parts 0..3 in the low bits of bytes 0..3 and 4..7; parts 4..7 have their
        // low bits in bytes 8..11 and their high ones above those of parts 0..3.
        let scale =
          part < 4 ? at(4 + part) % 64 : at(8 + part) % 16 + at(part) / 64 * 16
        let minimum =
          part < 4 ? at(8 + part) % 64 : at(8 + part) / 16 + at(4 + part) / 64 * 16
        let low = format == .q4_K ? 16 : 48
        var q = (at(low + i / 64 * 32 + i % 32) >> (part % 2 * 4)) % 16
        if format == .q5_K { q += (at(16 + i % 32) >> part) % 2 * 16 }
        return half(b, 0) * Double(scale) * Double(q) - half(b, 2) * Double(minimum)
      }
    case .q6_K:
      return (0..<256).map { i in
        let (big, quarter, lane) = (i / 128, i % 128 / 32, i % 32)
        let low = (at(big * 64 + quarter % 2 * 32 + lane) >> (quarter / 2 * 4)) % 16
        let high = (at(128 + big * 32 + lane) >> (quarter * 2)) % 4
        return half(b, 208) * Double(signed(192 + i / 16)) * Double(low + high * 16 - 32)
      }
    }
  }

  @Test(arguments: BlockFormat.allCases)
  func storedBlocksGiveTheNumbersOfTheirDefinition(_ format: BlockFormat) {
    var generator = SeededGenerator(seed: 1)
    let bytes = RandomWeights.bytes(format, count: 1024, using: &generator)
    let numbers = RandomWeights.numbers(format, bytes)
    let expected = stride(from: 0, to: bytes.count, by: format.blockBytes).flatMap {
      self.expected(format, bytes[$0..<$0 + format.blockBytes])
    }
    #expect(numbers.count == 1024)
    for (number, exact) in zip(numbers, expected) {
      // One rounding a step of float arithmetic, at the size of the largest number.
      #expect(abs(Double(number) - exact) < 1e-7)
    }
  }

  @Test func halfPrecisionCoversSubnormalsAndInfinity() {
    let bits: [UInt16] = [0x0001, 0x8001, 0x03FF, 0x0400, 0x3C00, 0x7BFF, 0x7C00, 0xFC00, 0x8000]
    let numbers = RandomWeights.numbers(.f16, bits.flatMap(GGUFBuilder.little))
    #expect(
      numbers == [
        0x1p-24, -0x1p-24, 0x1.FF8p-15, 0x1p-14, 1, 65504, .infinity, -.infinity, 0,
      ])
    #expect(numbers[8].sign == .minus)
    #expect(RandomWeights.numbers(.f16, [0x01, 0x7E])[0].isNaN)
  }

  /// Numbers as a format keeps them.
  private func rounded(_ numbers: [Float], to format: BlockFormat) -> [Float] {
    var bytes = [UInt8](repeating: 0, count: format.byteCount(of: numbers.count))
    numbers.withUnsafeBufferPointer { numbers in
      bytes.withUnsafeMutableBytes { format.quantize(numbers, into: $0.baseAddress!) }
    }
    return RandomWeights.numbers(format, bytes)
  }

  /// Half a step of the block, and for Q4_0 a whole one at the end of its range that has one step
  /// less; the scale itself is kept to eleven bits.
  @Test(arguments: [(BlockFormat.q8_0, 127.0, 0.5), (.q4_0, 8.0, 1.0)])
  func roundedNumbersAreTheNearestTheScaleAllows(
    _ format: BlockFormat, _ steps: Double, _ most: Double
  ) {
    var generator = SeededGenerator(seed: 3)
    let numbers = (0..<64 * 32).map { Float.random(in: -1...1, using: &generator) * Float($0 % 7) }
    let kept = rounded(numbers, to: format)
    for block in stride(from: 0, to: numbers.count, by: 32) {
      let range = block..<block + 32
      let step = Double(numbers[range].map(\.magnitude).max()!) / steps
      for index in range {
        let error = abs(Double(kept[index]) - Double(numbers[index]))
        #expect(error <= step * (most + steps * 0x1p-11) + 1e-12)
      }
    }
  }

  @Test func whatABlockHoldsExactlyIsKept() {
    let whole = (0..<32).map { Float($0 - 16) / 2 }
    let fours = whole.map { min(7, max(-8, $0.rounded(.toNearestOrEven))) }
    #expect(rounded(whole, to: .q4_0) == fours)
    let eight = (0..<32).map { Float($0 * 8 - 127) }
    #expect(rounded(eight, to: .q8_0) == eight)
    let zeros = [Float](repeating: 0, count: 32)
    #expect(rounded(zeros, to: .q8_0) == zeros && rounded(zeros, to: .q4_0) == zeros)
    // 2^-24 is the smallest scale there is: halves of it go to the even one.
    let tiny: [Float] = [127 * 0x1p-24, 0x1p-24, -0x1p-24] + [Float](repeating: 0, count: 29)
    #expect(rounded(tiny, to: .q8_0) == tiny)
  }

  @Test(arguments: [BlockFormat.q8_0, .q4_0], [Float.infinity, .nan])
  func whatIsNoNumberStaysNone(_ format: BlockFormat, _ number: Float) {
    var numbers = [Float](repeating: 1, count: 32)
    numbers[5] = number
    #expect(rounded(numbers, to: format).contains { !$0.isFinite })
  }
}
