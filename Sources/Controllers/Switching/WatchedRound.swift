import DraftTrees
import Timeline
import Tokens

/// A round with the proposals of its shadows, waiting for the text that decides how far each would
/// have gone.
///
/// Exact where the text does not depend on the drafter: with greedy verification and sample-match.
/// Other verifiers give an estimate. Bounded: every round adds a token, so that a proposal of depth
/// d is decided within d rounds.
struct WatchedRound: Sendable {
  /// A proposal, and how far the text went along it.
  struct Watch: Sendable {
    let arm: Int
    let proposal: ShadowProposal
    private(set) var acceptedCount = 0
    private var node = NodeIndex.root
    /// Whether it met a token that it did not expect, or has ended.
    fileprivate private(set) var isDecided: Bool

    fileprivate init(_ proposal: ShadowProposal, arm: Int) {
      (self.arm, self.proposal) = (arm, proposal)
      isDecided = proposal.tree.draftedCount == 0
    }

    fileprivate mutating func append(_ token: TokenID) {
      guard !isDecided else { return }
      guard let next = proposal.tree.child(of: node, token: token),
        !proposal.tree.isPruned[next.rawValue]
      else {
        isDecided = true
        return
      }
      (node, acceptedCount) = (next, acceptedCount + 1)
      isDecided = proposal.tree.draws[next.rawValue].isEmpty
    }
  }

  /// The arm whose tree was verified, if it is one.
  let played: Int?
  let playedGain: ArmGain
  /// Of arms, each at most once, the played one not among them.
  private(set) var shadows: [Watch] = []

  init(_ round: Round, played: Int?, gain: ArmGain, arms: ArmList) {
    (self.played, playedGain) = (played, gain)
    for shadow in round.shadows {
      guard let arm = arms.index(of: shadow), arm != played,
        !shadows.contains(where: { $0.arm == arm })
      else { continue }
      shadows.append(Watch(shadow, arm: arm))
    }
    append(round.committed)
  }

  /// Text that is committed in this round or later.
  mutating func append(_ committed: [CommittedToken]) {
    for index in shadows.indices {
      for token in committed { shadows[index].append(token.token) }
    }
  }

  var isDecided: Bool { shadows.allSatisfy(\.isDecided) }
}
