/// c(n), measured: what a pass over n rows costs, in passes over one row; and what drafting costs.
public struct CostTable: Hashable, Sendable, Codable {
  /// Row counts measured, ascending, starting with 1.
  public var rowCounts: [Int]
  /// Microseconds of a pass over that many rows, and of reading each: lower quartiles.
  public var microseconds: [Double]
  /// Of the draft model, if there is one.
  public var draft: DraftCost?
  /// Of the target's own first layers, where it can be left behind them.
  public var exits: ExitCost?

  public init(
    rowCounts: [Int], microseconds: [Double], draft: DraftCost? = nil, exits: ExitCost? = nil
  ) {
    precondition(rowCounts.count == microseconds.count && rowCounts.first == 1)
    self.rowCounts = rowCounts
    self.microseconds = microseconds
    self.draft = draft
    self.exits = exits
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

  /// What drafting one token behind a layer costs, in plain passes; nil where it was not measured.
  public func relativeExitCost(layer: Int) -> Double? {
    exits.map { max(0, Self.interpolate(layer, $0.layers, $0.microseconds)) / microseconds[0] }
  }

  /// Microseconds of one plain step.
  public var plainMicroseconds: Double { microseconds[0] }

  private static func interpolate(
    _ rows: Int, _ rowCounts: [Int], _ microseconds: [Double]
  ) -> Double {
    guard rowCounts.count > 1 else {
      return Double(rows) / Double(rowCounts[0]) * microseconds[0]
    }
    let upper = max(1, rowCounts.firstIndex { $0 >= rows } ?? rowCounts.count - 1)
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
  /// Lower quartiles, in microseconds.
  public var microseconds: [Double]

  public init(drafter: String, rowCounts: [Int], microseconds: [Double]) {
    precondition(rowCounts.count == microseconds.count && rowCounts.first == 1)
    self.drafter = drafter
    self.rowCounts = rowCounts
    self.microseconds = microseconds
  }
}

/// What the target takes to draft one token behind a layer: the layers for one row, the exit, and the
/// law there.
public struct ExitCost: Hashable, Sendable, Codable {
  /// Layers measured, ascending; what lies between and beyond them is on their line.
  public var layers: [Int]
  /// Lower quartiles, in microseconds.
  public var microseconds: [Double]

  public init(layers: [Int], microseconds: [Double]) {
    precondition(layers.count == microseconds.count && (layers.first ?? 0) > 0)
    self.layers = layers
    self.microseconds = microseconds
  }
}
