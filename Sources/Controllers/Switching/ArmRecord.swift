import Tokens

/// How a drafter did so far. Sums with a decay count its own rounds, the last ones most.
struct ArmRecord: Sendable {
  private(set) var gains = 0.0
  private(set) var rounds = 0.0
  private(set) var tokens = 0.0
  private(set) var steps = 0.0
  /// Over all rounds in which it drafted something.
  private(set) var acceptedCount = 0
  private(set) var draftCount = 0
  /// Rounds in which it was seen.
  private(set) var seenCount = 0

  var isSeen: Bool { seenCount > 0 }

  /// Decayed mean of g; that of a plain round before anything was seen.
  var meanGain: Double { rounds > 0 ? gains / rounds : 1 }

  /// Tokens for the time of a plain round, over these rounds together. Unlike the mean of g it is not
  /// flattered by rounds that are short because little was drafted.
  var rate: Double { steps > 0 ? tokens / steps : 1 }

  /// Accepted tokens a round that drafted; nil before one did.
  var acceptance: Double? {
    draftCount > 0 ? Double(acceptedCount) / Double(draftCount) : nil
  }

  mutating func take(_ gain: ArmGain, decay: Double) {
    gains = decay * gains + gain.gain
    rounds = decay * rounds + 1
    tokens = decay * tokens + gain.tokens
    steps = decay * steps + gain.steps
    seenCount += 1
    guard gain.isDraft else { return }
    acceptedCount += gain.acceptedCount
    draftCount += 1
  }
}
