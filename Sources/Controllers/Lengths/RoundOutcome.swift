import DraftTrees
import Timeline

/// How a round that drafted something went, for controllers of the draft length.
///
/// Rounds without a draft have none: they say nothing of how long a draft should be.
struct RoundOutcome: Hashable, Sendable {
  /// Levels of the tree that were scored.
  var depth: Int
  /// Drafted tokens that were kept.
  var acceptedCount: Int
  /// Nothing was drafted below the last token that was kept: the draft was kept to its end.
  var isKeptWhole: Bool

  init?(_ round: Round) {
    let tree = round.tree
    let depth = tree.nodes.lazy.filter { !tree.isPruned[$0] }.map { tree.depths[$0] }.max() ?? 0
    guard depth > 0, let judgement = round.judgement else { return nil }
    self.depth = depth
    acceptedCount = judgement.accepted.count
    isKeptWhole = tree.children(of: judgement.accepted.last ?? .root).allSatisfy {
      tree.isPruned[$0.rawValue]
    }
  }

  /// Places that were judged: those kept, and the first that was not. Those further down were never
  /// reached.
  var judgedPlaces: Range<Int> { 1..<(acceptedCount + (isKeptWhole ? 1 : 2)) }
}
