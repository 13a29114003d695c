import Tensors

/// Stored weights of any format, random but sane: every bit pattern of the quantized numbers,
/// scales of both signs near a given size.
public enum RandomWeights {
  /// `count` numbers, a multiple of the format's block, as a file stores them.
  public static func bytes(
    _ format: BlockFormat, count: Int, scale: Float = 0.05, using generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<count / format.blockSize {
      var block = (0..<format.blockBytes).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      func half(at offset: Int, _ size: Float) {
        let number = Float.random(in: 0.5...1, using: &generator) * size
        block.replaceSubrange(
          offset..<offset + 2, with: GGUFBuilder.little(halfBits(number)))
      }
      switch format {
      case .f32:
        block = GGUFBuilder.little(
          (Float.random(in: -1...1, using: &generator) * scale * 2).bitPattern)
      case .f16:
        let number = Float.random(in: -1...1, using: &generator) * scale * 2
        block = GGUFBuilder.little(halfBits(number))
      case .bf16:
        let number = Float.random(in: -1...1, using: &generator) * scale * 2
        block = GGUFBuilder.little(UInt16(number.bitPattern >> 16))
      case .q4_0: half(at: 0, generator.oneIn(2) ? scale / 8 : -scale / 8)
      case .q4_1:
        half(at: 0, scale / 8)
        half(at: 2, -scale)
      case .q8_0: half(at: 0, scale / 128)
      case .q4_K:
        half(at: 0, scale / 8 / 32)
        half(at: 2, scale / 32)
      case .q5_K:
        half(at: 0, scale / 16 / 32)
        half(at: 2, scale / 32)
      case .q6_K: half(at: 208, scale / 32 / 64)
      }
      bytes += block
    }
    return bytes
  }

  /// The numbers that stored bytes stand for.
  public static func numbers(_ format: BlockFormat, _ bytes: [UInt8]) -> [Float] {
    let count = bytes.count / format.blockBytes * format.blockSize
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      bytes.withUnsafeBytes { format.dequantize($0, into: start) }
      initialized = count
    }
  }

  /// The bits of the nearest half-precision number, for magnitudes below 65504; ties upwards.
  public static func halfBits(_ number: Float) -> UInt16 {
    let sign = UInt16(number.bitPattern >> 16) & 0x8000
    // Scaled so that the exponents fit, rounded by dropping 13 bits; subnormals come out right.
    let scaled = (number.magnitude * 0x1p-112).bitPattern
    return sign | UInt16((scaled + 0x1000) >> 13)
  }
}
