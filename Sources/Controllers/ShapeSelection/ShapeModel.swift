/// What was learned from traces: for each shape, how its expected accepted tokens differ from the
/// analytic estimate, linear in the standardised features.
///
/// Costs are no part of it: they are measured where it is used.
public struct ShapeModel: Hashable, Sendable, Codable {
  /// The word by which a file is known.
  public static let formatName = "draftscope-shape-selector"
  public static let version = 1

  public let format: String
  public let version: Int
  /// Names of the features, in their order.
  public let features: [String]
  /// Mean and standard deviation of each feature over the training rounds.
  let means: [Double]
  let deviations: [Double]
  let corrections: [Correction]
  /// What it was trained on, for people.
  public let training: Training

  /// Of one shape.
  struct Correction: Hashable, Sendable, Codable {
    let shape: DraftShape
    let constant: Double
    /// One a feature.
    let weights: [Double]
  }

  public struct Training: Hashable, Sendable, Codable {
    public let traces: Int
    public let rounds: Int

    public init(traces: Int, rounds: Int) {
      self.traces = traces
      self.rounds = rounds
    }
  }

  init(
    means: [Double], deviations: [Double], corrections: [Correction], training: Training
  ) {
    format = Self.formatName
    version = Self.version
    features = ShapeFeatures.names
    self.means = means
    self.deviations = deviations
    self.corrections = corrections
    self.training = training
  }

  /// Nil for a shape it has not learned.
  func expectedAccepted(
    of shape: DraftShape, mean: Double, features: ShapeFeatures
  ) -> Double? {
    guard let correction = corrections.first(where: { $0.shape == shape }) else { return nil }
    var expected = mean + correction.constant
    for index in features.values.indices {
      expected +=
        correction.weights[index] * (features.values[index] - means[index]) / deviations[index]
    }
    return min(max(expected, 0), Double(shape.depth))
  }

  /// Why a file cannot be used; nil when it can.
  public var problem: String? {
    if format != Self.formatName { return "it is no selector of shapes" }
    if version != Self.version {
      return "it has version \(version), and this program reads version \(Self.version)"
    }
    if features != ShapeFeatures.names {
      return "it was trained on other features; train it again with this program"
    }
    let numbers = means + deviations + corrections.flatMap { $0.weights + [$0.constant] }
    let isWhole =
      means.count == features.count && deviations.count == features.count
      && corrections.allSatisfy { $0.weights.count == features.count }
    guard isWhole, numbers.allSatisfy(\.isFinite), deviations.allSatisfy({ $0 > 0 }) else {
      return "its weights are damaged; train it again"
    }
    return nil
  }
}
