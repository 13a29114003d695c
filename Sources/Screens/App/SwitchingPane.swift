import DraftTrees
import Timeline
import Tokens

/// Who drafts and why: what the controller weighed, what others proposed in the shadow, and what each
/// would have brought. A sentence for runs that keep to one drafter.
enum SwitchingPane {
  static func summary(_ model: AppModel) -> String {
    guard let round = model.round else { return "" }
    return "\(round.settings.drafter) drafts"
  }

  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let round = model.round, let progress = model.progress, progress.event > 0 else {
      return [PaneLine("No round has chosen yet: . takes the first step.", .faint)]
    }
    var lines: [PaneLine] = [
      .heading("round \(round.index + 1): \(round.settings.drafter), why this one now")
    ]
    lines += TextWidth.wrap(round.choice.reason, columns: max(8, width)).map { PaneLine($0) }
    lines += switches(model, width: width)
    let lanes = ArmLanes(model: model, width: width).lines
    let shadows = ShadowLines(model: model, round: round, progress: progress, width: width).lines
    if lanes.isEmpty, shadows.isEmpty { return lines + absence(model, round, width: width) }
    return lines + lanes + hindsight(model, width: width) + shadows
  }

  private static func absence(_ model: AppModel, _ round: Round, width: Int) -> [PaneLine] {
    let isWeighingExits = round.choice.candidates.contains { $0.exitLayer != nil }
    let text =
      isWeighingExits
      ? "Controller \(round.choice.controller) weighs exit layers, not drafters: v e shows them."
      : "Controller \(round.choice.controller) keeps to one drafter, so nothing is weighed. One that "
        + "switches (:controller hedge) lets other drafters propose in the shadow as their time allows, "
        + "counts how far the text goes along each, and drafts with the one that pays; here one "
        + "sees its weights over the rounds, the shadow proposals and the regret against the best "
        + "single drafter."
    return [.blank] + ExitLayersPane.wrapped(text, width)
  }

  /// Since when this drafter drafts, and how often that changed.
  private static func switches(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let round = model.round else { return [] }
    let rounds = model.shownRounds.prefix(model.cursor.round + 1)
    let names = rounds.map(\.settings.drafter)
    let changes = zip(names, names.dropFirst()).count { $0 != $1 }
    guard changes > 0 || round.choice.drafter != nil else { return [] }
    let since = names.reversed().prefix { $0 == names.last }.count
    let counts = Dictionary(grouping: names) { $0 }.mapValues(\.count)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return [
      PaneLine(
        .text("drafts since round ", .text),
        .text("\(names.count - since + 1)", Style(.number)),
        .text("; switches: ", .text), .text("\(changes)", Style(.number)),
        .text(" in \(names.count) rounds", Style(.faint)),
        opens: OpenedNumber(
          quantity: .drafterSwitches, value: "\(changes)",
          working: counts.map { "\($0.key): \($0.value) of \(names.count) rounds" }))
    ]
  }

  // MARK: Hindsight

  /// What each drafter alone would have written, the run itself first.
  private static func hindsight(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let arms = model.statisticsSoFar?.arms, arms.rounds > 0 else { return [] }
    let column = ArmLanes.nameColumns(width) + 1
    func line(_ name: String, _ arm: DrafterHindsight.Arm, isBest: Bool, isOwn: Bool) -> PaneLine {
      let second = arm.tokensPerSecond
      var working = [
        "\(arm.emitted) tokens / \(arm.rounds) rounds: \(arm.accepted) accepted of "
          + "\(arm.drafted) proposed, and one more a round"
      ]
      if let second, let rate = second.value {
        working.append(
          "\(arm.emitted) tokens / \(NumberText.fixed(second.denominator, decimals: 4)) s = "
            + "\(NumberText.fixed(rate, decimals: 1)) a second")
      }
      return PaneLine(
        .text(isBest ? model.glyphs.selected : " ", Style(.key)),
        .text(
          TextWidth.cut(name, to: column - 2, glyphs: model.glyphs),
          Style(isOwn ? .heading : .text)), .column(column),
        .text(NumberText.rate(arm.tokensPerPass.value), Style(.number)), .column(column + 8),
        .text(second.map { NumberText.rate($0.value) } ?? "     -", Style(.number)),
        .text(
          arm.rounds < arms.rounds ? "  in \(arm.rounds) of \(arms.rounds) rounds" : "",
          Style(.faint)),
        opens: OpenedNumber(
          quantity: .shadowTokens, value: NumberText.rate(arm.tokensPerPass.value).trimmed,
          working: working))
    }
    let best = arms.best
    var lines: [PaneLine] = [
      .blank,
      PaneLine(
        .text("alone, so far", Style(.heading)), .column(column), .text("a pass", Style(.heading)),
        .column(column + 8), .text("a second", Style(.heading)),
        .text("  \(arms.rounds) rounds", Style(.faint))),
      line("this run", arms.own, isBest: false, isOwn: true),
    ]
    lines += arms.arms.sorted { $0.key < $1.key }.map {
      line($0.key, $0.value, isBest: $0.key == best?.name, isOwn: false)
    }
    if let best, let regret = arms.regret {
      lines.append(regretLine(regret, best: best.name, arms: arms, at: column))
    }
    return lines
  }

  private static func regretLine(
    _ regret: Double, best: String, arms: DrafterHindsight, at column: Int
  ) -> PaneLine {
    let text = NumberText.fixed(abs(regret), decimals: 1, columns: 6)
    let isBehind = regret > 0.05
    let isEven = abs(regret) <= 0.05
    let place = isEven ? "level with" : isBehind ? "tokens behind" : "tokens ahead of"
    return PaneLine(
      .text(isEven || isBehind ? "regret" : "gain", .text), .column(column),
      .text(text, Style(.number)), .text("  \(place) \(best) alone", Style(.faint)),
      opens: OpenedNumber(
        quantity: .regret, value: NumberText.fixed(regret, decimals: 2),
        working: ["this run wrote \(arms.own.emitted) tokens in \(arms.own.rounds) rounds"]))
  }
}
