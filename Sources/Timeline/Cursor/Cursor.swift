/// A place in the rounds of a timeline: between two events.
///
/// The end of a round and the place before the first event of the next are one place, written
/// as the former; so `event` is 0 only at the start of a run. `Timeline.normalized(_:)` brings
/// any pair of numbers into this form.
public struct Cursor: Hashable, Sendable, Comparable {
  /// Index into `Timeline.shownRounds`.
  public var round: Int
  /// How many of that round's events are visible: 0 ... `events.count`.
  public var event: Int

  public init(round: Int, event: Int) {
    self.round = round
    self.event = event
  }

  /// Before the first event of a run.
  public static let start = Cursor(round: 0, event: 0)

  public static func < (left: Cursor, right: Cursor) -> Bool {
    (left.round, left.event) < (right.round, right.event)
  }
}

/// What a person steps by.
public enum StepUnit: String, Hashable, Sendable, CaseIterable {
  /// One event.
  case event
  /// To the end of a round.
  case round
  /// To the place right after a committed token.
  case token
}

/// Which way a person steps.
public enum StepDirection: String, Hashable, Sendable, CaseIterable {
  case back, forward
}
