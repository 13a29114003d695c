import DraftTrees
import Timeline
import Tokens

/// How sure the target was of the anchor, beside how sure it usually is: where it hesitated, what comes
/// next is harder to foresee too, for an early layer as for a table.
///
/// It costs nothing: the entropy is that of the row that said the anchor. Measured on oak: acceptance of
/// a draft's first token behind layer 4 rises from 0.55 in the fifth of the rounds with the largest
/// entropy to 0.79 in that with the least, on stories; on sums from 0.65 to 0.88. Source: ours.
struct AnchorCertainty: Sendable {
  private static let decay = 0.95
  /// Log odds change by this at most.
  private static let most = 2.0

  private let logOddsPerNat: Double
  /// Nats above the mean, of the row that said the anchor; nil before one was seen.
  private(set) var excess: Double?
  /// By what the odds of the first token are larger than those of the others.
  private(set) var odds = 1.0
  /// Decayed sums over the rows of committed text.
  private var (entropies, count) = (0.0, 0.0)

  init(logOddsPerNat: Double) { self.logOddsPerNat = logOddsPerNat }

  mutating func observe(_ round: Round) {
    guard logOddsPerNat > 0 else { return }
    var last = entropy(of: .root, in: round)
    for node in round.judgement?.accepted ?? [] { last = entropy(of: node, in: round) ?? last }
    guard let last else {
      (excess, odds) = (nil, 1)
      return
    }
    let excess = last - entropies / count
    self.excess = excess
    odds = exponential(min(Self.most, max(-Self.most, -logOddsPerNat * excess)))
  }

  private mutating func entropy(of node: NodeIndex, in round: Round) -> Double? {
    guard round.scores.indices.contains(node.rawValue),
      let entropy = round.scores[node.rawValue].entropy
    else { return nil }
    entropies = Self.decay * entropies + entropy
    count = Self.decay * count + 1
    return entropy
  }

  /// A chance whose odds are larger by a factor; 0 and 1 stay.
  static func chance(_ chance: Double, odds: Double) -> Double {
    chance * odds / (1 - chance + chance * odds)
  }

  /// What a node must reach by a drafter's estimate, so that with its true odds it reaches a bar.
  func bar(for bar: Double) -> Double { bar < 1 ? Self.chance(bar, odds: 1 / odds) : bar }

  /// Nil where the target was about as sure as usual.
  var words: String? {
    guard let excess, abs(excess) >= 0.05 else { return nil }
    return "of the last token the target was \(DecimalText.text(abs(excess), digits: 1)) nats "
      + (excess > 0 ? "less" : "more") + " sure than usual"
  }
}
