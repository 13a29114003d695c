import DraftTrees
import Timeline
import Tokens

/// What the rounds of a run have shown of how far draft and target agree: all that a shape is chosen
/// by before anything is drafted.
///
/// Means over levels are weighted by the chance that the level was reached, and by less for each
/// later round. A level nobody drafted takes the mean of the level above it. Source: ours.
public struct AgreementHistory: Hashable, Sendable {
  /// What a round's weight shrinks by with each later one.
  private static let decay = 0.95
  /// The same for the mean that follows quickly.
  private static let quickDecay = 0.6
  /// Reached levels that the level above counts for.
  private static let priorWeight = 2.0
  /// S_1, S_1 S_2, ... that are assumed at first, and q(x). Round numbers of small draft models.
  private static let firstProducts = [0.4, 0.3, 0.25, 0.22]
  private static let firstRepeatChance = 0.5

  /// Sums over one level.
  private struct Sums: Hashable, Sendable {
    var weight = 0.0
    var products = [Double](repeating: 0, count: NodeOverlap.drawCount)
    var repeatWeight = 0.0
    var repeats = 0.0
  }

  /// The drafter and the sampling that the sums hold for; others start them anew.
  private struct Basis: Hashable, Sendable {
    var drafter: String
    var sampling: SamplingSettings
  }

  private var basis: Basis?
  private var sums = [Sums](repeating: Sums(), count: DraftShape.mostLevels)
  /// Mean overlap at the root, the last rounds mostly.
  private(set) var quickAcceptance: Double?
  /// Of the last round.
  private(set) var last: LastRound?

  public init() {}

  /// What the end of the last round looked like.
  struct LastRound: Hashable, Sendable {
    /// Position of the next anchor.
    var position: Int
    var temperature: Double
    /// Accepted nodes over the levels drafted; 0 where nothing was drafted.
    var acceptedShare: Double
    /// At the node whose law the last token came from: H(p) in nats and the largest probability.
    var targetEntropy: Double
    var targetCertainty: Double
    /// The same node: 1 - S_1 and H(q), or of the last level where both laws are known.
    var overlap: Double?
    var draftEntropy: Double?
    /// Mean H(p) over the nodes reached.
    var meanTargetEntropy: Double
  }

  public mutating func observe(_ round: Round) {
    let basis = Basis(drafter: round.settings.drafter, sampling: round.settings.sampling)
    if basis != self.basis {
      self = AgreementHistory()
      self.basis = basis
    }
    if let path = RecordedPath(round) {
      for index in sums.indices {
        sums[index].weight *= Self.decay
        sums[index].repeatWeight *= Self.decay
        sums[index].repeats *= Self.decay
        for draw in sums[index].products.indices { sums[index].products[draw] *= Self.decay }
      }
      var reach = 1.0
      for (index, level) in path.levels.prefix(sums.count).enumerated() {
        add(level, reach: reach, to: index)
        reach *= level.keeps[0]
      }
      let acceptance = 1 - path.levels[0].refusals[0]
      quickAcceptance =
        quickAcceptance.map { Self.quickDecay * $0 + (1 - Self.quickDecay) * acceptance }
        ?? acceptance
    }
    if let last = LastRound(round) { self.last = last }
  }

  private mutating func add(_ level: PathLevel, reach: Double, to index: Int) {
    var product = 1.0
    sums[index].weight += reach
    for draw in sums[index].products.indices {
      product *= level.refusals[draw]
      sums[index].products[draw] += reach * product
    }
    let kept = reach * level.keeps[0]
    sums[index].repeatWeight += kept
    sums[index].repeats += kept * level.repeatChance
  }

  /// The levels expected in the next round, `DraftShape.mostLevels` of them.
  var levels: [PathLevel] {
    var (products, repeatChance) = (Self.firstProducts, Self.firstRepeatChance)
    return sums.map { sums in
      products = zip(products, sums.products).map {
        (Self.priorWeight * $0 + $1) / (Self.priorWeight + sums.weight)
      }
      repeatChance =
        (Self.priorWeight * repeatChance + sums.repeats) / (Self.priorWeight + sums.repeatWeight)
      let refusals = products.indices.map { draw in
        let before = draw == 0 ? 1 : products[draw - 1]
        return before > 0 ? products[draw] / before : 0
      }
      return PathLevel(meanRefusals: refusals, repeatChance: repeatChance)
    }
  }
}

extension AgreementHistory.LastRound {
  /// Nil before the round is judged.
  init?(_ round: Round) {
    guard let judgement = round.judgement, round.scores.count == round.tree.count else {
      return nil
    }
    let reached = [.root] + judgement.accepted
    let scores = reached.map { round.scores[$0.rawValue] }
    let depth = round.tree.depths.max() ?? 0
    let overlap =
      round.overlaps.last { $0.node == reached[reached.count - 1] } ?? round.overlaps.last
    position = round.position + round.committed.count
    temperature = round.settings.sampling.temperature
    acceptedShare = depth > 0 ? Double(judgement.accepted.count) / Double(depth) : 0
    targetEntropy = scores[scores.count - 1].entropy ?? 0
    targetCertainty = scores[scores.count - 1].alternatives.first?.modelProbability ?? 0
    self.overlap = overlap.map { 1 - $0.refusals[0] }
    draftEntropy = overlap?.draftEntropy
    meanTargetEntropy = scores.reduce(0) { $0 + ($1.entropy ?? 0) } / Double(scores.count)
  }
}
