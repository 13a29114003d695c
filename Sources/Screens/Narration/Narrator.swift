import DraftTrees
import Timeline
import Tokens

/// What happened, said in words: one sentence an event or a round. Linear mode prints them, the
/// status line shows them, a screen reader reads them; so outcomes are words, never marks.
public enum Narrator {
  /// One round as far as it has come: `Round 7: drafted 5 tokens in 3 branches, accepted 3
  /// (" the", " cat", " sat"), then target chose " on" instead of " in".`
  /// - Parameter previous: the round before, so that a change of drafter is said.
  public static func sentence(for round: Round, after previous: Round? = nil) -> String {
    let words = RoundWords(round)
    guard let phase = round.lastPhase, phase >= .draft else {
      return "Round \(round.index + 1) begins."
    }
    let drafter = round.settings.drafter
    let isSwitch = previous.map { $0.settings.drafter != drafter } ?? false
    var parts = isSwitch ? ["switched to \(drafter)"] : []
    parts += [words.drafted + (round.choice.exitLayer.map { " from layer \($0)" } ?? "")]
    if phase < .judge {
      parts.append(phase < .score ? "not scored yet" : "scored by the target, not judged yet")
    } else {
      parts += words.outcome
    }
    return "Round \(round.index + 1): \(parts.joined(separator: ", "))." + ending(of: round)
  }

  /// One event of a round.
  /// - Parameter previous: the round before, so that a change of drafter is said.
  public static func sentence(
    for event: RoundEvent, in round: Round, after previous: Round? = nil
  ) -> String {
    let words = RoundWords(round)
    return switch event {
    case .chosen: chosen(round, after: previous)
    case .drafted(let node): words.drafted(node)
    case .scored(let node): words.scored(node)
    case .judged(let step): words.judged(step)
    case .committed(let number): words.committed(number) + lastEnding(number, of: round)
    case .learned: learned(round)
    }
  }

  private static func chosen(_ round: Round, after previous: Round?) -> String {
    let (choice, settings) = (round.choice, round.settings)
    var text = "Round \(round.index + 1) begins: drafter \(settings.drafter), "
    if let last = previous?.settings.drafter, last != settings.drafter {
      text = "Round \(round.index + 1) begins: drafter \(settings.drafter) instead of \(last), "
    }
    text += "verifier \(settings.verifier), at most \(tokens(choice.budget)) to draft"
    if let layer = choice.exitLayer { text += ", drafting leaves the target at layer \(layer)" }
    if let stop = choice.stop { text += ", a draft ends \(stop.words)" }
    let reason = choice.reason.hasSuffix(".") ? String(choice.reason.dropLast()) : choice.reason
    return text + (reason.isEmpty ? "." : "; \(reason).")
  }

  private static func learned(_ round: Round) -> String {
    guard !round.learned.isEmpty else { return "The drafter has seen round \(round.index + 1)." }
    return "The drafter has learned: \(round.learned.joined(separator: "; "))."
  }

  private static func lastEnding(_ number: Int, of round: Round) -> String {
    number == round.committed.count - 1 ? ending(of: round) : ""
  }

  private static func ending(of round: Round) -> String {
    switch round.finish {
    case .endToken: " The run ends: the model emitted an end token."
    case .tokenLimit: " The run ends: the token limit is reached."
    case .contextFull: " The run ends: the model's context is full."
    case .stopped: " The run was stopped."
    case nil: ""
    }
  }

  static func tokens(_ count: Int) -> String { count == 1 ? "1 token" : "\(count) tokens" }
}
