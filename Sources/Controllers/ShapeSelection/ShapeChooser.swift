import Timeline
import Tokens

/// What the controllers of shapes share: the history of a run, and the choice from a table of
/// estimates.
struct ShapeChooser: Sendable {
  /// The most nodes where the settings give no budget.
  static let largestBudget = 12
  /// Candidates of a round that are recorded besides the plain one: the best.
  static let recordedCount = 10
  /// Plain rounds in a row before one drafts all the same.
  static let longestRest = 7
  static let measure = "tokens for the time of a plain pass"

  private let controller: String
  private let selector: ShapeSelector
  private var history = AgreementHistory()
  private var plainRounds = 0

  init(_ controller: String, _ selector: ShapeSelector) {
    self.controller = controller
    self.selector = selector
  }

  mutating func observe(_ round: Round) {
    history.observe(round)
    plainRounds = round.tree.draftedCount == 0 ? plainRounds + 1 : 0
  }

  func choose(_ settings: RoundSettings) -> Choice {
    let estimates = selector.estimates(
      after: history, budget: settings.budget ?? Self.largestBudget, drafter: settings.drafterName)
    let best = ShapeEstimate.best(of: estimates)
    let shapes = estimates.filter { $0.shape != nil }
    let isProbe = best.shape == nil && plainRounds >= Self.longestRest && !shapes.isEmpty
    let chosen = isProbe ? ShapeEstimate.best(of: shapes) : best
    return Choice(
      controller: controller, budget: chosen.shape?.nodeCount ?? 0,
      reason: reason(chosen, isProbe: isProbe), growth: chosen.shape?.growth,
      candidates: candidates(estimates, chosen: chosen), measure: Self.measure)
  }

  private func reason(_ chosen: ShapeEstimate, isProbe: Bool) -> String {
    let numbers =
      "\(hundredths(chosen.expectedAccepted + 1)) tokens expected for the time of "
      + "\(hundredths(chosen.cost)) plain passes"
    guard let shape = chosen.shape else {
      return "no shape brings more than a plain round in the time it takes"
    }
    return isProbe
      ? "a plain round pays more, but \(shape.label) is tried again: \(numbers)"
      : "\(shape.label): \(numbers)"
  }

  /// A plain round and the best shapes, in the order of all shapes.
  private func candidates(_ estimates: [ShapeEstimate], chosen: ShapeEstimate) -> [Candidate] {
    let ranked = estimates.filter { $0.shape != nil }.sorted { $0.value > $1.value }
    let kept = Set(ranked.prefix(Self.recordedCount).map(\.shape) + [nil, chosen.shape])
    return estimates.filter { kept.contains($0.shape) }.map { estimate in
      Candidate(
        label: estimate.shape?.label ?? "plain", growth: estimate.shape?.growth,
        draftLength: estimate.shape?.depth, value: estimate.value,
        isChosen: estimate.shape == chosen.shape,
        numbers: [
          "expected tokens": estimate.expectedAccepted + 1, "cost": estimate.cost,
          "nodes": Double(estimate.shape?.nodeCount ?? 0),
        ])
    }
  }

  private func hundredths(_ value: Double) -> String {
    let rounded = Int((value * 100).rounded())
    let digits = rounded % 100
    return "\(rounded / 100).\(digits < 10 ? "0" : "")\(digits)"
  }
}
