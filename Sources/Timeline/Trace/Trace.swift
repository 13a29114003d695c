/// A recorded run as read from a file.
public struct Trace: Hashable, Sendable {
  public var timeline: Timeline
  /// Nil when recording did not end properly.
  public var footer: TraceFooter?
  /// What a reader of the file should be told.
  public var notes: [TraceNote]
  /// Members this program does not know, kept so that writing the trace again loses nothing.
  var unknown: [TraceLine: [UnknownMember]]

  public init(timeline: Timeline, footer: TraceFooter? = nil) {
    self.timeline = timeline
    self.footer = footer
    notes = []
    unknown = [:]
  }
}

/// The last line of a trace: recording ended properly, and how much there should be.
public struct TraceFooter: Hashable, Sendable {
  /// Why the newest branch ended, if it did.
  public var finish: FinishReason?
  /// Rounds of all branches, those shared counted once.
  public var roundCount: Int
  /// Tokens these rounds committed.
  public var tokenCount: Int
  public var branchCount: Int
  /// ISO 8601, UTC; nil when the time is not known.
  public var ended: String?

  public init(
    finish: FinishReason?, roundCount: Int, tokenCount: Int, branchCount: Int, ended: String?
  ) {
    self.finish = finish
    self.roundCount = roundCount
    self.tokenCount = tokenCount
    self.branchCount = branchCount
    self.ended = ended
  }

  /// The footer of a timeline that ends here.
  public init(_ timeline: Timeline, ended: String?) {
    let rounds = timeline.branches.flatMap(\.rounds)
    self.init(
      finish: timeline.rounds.last?.finish, roundCount: rounds.count,
      tokenCount: rounds.reduce(0) { $0 + $1.committed.count },
      branchCount: timeline.branches.count, ended: ended)
  }
}

/// Which line of a trace, whatever its number.
enum TraceLine: Hashable, Sendable {
  case header
  case round(branch: Int, index: Int)
  case footer
}

/// Something a reader of a trace should be told; the trace opens nevertheless.
public enum TraceNote: Hashable, Sendable {
  /// No footer: recording was cut off, or goes on.
  case footerMissing
  /// The last line ends in its middle and was left out.
  case lastLineCut(line: Int)
  /// Reading stopped before a line that is wrong, as asked.
  case stopped(line: Int, TraceProblem)
  /// The footer counts otherwise than the file.
  case footerDisagrees(recorded: TraceFooter, found: TraceFooter)
  /// A field that follows from others says something else.
  case contradiction(TraceContradiction)
}

/// A recorded field that does not follow from the others.
public struct TraceContradiction: Hashable, Sendable {
  public var line: Int
  public var round: Int
  public var branch: Int
  public var node: Int
  public var field: String
  public var recorded: String
  /// What the other fields make it.
  public var derived: String
}
