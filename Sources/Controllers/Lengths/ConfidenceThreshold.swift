/// The confidence below which a chain should end, fitted to what was kept and what was not.
///
/// Of all thresholds it takes the one with the least FPR + 3 FNR: the share of refused tokens at or
/// above it, and three times the share of kept tokens below it. Only confidences that were seen are
/// tried, the highest first. Source: Hugging Face Transformers, "dynamic" with its ROC update;
/// drafters.md section 13.1. The window is ours: there the list grows for ever.
struct ConfidenceThreshold: Sendable {
  struct Observation: Hashable, Sendable {
    var confidence: Double
    var isKept: Bool
  }

  static let missWeight = 3.0
  /// Fewer are too few to fit.
  static let leastCount = 6
  static let window = 256

  private(set) var observations: [Observation] = []

  var keptCount: Int { observations.count { $0.isKept } }

  mutating func record(_ confidence: Double, isKept: Bool) {
    observations.append(Observation(confidence: confidence, isKept: isKept))
    if observations.count > Self.window {
      observations.removeFirst(observations.count - Self.window)
    }
  }

  /// Nil as long as there are too few observations, or all of one kind.
  var fitted: Double? {
    let kept = Double(keptCount)
    let refused = Double(observations.count) - kept
    guard observations.count >= Self.leastCount, kept > 0, refused > 0 else { return nil }
    let falling = observations.sorted { $0.confidence > $1.confidence }
    var best: (threshold: Double, loss: Double)?
    var (keptAbove, refusedAbove) = (0.0, 0.0)
    for (index, observation) in falling.enumerated() {
      if observation.isKept { keptAbove += 1 } else { refusedAbove += 1 }
      let isLastOfItsKind =
        index + 1 == falling.count || falling[index + 1].confidence < observation.confidence
      guard isLastOfItsKind else { continue }
      let loss = refusedAbove / refused + Self.missWeight * (1 - keptAbove / kept)
      if loss < best?.loss ?? .infinity { best = (observation.confidence, loss) }
    }
    return best?.threshold
  }
}
