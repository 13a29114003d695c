import Timeline
import Tokens

/// The rule that decides how much a round may draft.
///
/// A controller knows the measured cost and the rounds it has observed, nothing else, so that it can
/// be rebuilt from a timeline. To add one: a file with the type, and a line in
/// `ControllerRegistry`.
public protocol Controller: Sendable {
  static var descriptor: ControllerDescriptor { get }

  init(cost: CostModel)

  /// The choice for the next round.
  func choose(_ settings: RoundSettings) -> Choice

  /// Learns from a complete round.
  mutating func observe(_ round: Round)
}

/// What a person needs to know of a controller.
public struct ControllerDescriptor: Hashable, Sendable {
  /// Lower case, words joined by "-".
  public var name: String
  /// One sentence.
  public var summary: String
  /// The paper and section, or "ours".
  public var source: String

  public init(name: String, summary: String, source: String) {
    self.name = name
    self.summary = summary
    self.source = source
  }
}
