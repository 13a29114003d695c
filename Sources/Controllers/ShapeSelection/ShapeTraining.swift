/// Fits a `ShapeModel` to recorded rounds by ridge regression: for each shape, what the rounds would
/// have accepted less what the analytic estimate said, on the standardised features.
///
/// Least squares with a penalty on all weights but the constant; solved exactly, so that the same
/// traces give the same model. Source: ours, in the place of the paper's network.
public struct ShapeTraining {
  /// Rounds that the penalty counts for.
  static let penalty = 30.0
  /// Fewer rounds than these teach a shape nothing.
  static let fewestRounds = 100

  private let examples: [ShapeExample]
  private let features: [ShapeFeatures]
  private let levels: [[PathLevel]]

  public init(_ examples: [ShapeExample]) {
    self.examples = examples
    features = examples.map { ShapeFeatures($0.history) }
    levels = examples.map(\.history.levels)
  }

  /// Nil when there are too few rounds for any shape.
  ///
  /// - Parameters:
  ///   - budget: shapes of at most so many nodes.
  ///   - traces: number of traces the rounds came from, for the record.
  public func fit(budget: Int, traces: Int) -> ShapeModel? {
    let (means, deviations) = moments()
    let rows = features.map { feature in
      feature.values.indices.map { (feature.values[$0] - means[$0]) / deviations[$0] }
    }
    let corrections = DraftShape.all(budget: budget).compactMap { correction(of: $0, rows) }
    guard !corrections.isEmpty else { return nil }
    return ShapeModel(
      means: means, deviations: deviations, corrections: corrections,
      training: ShapeModel.Training(traces: traces, rounds: examples.count))
  }

  private func moments() -> (means: [Double], deviations: [Double]) {
    let count = Double(max(1, features.count))
    let indices = ShapeFeatures.names.indices
    let means = indices.map { index in features.reduce(0) { $0 + $1.values[index] } / count }
    let deviations = indices.map { index in
      let variance = features.reduce(0) { sum, feature in
        sum + (feature.values[index] - means[index]) * (feature.values[index] - means[index])
      }
      // A feature that never changed says nothing: its column is 0, and so is its weight.
      return variance > 1e-12 ? (variance / count).squareRoot() : 1
    }
    return (means, deviations)
  }

  private func correction(of shape: DraftShape, _ rows: [[Double]]) -> ShapeModel.Correction? {
    var equations = NormalEquations(unknownCount: ShapeFeatures.names.count + 1)
    for (index, example) in examples.enumerated() {
      guard let accepted = example.accepted(with: shape),
        let mean = ShapeValue.expectedAccepted(of: shape, along: levels[index])
      else { continue }
      equations.add([1] + rows[index], value: accepted - mean)
    }
    guard equations.rowCount >= Self.fewestRounds,
      let solution = equations.solve(penalty: Self.penalty)
    else { return nil }
    return ShapeModel.Correction(
      shape: shape, constant: solution[0], weights: Array(solution.dropFirst()))
  }
}
