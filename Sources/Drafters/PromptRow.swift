import Timeline
import Tokens

/// What the target says after one of the last tokens of the prompt.
public struct PromptRow: Hashable, Sendable {
  /// Rows that are read, at most.
  public static let mostRows = 32

  public var position: Int
  public var token: TokenID
  /// Its most probable continuations, best first.
  public var alternatives: [Alternative]

  public init(position: Int, token: TokenID, alternatives: [Alternative]) {
    self.position = position
    self.token = token
    self.alternatives = alternatives
  }
}
