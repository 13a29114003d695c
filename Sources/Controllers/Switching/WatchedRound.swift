import Timeline
import Tokens

/// A round with the proposals of its shadows, waiting for the text that decides how far each would
/// have gone.
///
/// Exact where the text does not depend on the drafter: with greedy verification and sample-match.
/// Other verifiers give an estimate. Bounded: every round adds a token, so that a proposal of depth
/// d is decided within d rounds.
struct WatchedRound: Sendable {
  /// The arm whose tree was verified, if it is one.
  let played: Int?
  let playedGain: ArmGain
  /// By arm.
  let shadows: [Int: ShadowProposal]
  /// What was emitted from this round on.
  private(set) var text: [TokenID]
  private let deepest: Int

  init(_ round: Round, played: Int?, gain: ArmGain, arm: (ShadowProposal) -> Int?) {
    self.played = played
    playedGain = gain
    shadows = Dictionary(
      round.shadows.compactMap { shadow in arm(shadow).map { ($0, shadow) } }
    ) { first, _ in first }
    text = round.committed.map(\.token)
    deepest = shadows.values.map { $0.tree.depths.max() ?? 0 }.max() ?? 0
  }

  /// Text that is committed later.
  mutating func append(_ tokens: [TokenID]) {
    text += tokens.prefix(max(0, deepest - text.count))
  }

  /// Whether every proposal has met a token that it did not expect, or has ended.
  var isDecided: Bool {
    shadows.values.allSatisfy { shadow in
      let accepted = shadow.acceptedCount(along: text)
      return accepted < text.count || text.count >= shadow.tree.depths.max() ?? 0
    }
  }

  /// What each arm that drafted here brought.
  func gains(time: RoundTime) -> [Int: ArmGain] {
    var gains = shadows.mapValues {
      ArmGain($0, acceptedCount: $0.acceptedCount(along: text), time: time)
    }
    if let played { gains[played] = playedGain }
    return gains
  }
}
