import Timeline
import Tokens

/// A draft length that rises behind a draft that was kept whole, and falls by one behind another.
///
/// Rounds that drafted nothing leave it as it is. Source: drafters.md section 13.1.
struct SteppedLength: Sendable {
  /// Added behind a draft that was kept whole.
  let rise: Int
  let cap: Int
  private(set) var length: Int
  private var last: RoundOutcome?

  init(start: Int, rise: Int, cap: Int) {
    self.rise = rise
    self.cap = cap
    length = min(start, cap)
  }

  mutating func observe(_ round: Round) {
    guard let outcome = RoundOutcome(round) else { return }
    last = outcome
    length = outcome.isKeptWhole ? min(cap, length + rise) : max(1, length - 1)
  }

  func choice(of controller: String, _ settings: RoundSettings) -> Choice {
    let budget = max(0, min(length, settings.budget ?? cap))
    return Choice(controller: controller, budget: budget, reason: reason)
  }

  private var reason: String {
    guard let last else { return "the first draft: \(length)" }
    return last.isKeptWhole
      ? "the last draft was kept to its end, \(last.acceptedCount) deep: up to \(length)"
      : "\(last.acceptedCount) of \(last.depth) levels of the last draft were kept: down to \(length)"
  }

  /// What controllers of this kind let a person set.
  static func parameters(start: Double) -> [MethodParameter] {
    [
      MethodParameter(
        name: "start", summary: "Length of the first draft.", range: 1...64, standard: start),
      MethodParameter(
        name: "cap", summary: "The longest draft.", range: 1...64, standard: 20),
    ]
  }
}
