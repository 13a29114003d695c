/// How GOOSE shares the rows of a pass between spine, root branches and spine branches.
///
/// Source: drafters.md section 7, "Budget split". The paper has 60 rows, and confidence buys up to
/// 40 more; here the rows are what the round may use, of which a reserve may be kept that only
/// confidence releases (0.4 of 100 rows is the paper's).
struct GooseBudget: Hashable, Sendable {
  /// B': rows of the pass, the anchor's included.
  var rows: Int
  /// r: the spine's share of the rows.
  var spineShare: Double
  var spine: Int
  var rootBranches: Int
  var spineBranches: Int

  /// - Parameters:
  ///   - rows: the most rows, the anchor's included.
  ///   - reserve: the share of the rows that only confidence releases, 0 ..< 1.
  ///   - average: of the accepted fraction of spines.
  ///   - chainLength: tokens of the chain.
  init(rows: Int, reserve: Double, confidence: Double, average: Double, chainLength: Int) {
    let reserved = Int(Double(rows) * reserve)
    self.rows = rows - reserved + Int(confidence * Double(reserved))
    let base = average < 0.2 ? 0.15 : average < 0.4 ? 0.30 : 0.50
    spineShare = base + confidence * (1 - base)
    let largest = Int(Double(self.rows) * spineShare)
    spine = max(0, min(chainLength, largest, self.rows - 1))
    let rest = max(0, self.rows - 1 - spine)
    if spine == 0 {
      spineBranches = 0
      rootBranches = (rest + 1) / 2
    } else {
      spineBranches = min(rest, max(1, rest / 2))
      rootBranches = rest - spineBranches
    }
  }

  /// Nodes below each of `count` spine nodes: shares fall as 1/i, each gets at least one while the
  /// budget lasts, so that deep nodes may get none; what rounding leaves over is not given out.
  static func harmonicSplit(_ budget: Int, over count: Int) -> [Int] {
    guard count > 0 else { return [] }
    let total = (1...count).reduce(0.0) { $0 + 1 / Double($1) }
    var left = budget
    return (1...count).map { place in
      let share = min(left, max(1, Int(Double(budget) / Double(place) / total)))
      left -= share
      return share
    }
  }
}
