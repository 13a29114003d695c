import Timeline
import Tokens

/// What is known of one exit layer: how often its most probable token was what followed, and how sure
/// of itself it was then.
///
/// Four sums in which everything known weighs less with each later observation, and the last
/// observations themselves. Source: DEL (Entezari Zarch et al. 2025), drafters.md section 2.3; the
/// stop's shares are ours.
struct ExitEvidence: Hashable, Sendable {
  /// A token the layer said, or would have.
  private struct Observation: Hashable, Sendable {
    var isMatch: Bool
    var confidence: Double
    var weight: Double
  }

  /// The most observations that are kept for the stop.
  static let mostObservations = 64

  /// M: tokens that were what followed.
  private(set) var matches = 0.0
  /// N: tokens that were not.
  private(set) var mismatches = 0.0
  /// A: the layer's probabilities of its own tokens, summed over matches.
  private(set) var matchedConfidence = 0.0
  /// B: the same over the others.
  private(set) var mismatchedConfidence = 0.0
  /// The last ones, each weight in units of `unit`; once there are enough, the next takes the place of
  /// the oldest.
  private var observations: [Observation] = []
  private var oldest = 0
  /// What an observation weighs that was added with a weight of 1: it fades with all before it.
  private var unit = 1.0

  /// All that is known weighs less from now on.
  mutating func decay(_ factor: Double) {
    matches *= factor
    mismatches *= factor
    matchedConfidence *= factor
    mismatchedConfidence *= factor
    unit *= factor
    guard unit < 1e-100 else { return }
    for index in observations.indices { observations[index].weight *= unit }
    unit = 1
  }

  /// Takes tokens the layer said, each with its probability.
  mutating func take(_ said: some Sequence<(isMatch: Bool, confidence: Double)>) {
    for token in said { take(token.isMatch, token.confidence) }
  }

  mutating func take(_ isMatch: Bool, _ confidence: Double) {
    if isMatch {
      matches += 1
      matchedConfidence += confidence
    } else {
      mismatches += 1
      mismatchedConfidence += confidence
    }
    let observation = Observation(isMatch: isMatch, confidence: confidence, weight: 1 / unit)
    if observations.count < Self.mostObservations {
      observations.append(observation)
    } else {
      observations[oldest] = observation
      oldest = (oldest + 1) % Self.mostObservations
    }
  }

  /// Log odds of acceptance, with half a match and half a mismatch more, so that they are finite.
  var logOdds: Double { naturalLogarithm((matches + 0.5) / (mismatches + 0.5)) }

  /// Takes the rows of one reading; those whose successor is not known are left out.
  mutating func take(_ exit: ExitSurvey.Exit, _ rows: [ExitSurvey.Row]) {
    take(
      rows.indices.lazy.filter { rows[$0].isCommitted }.map {
        (exit.tokens[$0] == rows[$0].target, exit.probabilities[$0])
      })
  }

  /// How much is known: an observation that did not decay counts 1.
  var weight: Double { matches + mismatches }

  /// What an estimate of the log odds from this is worth: the inverse of its variance.
  var information: Double {
    let share = (matches + 0.5) / (weight + 1)
    return weight * share * (1 - share)
  }

  /// alpha: the chance that a token drafted there is accepted; nil before anything was seen.
  var acceptance: Double? {
    weight > 0 ? matches / weight : nil
  }

  /// tau: half way between the mean confidence of matches and that of mismatches; nil until both were
  /// seen, so that nothing stops a draft. (The published code compares with 0/0 there, which comes to
  /// the same.)
  var threshold: Double? {
    guard matches > 0, mismatches > 0 else { return nil }
    return (matchedConfidence / matches + mismatchedConfidence / mismatches) / 2
  }

  /// Of the matches or of the others; 0 before there was one.
  func meanConfidence(_ isMatch: Bool) -> Double {
    let (sum, count) =
      isMatch ? (matchedConfidence, matches) : (mismatchedConfidence, mismatches)
    return count > 0 ? sum / count : 0
  }

  /// A stop at tau; nil where there is none. Decay leaves it as it is.
  var stop: ExitStop? {
    guard let threshold else { return nil }
    var (all, on, accepted) = (0.0, 0.0, 0.0)
    for observation in observations {
      all += observation.weight
      guard observation.confidence >= threshold else { continue }
      on += observation.weight
      if observation.isMatch { accepted += observation.weight }
    }
    return ExitStop(threshold: threshold, goesOn: on / all, goesOnAccepted: accepted / all)
  }
}
