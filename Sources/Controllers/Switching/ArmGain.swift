import DraftTrees
import Timeline

/// What a round brought, or would have brought, with a drafter: tokens, and the time for them.
///
/// The gain is g = (1 + a) (1 + b) / (t + c(n) + b): tokens for the time of a plain round, with a the
/// accepted length, t the time of drafting in plain passes, n the rows scored and b what every round
/// takes beside. A plain round has g = 1.
/// Source: drafters.md section 13.6.
struct ArmGain: Hashable, Sendable {
  var acceptedCount: Int
  /// Tokens emitted: the accepted ones and one more.
  var tokens: Double
  /// (t + c(n) + b) / (1 + b).
  var steps: Double
  /// Whether anything was drafted; acceptance counts these rounds alone.
  var isDraft: Bool

  static let plain = ArmGain(acceptedCount: 0, tokens: 1, steps: 1, isDraft: false)

  var gain: Double { tokens / steps }
}

/// Time in plain passes: rows by c(n) as passes run, drafting by what the rounds recorded.
struct RoundTime: Sendable {
  private(set) var passes: PassTimes

  init(_ context: ControllerContext) {
    passes = PassTimes(context.cost, after: context.passTimes)
  }

  /// c(n) as passes run.
  var cost: CostModel { passes.cost }

  mutating func observe(_ round: Round) { passes.observe(round) }

  /// A time in plain passes.
  func passes(_ microseconds: Double) -> Double {
    passes.plainMicroseconds.map { microseconds / $0 } ?? 0
  }

  /// In plain rounds.
  func steps(drafting microseconds: Double, rows: Int) -> Double {
    (self.passes(microseconds) + cost.relativeCost(rows: rows) + passes.beside)
      / (1 + passes.beside)
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
