import DraftTrees
import Timeline

/// What passes take as they run, against what was measured before the run.
///
/// Other work on the machine makes reading the weights longer, which all rows of a pass share, and
/// hardly what each further row takes: a c(n) measured a minute ago may promise rows at half their
/// price. The time of a pass is therefore taken to be S + R (c(n) - 1), with S and R by least squares
/// over the rounds, in which older ones fade, drawn towards R = S and the measured S; c(n) as passes
/// run is 1 + R/S (c(n) - 1). Drafting behind layers is set right by the ratio of what it took to what
/// was measured. Source: ours.
struct PassTimes: Sendable {
  private static let decay = 0.95
  /// What the measured plain pass weighs, in rounds.
  private static let plainWeight = 1.0
  /// What R = S weighs: some rounds with a few nodes.
  private static let rowWeight = 0.5
  /// What measured drafting behind layers weighs, in plain passes.
  private static let exitWeight = 1.0
  /// A time of more than so many times what is expected counts as that: something else ran in between.
  private static let longest = 2.0

  private let measured: CostModel
  /// c(n) and drafting behind layers as they run.
  private(set) var cost: CostModel
  /// S, in microseconds; nil as long as nothing says what it is.
  private(set) var plainMicroseconds: Double?
  /// R.
  private var rowMicroseconds: Double
  /// Decayed sums over passes, with z = c(n) - 1 as it was measured, and y the microseconds.
  private var (count, z, zz, y, zy) = (0.0, 0.0, 0.0, 0.0, 0.0)
  /// The same over drafts behind layers, in plain passes.
  private var (draftTime, draftExpected) = (0.0, 0.0)

  init(_ cost: CostModel) {
    (measured, self.cost) = (cost, cost)
    plainMicroseconds = cost.plainMicroseconds
    rowMicroseconds = cost.plainMicroseconds ?? 0
  }

  /// - Parameters:
  ///   - rowShare: of the layers, those that rows but the first had before them.
  ///   - drafting: what the draft should have taken, in plain passes as they were measured; nil unless
  ///     it was made behind layers of the target.
  mutating func observe(_ round: Round, rowShare: Double = 1, drafting: Double? = nil) {
    guard round.timings[.score] > 0 else { return }
    let rows = round.tree.isPruned.count { !$0 }
    take(round.timings[.score], z: rowShare * (measured.relativeCost(rows: rows) - 1))
    fit()
    if let drafting, drafting > 0, let plainMicroseconds {
      draftTime *= Self.decay
      draftExpected *= Self.decay
      draftTime += min(round.timings[.draft] / plainMicroseconds, Self.longest * drafting)
      draftExpected += drafting
    }
    guard let plainMicroseconds else { return }
    cost = measured.corrected(
      rows: rowMicroseconds / plainMicroseconds,
      exits: (Self.exitWeight + draftTime) / (Self.exitWeight + draftExpected))
  }

  private mutating func take(_ microseconds: Double, z extra: Double) {
    let expected = plainMicroseconds.map { $0 + rowMicroseconds * extra }
    let time = min(microseconds, expected.map { Self.longest * $0 } ?? microseconds)
    count = Self.decay * count + 1
    z = Self.decay * z + extra
    zz = Self.decay * zz + extra * extra
    y = Self.decay * y + time
    zy = Self.decay * zy + extra * time
  }

  private mutating func fit() {
    let plain = measured.plainMicroseconds
    let plainWeight = plain == nil ? 0 : Self.plainWeight
    let (a, b, d) = (
      count + plainWeight + Self.rowWeight, z - Self.rowWeight, zz + Self.rowWeight
    )
    let (e, f) = (y + plainWeight * (plain ?? 0), zy)
    let determinant = a * d - b * b
    guard determinant > 0 else { return }
    let (shared, further) = ((e * d - b * f) / determinant, (a * f - b * e) / determinant)
    guard shared > 0 else { return }
    plainMicroseconds = shared
    rowMicroseconds = max(0, further)
  }
}
