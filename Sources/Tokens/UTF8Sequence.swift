/// The shape of valid UTF-8 (Unicode Standard, table 3-7).
public enum UTF8Sequence {
  /// Bytes of the sequence that `lead` begins; 0 when it can begin none of several bytes.
  public static func length(lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  /// Whether `byte` may stand at `index` (1 or more) of the sequence that `lead` begins.
  public static func isContinuation(_ byte: UInt8, at index: Int, lead: UInt8) -> Bool {
    guard index == 1 else { return byte & 0xC0 == 0x80 }
    return switch lead {
    case 0xE0: (0xA0...0xBF).contains(byte)
    case 0xED: (0x80...0x9F).contains(byte)
    case 0xF0: (0x90...0xBF).contains(byte)
    case 0xF4: (0x80...0x8F).contains(byte)
    default: byte & 0xC0 == 0x80
    }
  }

  /// How many bytes at the end begin a sequence that more bytes could still complete.
  public static func incompleteSuffixLength(of bytes: some BidirectionalCollection<UInt8>) -> Int {
    let tail = Array(bytes.suffix(3))
    for start in tail.indices {
      let lead = tail[start]
      let present = tail.count - start
      guard length(lead: lead) > present else { continue }
      let complete = (1..<present).allSatisfy {
        isContinuation(tail[start + $0], at: $0, lead: lead)
      }
      if complete { return present }
    }
    return 0
  }
}
