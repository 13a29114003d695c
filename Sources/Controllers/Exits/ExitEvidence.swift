import Timeline

/// What is known of one exit layer: how often its most probable token was what followed, and how sure
/// of itself it was then.
///
/// Four sums in which a round's weight shrinks with each later one.
/// Source: DEL (Entezari Zarch et al. 2025), drafters.md section 2.3.
struct ExitEvidence: Hashable, Sendable {
  /// M: rows where the exit's token was what followed.
  private(set) var matches = 0.0
  /// N: rows where it was not.
  private(set) var mismatches = 0.0
  /// A: the exit's probabilities of its own token, summed over the matching rows.
  private(set) var matchedConfidence = 0.0
  /// B: the same over the others.
  private(set) var mismatchedConfidence = 0.0

  /// Takes the rows of one reading; those whose successor is not known are left out.
  ///
  /// - Parameter decay: what is left of everything known so far.
  mutating func take(_ exit: ExitSurvey.Exit, _ rows: [ExitSurvey.Row], decay: Double) {
    matches *= decay
    mismatches *= decay
    matchedConfidence *= decay
    mismatchedConfidence *= decay
    for (index, row) in rows.enumerated() where row.isCommitted {
      if exit.tokens[index] == row.target {
        matches += 1
        matchedConfidence += exit.probabilities[index]
      } else {
        mismatches += 1
        mismatchedConfidence += exit.probabilities[index]
      }
    }
  }

  /// alpha: the chance that a token drafted there is accepted; nil before anything was seen.
  var acceptance: Double? {
    let rows = matches + mismatches
    return rows > 0 ? matches / rows : nil
  }

  /// tau: half way between the mean confidence of matches and that of mismatches; nil until both were
  /// seen, so that nothing stops a draft. (The published code compares with 0/0 there, which comes to
  /// the same.)
  var threshold: Double? {
    guard matches > 0, mismatches > 0 else { return nil }
    return (matchedConfidence / matches + mismatchedConfidence / mismatches) / 2
  }
}
