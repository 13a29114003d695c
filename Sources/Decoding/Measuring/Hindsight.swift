/// An arm that chooses while it runs, against the best of those that always do the same, plain
/// decoding among them: best in hindsight, on the same prompts.
public struct Hindsight: Sendable, Encodable {
  public enum Outcome: String, Sendable, Encodable {
    case holds
    case doesNotHold = "does not hold"
    /// The interval holds the bar.
    case undecided
  }

  /// The arm that chooses.
  public let label: String
  /// Nil for all prompts.
  public let category: String?
  /// The fixed arm with the most tokens per second there.
  public let best: String
  /// Tokens per second of the arm that chooses, divided by the best one's.
  public let relativeSpeed: BootstrapInterval
  /// The fixed arm that is best by the measured costs, and the same ratio by them, where known.
  public let bestByCost: String
  public let relativeSpeedByCost: Double?
  /// What the ratio is to reach: 0.97 for "within 3 %".
  public let bar: Double
  public let outcome: Outcome
}

extension DrafterMeasurements {
  /// Each category against the best fixed arm there, and all prompts against the best single one.
  ///
  /// - Parameters:
  ///   - label: the arm that chooses.
  ///   - fixed: labels of those that do not; empty gives nothing.
  ///   - bar: that a category's ratio is to reach; over the mixture it is 1.
  public func hindsight(of label: String, among fixed: [String], bar: Double) -> [Hindsight] {
    let rivals = arms.filter { fixed.contains($0.arm.label) }
    guard let chooser = arms.first(where: { $0.arm.label == label }), !rivals.isEmpty else {
      return []
    }
    let places: [String?] = categoryNames.count > 1 ? categoryNames.map { $0 } + [nil] : [nil]
    return places.compactMap { category in
      let chosen = category.map { [$0] }
      let rows = ([plain] + rivals).map { (rival: $0, row: row($0.arm, $0.runs, over: chosen)) }
      let known = rows.map(\.row).filter { $0.relativeSpeedByCost != nil }
      guard
        let best = rows.max(by: { $0.row.relativeSpeed.value < $1.row.relativeSpeed.value }),
        let byCost = known.max(by: {
          ($0.relativeSpeedByCost ?? 0) < ($1.relativeSpeedByCost ?? 0)
        }), let costOfBest = byCost.relativeSpeedByCost
      else { return nil }
      let ratio = relativeSpeed(chooser.runs, to: best.rival.runs, over: chosen)
      let bar = category == nil && categoryNames.count > 1 ? 1 : bar
      return Hindsight(
        label: label, category: category, best: best.row.label, relativeSpeed: ratio,
        bestByCost: byCost.label,
        relativeSpeedByCost: row(chooser.arm, chooser.runs, over: chosen).relativeSpeedByCost
          .map { $0 / costOfBest },
        bar: bar,
        outcome: ratio.low >= bar ? .holds : ratio.high < bar ? .doesNotHold : .undecided)
    }
  }
}
