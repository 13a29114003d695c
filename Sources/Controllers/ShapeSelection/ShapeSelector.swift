/// What a shape is expected to bring, and what it costs.
public struct ShapeEstimate: Hashable, Sendable {
  /// Nil for a plain round.
  public let shape: DraftShape?
  /// E[tau]: accepted tokens, the extra one not counted.
  public let expectedAccepted: Double
  /// T: passes of the target and of the draft model, in plain passes.
  public let cost: Double

  /// T(a) = c(1 + nodes) + the draft passes: one row a level down to the end of the trunk, whose law
  /// all branches share, then one row a branch.
  ///
  /// - Parameters:
  ///   - shape: nil for a plain round.
  ///   - expectedAccepted: 0 where only the cost is wanted.
  public init(
    _ shape: DraftShape?, expectedAccepted: Double = 0, drafter: String, cost: CostModel
  ) {
    self.shape = shape
    self.expectedAccepted = expectedAccepted
    guard let shape else {
      self.cost = 1
      return
    }
    self.cost =
      cost.relativeCost(rows: shape.nodeCount + 1)
      + Double(shape.trunk + 1) * cost.draftCost(rows: 1, drafter: drafter)
      + Double(shape.length - 1) * cost.draftCost(rows: shape.paths, drafter: drafter)
  }

  /// Tokens for the time of a plain pass: (E[tau] + 1) / T.
  public var value: Double { (expectedAccepted + 1) / cost }

  /// The first of those with the largest value.
  public static func best(of estimates: [ShapeEstimate]) -> ShapeEstimate {
    precondition(!estimates.isEmpty, "a plain round can always be had")
    return estimates.dropFirst().reduce(estimates[0]) { $1.value > $0.value ? $1 : $0 }
  }
}

/// Weighs the shapes of delayed expansion against each other: expected tokens over measured cost.
///
/// Without a model the expected tokens follow from the means of the rounds so far (analytic); a model
/// corrects them by what it learned from traces.
/// Source: Dynamic Delayed Tree Expansion; verification-and-trees.md section 5.2.
public struct ShapeSelector: Sendable {
  private let cost: CostModel
  private let model: ShapeModel?

  public init(cost: CostModel, model: ShapeModel? = nil) {
    self.cost = cost
    self.model = model
  }

  /// A plain round first, then every shape of at most `budget` nodes.
  public func estimates(
    after history: AgreementHistory, budget: Int, drafter: String
  ) -> [ShapeEstimate] {
    let levels = history.levels
    let features = model == nil ? nil : ShapeFeatures(history)
    let shapes = DraftShape.all(budget: budget).map { shape in
      let mean = ShapeValue.expectedAccepted(of: shape, along: levels) ?? 0
      let expected =
        features.flatMap { model?.expectedAccepted(of: shape, mean: mean, features: $0) } ?? mean
      return ShapeEstimate(shape, expectedAccepted: expected, drafter: drafter, cost: cost)
    }
    return [ShapeEstimate(nil, drafter: drafter, cost: cost)] + shapes
  }
}
