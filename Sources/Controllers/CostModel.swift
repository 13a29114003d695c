import Timeline

/// What a pass over n rows costs, in passes over one row: c(n).
///
/// Source: drafters.md section 1.3. Without a measurement it assumes the shape found on small
/// machines: 0.3 for the second row and 0.14 for each further one.
public struct CostModel: Sendable {
  /// One reference, since controllers take copies each round.
  private final class Measured: Sendable {
    let table: CostTable?
    /// What one level costs in plain passes, by weights, for drafters that were not measured.
    let levelCosts: [String: Double]
    /// c(n) of 1 row and more, as far as trees usually go.
    let usual: [Double]

    init(_ table: CostTable?, _ levelCosts: [String: Double]) {
      (self.table, self.levelCosts) = (table, levelCosts)
      usual = (1...32).map { Self.cost(rows: $0, table) }
    }

    func cost(rows: Int) -> Double {
      rows <= usual.count ? usual[rows - 1] : Self.cost(rows: rows, table)
    }

    private static func cost(rows: Int, _ table: CostTable?) -> Double {
      table?.relativeCost(rows: rows) ?? 1.3 + 0.14 * Double(rows - 2)
    }
  }

  private let measured: Measured
  /// By what further rows, and drafting behind layers, are dearer than they were measured.
  private var (rowScale, exitScale) = (1.0, 1.0)

  public init(_ table: CostTable?, levelCosts: [String: Double] = [:]) {
    measured = Measured(table, levelCosts)
  }

  public var isMeasured: Bool { measured.table != nil }

  /// Whether both come from the same measurement.
  func isMeasured(as other: CostModel) -> Bool {
    isMeasured && measured.table == other.measured.table
  }

  /// Microseconds of a plain pass; nil where nobody measured it.
  public var plainMicroseconds: Double? { measured.table?.plainMicroseconds }

  /// c(n); c(1) = 1. At least 1 for any n.
  public func relativeCost(rows: Int) -> Double {
    guard rows > 1 else { return 1 }
    return max(1, 1 + rowScale * (measured.cost(rows: rows) - 1))
  }

  /// What a drafter's pass over n rows costs, in plain passes: as measured, else by the weights it
  /// reads, else 0.
  public func draftCost(rows: Int, drafter: String) -> Double {
    max(
      0,
      measured.table?.relativeDraftCost(rows: rows, drafter: drafter)
        ?? measured.levelCosts[drafter] ?? 0)
  }

  /// What drafting one token behind a layer of the target costs, in plain passes.
  /// - Parameter byWeights: what it costs where nobody measured it.
  public func exitCost(layer: Int, byWeights: Double) -> Double {
    exitScale * (measured.table?.relativeExitCost(layer: layer) ?? byWeights)
  }

  /// - Parameters:
  ///   - rows: by what each row but the first is dearer than it was measured.
  ///   - exits: by what drafting behind layers is.
  func corrected(rows: Double, exits: Double) -> CostModel {
    var corrected = self
    (corrected.rowScale, corrected.exitScale) = (rows, exits)
    return corrected
  }

  /// Whether no cost differs from the other's by more than three hundredths of what was measured.
  func isNear(_ other: CostModel) -> Bool {
    abs(rowScale - other.rowScale) < 0.03 && abs(exitScale - other.exitScale) < 0.03
  }

  /// c(n + 1) - c(n): the price of one more row, never below zero.
  public func marginalCost(rows: Int) -> Double {
    max(0, relativeCost(rows: rows + 1) - relativeCost(rows: rows))
  }

  /// Mean price of a row between the second and the last of a pass over `rows`, or of the second
  /// if there are but two.
  public func slope(rows: Int) -> Double {
    guard rows > 2 else { return marginalCost(rows: 1) }
    return max(0, relativeCost(rows: rows) - relativeCost(rows: 2)) / Double(rows - 2)
  }

  /// The most nodes, up to `limit`, that can pay when every one of them is kept: their rows and
  /// drafts would win fewer tokens elsewhere.
  /// - Parameters:
  ///   - rate: tokens won for the time of a plain pass.
  ///   - draft: what drafting a node costs, in plain passes.
  /// - Returns: nil when even a sure token costs more than it wins.
  func payingBudget(rate: Double, draft: Double, limit: Int) -> Int? {
    (1...max(1, limit)).last { count in
      rate * (relativeCost(rows: count + 1) - 1 + Double(count) * draft) < Double(count)
    }
  }
}
