import DraftTrees
import Timeline

/// What one level of a drawn path says about drafting there: at its upper node draft and target
/// laws are known, and its token x was drawn from q.
struct PathLevel: Hashable, Sendable {
  /// S_1 ... S_4: see `NodeOverlap.refusals`.
  var refusals: [Double]
  /// For k = 1 ... 4 the chance min(p_{k-1}(x), q(x)) / q(x) that x is kept when it is the k-th
  /// draw and all before were refused.
  var keeps: [Double]
  /// q(x): the chance that a further draw is x again.
  var repeatChance: Double

  /// From a node with known laws and its drawn child.
  init(_ overlap: NodeOverlap, targetProbability p: Double, draftProbability q: Double) {
    refusals = overlap.refusals
    repeatChance = q
    var rest = p
    keeps = overlap.refusals.map { refusal in
      let keep = q > 0 ? min(1, rest / q) : 0
      rest = refusal > 0 ? max(0, rest - q) / refusal : 0
      return keep
    }
  }

  /// On average over the draws: of the k-th draw 1 - S_k is kept.
  init(meanRefusals: [Double], repeatChance: Double) {
    refusals = meanRefusals
    keeps = meanRefusals.map { 1 - $0 }
    self.repeatChance = repeatChance
  }
}

/// The first drawn path of a round, as far as both laws are known along it.
struct RecordedPath: Hashable, Sendable {
  let levels: [PathLevel]
  /// The nodes reached, one a level.
  let nodes: [NodeIndex]

  /// Nil where nothing was drawn from a law.
  init?(_ round: Round) {
    let tree = round.tree
    guard tree.law != .deterministic, round.scores.count == tree.count else { return nil }
    var levels: [PathLevel] = []
    var nodes: [NodeIndex] = []
    for overlap in round.overlaps {
      guard overlap.node == nodes.last ?? .root,
        let child = tree.draws[overlap.node.rawValue].first, !tree.isPruned[child.rawValue],
        let p = round.scores[child.rawValue].targetProbability,
        let q = tree.draftProbabilities[child.rawValue]
      else { break }
      levels.append(PathLevel(overlap, targetProbability: p, draftProbability: q))
      nodes.append(child)
    }
    guard !levels.isEmpty else { return nil }
    (self.levels, self.nodes) = (levels, nodes)
  }
}
