import DraftTrees
import Timeline

/// What passes take as they run, against what was measured before the run.
///
/// Other work on the machine makes reading the weights longer, which all rows of a pass share, and
/// hardly what each further row takes: a c(n) measured a minute ago may promise rows at half their
/// price. The time of a pass is therefore taken to be S + R (c(n) - 1), with S and R by least squares
/// over the rounds, in which older ones fade, drawn towards the measured S and the R/S that there
/// usually was, at first 1: passes of one kind alone do not tell S from R. c(n) as passes
/// run is 1 + R/S (c(n) - 1). Drafting behind layers is set right by the ratio of what it took to what
/// was measured. What a round takes beside both shows in small models: a round that emits more
/// tokens needs it less often.
///
/// It tells of the machine and not of the text: what one text taught, the next begins with. Source: ours.
public struct PassTimes: Sendable {
  private static let decay = 0.95
  /// What the usual R/S weighs, in rounds of two rows, and how much of it each pass renews.
  private static let rowWeight = 1.0
  private static let renewal = 0.02
  /// The least of c(2) - 1, squared, in that: where rows were measured to be free, nothing else says R.
  private static let leastSquare = 1e-4
  /// What measured drafting behind layers weighs, in plain passes.
  private static let exitWeight = 0.5
  /// A time of more than so many times what is expected counts as that, unless the one before was as
  /// long: something else ran in between.
  private static let longest = 1.5

  private var measured: CostModel
  /// c(n) and drafting behind layers as they run.
  private(set) var cost: CostModel
  /// S, in microseconds; nil as long as nothing says what it is.
  public private(set) var plainMicroseconds: Double?
  /// What a round takes beside its pass and its draft, in plain passes.
  private(set) var beside = 0.0
  /// R.
  private var rowMicroseconds: Double
  /// R/S over many passes.
  private var usualRatio = 1.0
  /// Of the last pass.
  private var latest = 0.0
  /// Decayed sums over passes, with z = c(n) - 1 as it was measured, and y the microseconds; the plain
  /// pass that was measured is the first of them.
  private var (count, z, zz, y, zy) = (0.0, 0.0, 0.0, 0.0, 0.0)
  /// The same over drafts behind layers, in plain passes.
  private var (draftTime, draftExpected) = (0.0, 0.0)
  /// The same over rounds, in microseconds.
  private var (besideTime, besideCount) = (0.0, 0.0)

  init(_ cost: CostModel) {
    (measured, self.cost) = (cost, cost)
    plainMicroseconds = cost.plainMicroseconds
    rowMicroseconds = cost.plainMicroseconds ?? 0
    if let plainMicroseconds { (count, y) = (1, plainMicroseconds) }
  }

  /// - Parameter earlier: what an earlier text taught; counts only if the same was measured for it.
  init(_ cost: CostModel, after earlier: PassTimes?) {
    guard let earlier, earlier.measured.isMeasured(as: cost) else {
      self.init(cost)
      return
    }
    self = earlier
    measured = cost
    setRight()
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
    takeBeside(round)
    if let drafting, drafting > 0, let plainMicroseconds {
      draftTime *= Self.decay
      draftExpected *= Self.decay
      draftTime += min(round.timings[.draft] / plainMicroseconds, Self.longest * drafting)
      draftExpected += drafting
    }
    setRight()
  }

  private mutating func setRight() {
    guard let plainMicroseconds else { return }
    cost = measured.corrected(
      rows: rowMicroseconds / plainMicroseconds,
      exits: (Self.exitWeight + draftTime) / (Self.exitWeight + draftExpected))
  }

  /// Rounds in which layers were read do not count, nor does the time of proposals that were only
  /// watched, nor what is learned from a round, which goes on.
  private mutating func takeBeside(_ round: Round) {
    guard round.exits == nil, let plainMicroseconds else { return }
    let timings = round.timings
    var time = timings[.choose] + timings[.judge] + timings[.commit]
    if round.tree.draftedCount == 0 {
      time += timings[.draft] - round.shadows.reduce(0) { $0 + $1.microseconds }
    }
    let usual = besideCount > 0 ? besideTime / besideCount : plainMicroseconds
    besideTime = Self.decay * besideTime + max(0, min(time, Self.longest * usual))
    besideCount = Self.decay * besideCount + 1
    beside = besideTime / besideCount / plainMicroseconds
  }

  private mutating func take(_ microseconds: Double, z extra: Double) {
    let expected = plainMicroseconds.map { $0 + rowMicroseconds * extra }
    let time = min(microseconds, max(latest, expected.map { Self.longest * $0 } ?? microseconds))
    latest = microseconds
    count = Self.decay * count + 1
    z = Self.decay * z + extra
    zz = Self.decay * zz + extra * extra
    y = Self.decay * y + time
    zy = Self.decay * zy + extra * time
  }

  private mutating func fit() {
    let secondRow = measured.relativeCost(rows: 2) - 1
    let weight = Self.rowWeight * max(secondRow * secondRow, Self.leastSquare)
    let (a, b, d) = (
      count + weight * usualRatio * usualRatio, z - weight * usualRatio, zz + weight
    )
    let (e, f) = (y, zy)
    let determinant = a * d - b * b
    guard determinant > 0 else { return }
    let (shared, further) = ((e * d - b * f) / determinant, (a * f - b * e) / determinant)
    guard shared > 0 else { return }
    plainMicroseconds = shared
    rowMicroseconds = max(0, further)
    usualRatio += Self.renewal * (rowMicroseconds / shared - usualRatio)
  }
}
