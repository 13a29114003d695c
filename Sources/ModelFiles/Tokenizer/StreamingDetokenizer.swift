import Tokens

/// Gives the text of tokens as they come, never half a character.
///
/// ```swift
/// var detokenizer = StreamingDetokenizer(tokenizer)
/// for token in tokens { print(detokenizer.append(token), terminator: "") }
/// print(detokenizer.finish())
/// ```
public struct StreamingDetokenizer: Sendable {
  private let tokenizer: Tokenizer
  private var text = StreamingText()

  public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// The text that `token` completes; empty when it ends inside the first unfinished character.
  public mutating func append(_ token: TokenID) -> String {
    text.append(tokenizer.piece(of: token))
  }

  /// What is left: U+FFFD where the last character stayed unfinished. The next `append` starts
  /// afresh.
  public mutating func finish() -> String { text.finish() }
}
