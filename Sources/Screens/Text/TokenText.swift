import Tokens

/// A token's bytes as text that is safe to draw: bytes from somebody's file, taken as hostile.
public enum TokenText {
  /// One token on its own, in trees and lists. Leading and trailing spaces, line feeds, tabs, bytes
  /// that are no whole character, and every character that has no ink or takes no column are
  /// shown as marks, so that two different tokens look different.
  public static func marked(_ piece: TokenPiece, glyphs: Glyphs) -> String {
    if piece.bytes.isEmpty { return glyphs.empty }
    let units = DecodedUnit.all(of: piece.bytes)
    let firstInked = units.firstIndex { !$0.isSpace } ?? units.count
    let afterLastInked = units.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? 0
    var text = ""
    var hasBase = false
    for (index, unit) in units.enumerated() {
      let isEdge = index < firstInked || index >= afterLastInked
      if let shown = unit.drawable(hasBase: hasBase), !(unit.isSpace && isEdge) {
        text.unicodeScalars.append(shown)
        hasBase = true
      } else {
        text += mark(unit, glyphs: glyphs)
        hasBase = false
      }
    }
    return text
  }

  /// The bytes of a token in hexadecimal: "e2 96 81".
  public static func bytes(_ piece: TokenPiece) -> String {
    piece.bytes.map { hex(UInt32($0), digits: 2).lowercased() }.joined(separator: " ")
  }

  /// Tokens as running text. A character that is split over several tokens is shown whole, with
  /// the token that completes it. Marks stand for blanks and controls only if `showMarks`;
  /// without them controls are left out, a tab is blanks, and broken bytes are replaced.
  /// - Returns: runs in order, at least one a token (its text may be empty), so that each token
  ///   can be pointed at.
  public static func running(
    _ pieces: [TokenPiece], showMarks: Bool, glyphs: Glyphs
  ) -> [TokenRun] {
    var writer = RunWriter(showMarks: showMarks, glyphs: glyphs)
    var units = DecodedUnit.all(of: pieces.flatMap(\.bytes))
    // Bytes at the very end that may still become a character wait for the next token.
    while case .byte(_, isUnfinished: true)? = units.last { units.removeLast() }
    var end = 0
    var next = 0
    var read = 0
    for (index, piece) in pieces.enumerated() {
      end += piece.bytes.count
      writer.begin(piece: index)
      while next < units.count, read + units[next].byteCount <= end {
        writer.write(units[next])
        read += units[next].byteCount
        next += 1
      }
    }
    return writer.runs
  }

  /// The visible mark of what is not drawn as itself.
  static func mark(_ unit: DecodedUnit, glyphs: Glyphs) -> String {
    switch unit {
    case .scalar(" "): glyphs.space
    case .scalar("\n"): glyphs.newline
    case .scalar("\t"): glyphs.tab
    case .scalar(let scalar):
      glyphs.openCode + hex(scalar.value, digits: scalar.value < 0x80 ? 2 : 4) + glyphs.closeCode
    case .byte(let byte, _): glyphs.openCode + hex(UInt32(byte), digits: 2) + glyphs.closeCode
    }
  }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}

/// A stretch of running text that belongs to one token.
public struct TokenRun: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case text
    /// A mark of ours for something that is not drawn as itself.
    case mark
    /// The line ends here; the text is empty.
    case lineBreak
  }

  /// The token's place in the list that was given.
  public var piece: Int
  public var text: String
  public var kind: Kind

  public init(piece: Int, text: String, kind: Kind) {
    self.piece = piece
    self.text = text
    self.kind = kind
  }
}
