import Timeline

/// How often each drafter proposes in the shadow: as often as its share of the time allowed for
/// watching pays for.
///
/// A drafter that takes t plain passes to propose may do so every k-th round, k the least power of
/// two with t / k within its share. Powers of two, so that the rounds in which a rare one is watched
/// are among those of all others. In the first rounds all propose but the dearest: who starts
/// late learns nothing in a short run. Source: ours, after the advice of drafters.md section 13.6.
struct ShadowSchedule: Sendable {
  /// Rarer would be never.
  static let longestInterval = 1024
  /// Rounds at the beginning in which proposals up to a tenth of a plain pass are allowed to all.
  static let firstRounds = 4
  private static let dearestInFirstRounds = 0.1
  private static let decay = 0.8

  /// Time allowed for each drafter, in plain passes a round.
  private let share: Double
  private var costs: [Cost]
  private var roundCount = 0

  private struct Cost: Sendable {
    var microseconds: Double?
    var proposalCount = 0
  }

  /// - Parameters:
  ///   - watchedCount: those of the drafters that share the allowance.
  ///   - allowance: plain passes a round, for all.
  init(armCount: Int, watchedCount: Int, allowance: Double) {
    share = allowance / Double(max(1, watchedCount))
    costs = [Cost](repeating: Cost(), count: armCount)
  }

  /// Decayed mean of what a proposal takes; nil before one was timed.
  func microseconds(of arm: Int) -> Double? { costs[arm].microseconds }

  /// Rounds from one proposal to the next.
  func interval(of arm: Int, time: RoundTime) -> Int {
    guard let microseconds = costs[arm].microseconds else { return 1 }
    let passes = time.passes(microseconds)
    var interval = 1
    while passes > share * Double(interval), interval < Self.longestInterval { interval *= 2 }
    return interval
  }

  /// Whether a drafter proposes in the coming round.
  func isDue(_ arm: Int, time: RoundTime) -> Bool {
    let isEarly =
      roundCount < Self.firstRounds
      && time.passes(costs[arm].microseconds ?? 0) <= Self.dearestInFirstRounds
    return isEarly || roundCount.isMultiple(of: interval(of: arm, time: time))
  }

  /// The first proposal of a drafter reads the text and is not counted.
  mutating func observe(_ round: Round, arms: ArmList) {
    roundCount += 1
    for shadow in round.shadows {
      guard let arm = arms.index(of: shadow) else { continue }
      costs[arm].proposalCount += 1
      guard costs[arm].proposalCount > 1 else { continue }
      let before = costs[arm].microseconds ?? shadow.microseconds
      costs[arm].microseconds = Self.decay * before + (1 - Self.decay) * shadow.microseconds
    }
  }
}
