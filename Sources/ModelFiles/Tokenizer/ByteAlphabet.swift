/// The printable characters by which byte-level vocabularies write the 256 bytes.
///
/// Printable bytes of Latin-1 stand for themselves; the other 68 are numbered from U+0100 in
/// ascending order, so a space is "Ġ" and a newline "Ċ". Source: GPT-2's encoder (Radford et al.
/// 2019, "Language Models are Unsupervised Multitask Learners", section 2.2).
enum ByteAlphabet {
  /// The scalar that writes each byte: [256].
  static let scalars: [Unicode.Scalar] = {
    var scalars: [Unicode.Scalar] = []
    var next: UInt32 = 0x100
    for byte in UInt8.min...UInt8.max {
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF:
        scalars.append(Unicode.Scalar(byte))
      default:
        // Below U+0144, far from the surrogates.
        scalars.append(Unicode.Scalar(next) ?? "\u{FFFD}")
        next += 1
      }
    }
    return scalars
  }()

  /// The byte each scalar below U+0144 writes, or nil: [324].
  private static let bytes: [UInt8?] = {
    var bytes = [UInt8?](repeating: nil, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = UInt8(byte) }
    return bytes
  }()

  /// The bytes a vocabulary entry stands for, or nil when it is not written in this alphabet.
  static func bytes(of text: String) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard scalar.value < 0x144, let byte = bytes[Int(scalar.value)] else { return nil }
      result.append(byte)
    }
    return result
  }
}
