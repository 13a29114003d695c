import Screens

// What the common sequences mean: tables, apart from the walking over bytes.
extension KeyDecoder {
  /// SS3 (ESC O) and one byte: cursor keys in application mode, F1…F4, the keypad's Enter.
  static func applicationKey(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "H"): cursorKey(byte)
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte) - 0x4f)
    default: nil
    }
  }

  /// - body: what stands between `ESC [` and the final byte.
  static func controlSequenceKey(body: ArraySlice<UInt8>, final: UInt8) -> Key? {
    if body.first == UInt8(ascii: "<") {
      return mouseReport(body.dropFirst(), isRelease: final == UInt8(ascii: "m"))
    }
    switch final {
    case UInt8(ascii: "A")...UInt8(ascii: "H"): return cursorKey(final)
    case UInt8(ascii: "P")...UInt8(ascii: "S"): return .function(Int(final) - 0x4f)
    case UInt8(ascii: "Z"): return .backTab
    case UInt8(ascii: "~"): return editingKey(numbers(body).first ?? 0)
    default: return nil
    }
  }

  private static func cursorKey(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    default: nil
    }
  }

  /// The number before `~`, as VT220, xterm and rxvt count.
  private static func editingKey(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }

  private static func numbers(_ body: ArraySlice<UInt8>) -> [Int] {
    body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      Int(String(decoding: $0, as: UTF8.self)) ?? 0
    }
  }

  private static func mouseReport(_ body: ArraySlice<UInt8>, isRelease: Bool) -> Key? {
    let report = numbers(body)
    guard report.count == 3 else { return nil }
    return mouseKey(code: report[0], column: report[1], row: report[2], isRelease: isRelease)
  }

  /// - code: button in bits 0, 1 and 6, modifiers in 2 to 4, motion in 5 (xterm, "ctlseqs").
  /// - column, row: from 1.
  /// - isRelease: nil in X10 form, where button 3 is a release.
  static func mouseKey(code: Int, column: Int, row: Int, isRelease: Bool?) -> Key? {
    guard code >= 0, code & 32 == 0, column > 0, row > 0 else { return nil }
    let kind: MouseEvent.Kind
    switch code & 0b100_0011 {
    case 64: kind = .wheelUp
    case 65: kind = .wheelDown
    case 0: kind = isRelease == true ? .release : .press
    case 3 where isRelease == nil: kind = .release
    default: return nil
    }
    return .mouse(MouseEvent(kind: kind, point: Point(column: column - 1, row: row - 1)))
  }
}
