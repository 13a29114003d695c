/// Joins pieces to text as they come, never half a character.
///
/// A piece may end inside a UTF-8 sequence: its bytes then wait for the next. The joined results
/// equal the decoding of all bytes at once, with U+FFFD for what is no UTF-8.
///
/// ```swift
/// var text = StreamingText()
/// for piece in pieces { print(text.append(piece), terminator: "") }
/// print(text.finish())
/// ```
public struct StreamingText: Hashable, Sendable {
  private var pending: [UInt8] = []

  public init() {}

  /// The text that `piece` completes; empty when it ends inside the first unfinished character.
  public mutating func append(_ piece: TokenPiece) -> String {
    pending += piece.bytes
    let complete = pending.count - UTF8Sequence.incompleteSuffixLength(of: pending)
    defer { pending.removeFirst(complete) }
    return String(decoding: pending[..<complete], as: UTF8.self)
  }

  /// What is left: U+FFFD where the last character stayed unfinished. The next `append` starts
  /// afresh.
  public mutating func finish() -> String {
    defer { pending.removeAll() }
    return String(decoding: pending, as: UTF8.self)
  }
}
