import Tokens

/// Gives the text of tokens as they come, never half a character.
///
/// A token may end inside a UTF-8 sequence: its bytes then wait for the next token. The joined
/// results equal the decoding of all bytes at once, with U+FFFD for what is no UTF-8.
///
/// ```swift
/// var detokenizer = StreamingDetokenizer(tokenizer)
/// for token in tokens { print(detokenizer.append(token), terminator: "") }
/// print(detokenizer.finish())
/// ```
public struct StreamingDetokenizer: Sendable {
  private let tokenizer: Tokenizer
  private var pending: [UInt8] = []

  public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// The text that `token` completes; empty when it ends inside the first unfinished character.
  public mutating func append(_ token: TokenID) -> String {
    pending += tokenizer.piece(of: token).bytes
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
