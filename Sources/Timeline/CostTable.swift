/// c(n), measured: what a pass over n rows costs, in passes over one row; and what drafting costs.
public struct CostTable: Hashable, Sendable, Codable {
  /// Row counts measured, ascending, starting with 1.
  public var rowCounts: [Int]
  /// Median microseconds of a pass over that many rows.
  public var microseconds: [Double]
  /// Of the draft model, if there is one.
  public var draft: DraftCost?

  public init(rowCounts: [Int], microseconds: [Double], draft: DraftCost? = nil) {
    precondition(rowCounts.count == microseconds.count && rowCounts.first == 1)
    self.rowCounts = rowCounts
    self.microseconds = microseconds
    self.draft = draft
  }

  /// c(n), linear between the measured points and beyond the last two.
  public func relativeCost(rows: Int) -> Double {
    Self.interpolate(rows, rowCounts, microseconds) / microseconds[0]
  }

  /// What a drafter's pass over n rows costs, in plain passes of the target; nil where that drafter
  /// was not measured.
  public func relativeDraftCost(rows: Int, drafter: String) -> Double? {
    guard let draft, draft.drafter == drafter else { return nil }
    return Self.interpolate(rows, draft.rowCounts, draft.microseconds) / microseconds[0]
  }

  /// Microseconds of one plain step.
  public var plainMicroseconds: Double { microseconds[0] }

  private static func interpolate(
    _ rows: Int, _ rowCounts: [Int], _ microseconds: [Double]
  ) -> Double {
    guard rowCounts.count > 1 else { return Double(rows) * microseconds[0] }
    let upper = rowCounts.firstIndex { $0 >= rows } ?? rowCounts.count - 1
    guard upper > 0 else { return microseconds[0] }
    let (x0, x1) = (Double(rowCounts[upper - 1]), Double(rowCounts[upper]))
    let (y0, y1) = (microseconds[upper - 1], microseconds[upper])
    return y0 + (y1 - y0) * (Double(rows) - x0) / (x1 - x0)
  }
}

/// What a draft model takes to draft one level of a tree: a pass over n rows and the law of each.
public struct DraftCost: Hashable, Sendable, Codable {
  /// The drafter it holds for.
  public var drafter: String
  /// Row counts measured, ascending, starting with 1.
  public var rowCounts: [Int]
  /// Median microseconds.
  public var microseconds: [Double]

  public init(drafter: String, rowCounts: [Int], microseconds: [Double]) {
    precondition(rowCounts.count == microseconds.count && rowCounts.first == 1)
    self.drafter = drafter
    self.rowCounts = rowCounts
    self.microseconds = microseconds
  }
}
