import DraftTrees
import Timeline

/// What a round brought, or would have brought, with a drafter: tokens, and the time for them.
///
/// The gain is g = (1 + a) / (t + c(n)): tokens for the time of a plain pass, with a the accepted
/// length, t the time of drafting in plain passes and n the rows scored. A plain round has g = 1.
/// Source: drafters.md section 13.6.
struct ArmGain: Hashable, Sendable {
  var acceptedCount: Int
  /// Tokens emitted: the accepted ones and one more.
  var tokens: Double
  /// t + c(n).
  var steps: Double
  /// Whether anything was drafted; acceptance counts these rounds alone.
  var isDraft: Bool

  static let plain = ArmGain(acceptedCount: 0, tokens: 1, steps: 1, isDraft: false)

  var gain: Double { tokens / steps }
}

/// Time in plain passes: rows by the cost model, drafting by what the rounds recorded.
struct RoundTime: Sendable {
  private static let decay = 0.95

  private let cost: CostModel
  /// Decayed sums over rounds.
  private var microseconds = 0.0
  private var passes = 0.0

  init(_ cost: CostModel) { self.cost = cost }

  /// Microseconds of a plain pass, as passes run now: between the steps of a person both passes and
  /// proposals are several times slower than at a stretch. Nil as long as nothing says so.
  var plainMicroseconds: Double? {
    microseconds > 0 ? microseconds / passes : cost.plainMicroseconds
  }

  mutating func observe(_ round: Round) {
    let rows = round.tree.isPruned.count { !$0 }
    microseconds = Self.decay * microseconds + round.timings[.score]
    passes = Self.decay * passes + cost.relativeCost(rows: rows)
  }

  /// A time in plain passes.
  func passes(_ microseconds: Double) -> Double {
    plainMicroseconds.map { microseconds / $0 } ?? 0
  }

  /// t + c(n).
  func steps(drafting microseconds: Double, rows: Int) -> Double {
    passes(microseconds) + cost.relativeCost(rows: rows)
  }

  /// Of a proposal that was kept so far.
  func gain(of shadow: ShadowProposal, acceptedCount: Int) -> ArmGain {
    let rows = shadow.tree.isPruned.count { !$0 }
    return ArmGain(
      acceptedCount: acceptedCount, tokens: Double(1 + acceptedCount),
      steps: steps(drafting: shadow.microseconds, rows: rows), isDraft: rows > 1)
  }

  /// Of the drafter whose tree was verified.
  func gain(of round: Round) -> ArmGain {
    let shadows = round.shadows.reduce(0) { $0 + $1.microseconds }
    let rows = round.tree.isPruned.count { !$0 }
    let accepted = round.judgement?.accepted.count ?? 0
    return ArmGain(
      acceptedCount: accepted, tokens: Double(max(1, round.committed.count)),
      steps: steps(drafting: max(0, round.timings[.draft] - shadows), rows: rows),
      isDraft: rows > 1)
  }
}
