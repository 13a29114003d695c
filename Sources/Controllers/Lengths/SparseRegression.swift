import Tokens

/// Logistic regression over named binary features, learned online, with an L1 penalty that drives
/// the weights of useless features to exactly zero.
///
/// Each example takes a step of the log loss and then shrinks every weight but the constant one
/// towards zero by `rate * penalty` (proximal gradient). Source: drafters.md section 14.1, after
/// "Identifying and Exploiting Sparse Branch Correlations".
struct SparseRegression: Sendable {
  /// The feature that is always there; it is not shrunk.
  static let constant = "always"

  let rate: Double
  let penalty: Double
  private(set) var weights: [String: Double] = [:]

  init(rate: Double, penalty: Double) {
    self.rate = rate
    self.penalty = penalty
  }

  /// - Parameter features: those that are present, `constant` left out, each once.
  func probability(_ features: [String]) -> Double {
    let sum = features.reduce(weights[Self.constant] ?? 0) { $0 + (weights[$1] ?? 0) }
    return 1 / (1 + exponential(-sum))
  }

  mutating func learn(_ features: [String], _ isTrue: Bool) {
    let step = rate * ((isTrue ? 1 : 0) - probability(features))
    for feature in [Self.constant] + features { weights[feature, default: 0] += step }
    let shrinkage = rate * penalty
    for (name, weight) in weights where name != Self.constant {
      let size = abs(weight) - shrinkage
      weights[name] = size > 0 ? (weight > 0 ? size : -size) : nil
    }
  }

  /// Weights that are not zero, the largest first, without the constant one.
  var surviving: [(name: String, weight: Double)] {
    weights.filter { $0.key != Self.constant }
      .sorted { (abs($0.value), $1.key) > (abs($1.value), $0.key) }
      .map { (name: $0.key, weight: $0.value) }
  }
}
