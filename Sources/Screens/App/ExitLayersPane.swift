import DraftTrees
import Timeline

/// Which layers already say what the text says, round by round, and what drafting at one of them is
/// worth. Counts what the rounds hold; a sentence for runs without.
enum ExitLayersPane {
  static func summary(_ model: AppModel) -> String {
    guard let round = model.round, let layer = round.choice.exitLayer,
      let layers = model.timeline?.header.model.layerCount
    else { return "" }
    return "exit \(layer) of \(layers)"
  }

  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let timeline = model.timeline else { return [] }
    let rounds = model.roundsWithExits
    let isExiting = rounds.contains { $0.choice.exitLayer != nil }
    let map = ExitHeatMap(model: model, rounds: rounds, width: width)
    let objective = ExitObjective(model: model, width: width)
    let statistics = model.statisticsSoFar
    var lines = map.layers.isEmpty ? [] : map.lines
    if !rounds.contains(where: { $0.exits != nil }) {
      lines = wrapped(absence(model, timeline, isExiting: isExiting), width) + lines
    }
    lines = roundFacts(model, timeline, width: width) + lines + objective.lines
    if let exits = statistics?.exits, exits.rounds > 0 {
      lines += ExitHindsightLines(exits: exits, width: width, glyphs: model.glyphs).lines
    }
    return lines
  }

  /// Why there is nothing to see, or not yet.
  private static func absence(_ model: AppModel, _ timeline: Timeline, isExiting: Bool) -> String {
    if model.isLive {
      return model.isFinished
        ? "The run has ended. While this view is open in a live run, every row is read behind every "
          + "layer."
        : "From the next round on every row is read behind every layer, for as long as this view is "
          + "open: n goes on. Reading is in no phase's time."
    }
    let drafter = model.shownSettings?.drafter ?? timeline.header.settings.drafter
    let text =
      "The rounds of this run were not read behind the layers: that is done while this view is open "
      + "in a live run, or by a controller that learns from exits."
    return isExiting
      ? text
      : text + " Nor did its drafter \(drafter) draft with the model's own first layers: drafter "
        + "early-exit does, and controller del picks its exit."
  }

  /// What this round was told to do.
  private static func roundFacts(
    _ model: AppModel, _ timeline: Timeline, width: Int
  ) -> [PaneLine] {
    guard let round = model.round, let progress = model.progress, progress.event > 0,
      let layer = round.choice.exitLayer
    else { return [] }
    let layers = timeline.header.model.layerCount
    var exit = PaneLine(
      .text("exit", .text), .column(8), .text("\(layer) of \(layers) layers", Style(.number)),
      opens: OpenedNumber(
        quantity: .exitLayer, value: "\(layer)", working: [round.choice.reason]))
    if progress.draftedCount > 0 {
      exit.add("  drafted \(progress.draftedCount)", .number)
      let accepted = progress.verdicts.dropFirst().count { $0 == .accepted }
      if progress.judgeStepCount > 0 { exit.add(", accepted \(accepted)", .number) }
    }
    guard let stop = round.choice.stop else { return [exit] }
    let threshold = NumberText.fixed(stop.threshold, decimals: 3)
    return [
      exit,
      PaneLine(
        .text("stop", .text), .column(8), .text(stop.words, Style(.number)),
        opens: OpenedNumber(
          quantity: .stopThreshold, value: threshold, working: [stop.words])),
    ]
  }

  static func wrapped(_ text: String, _ width: Int) -> [PaneLine] {
    TextWidth.wrap(text, columns: max(8, width)).map { PaneLine($0, .faint) }
  }
}

extension AppModel {
  /// Rounds up to the cursor whose exits are visible: read once a round is judged.
  var roundsWithExits: [Round] {
    guard let progress, progress.event > 0 else { return Array(shownRounds.prefix(cursor.round)) }
    var rounds = Array(shownRounds.prefix(cursor.round + 1))
    if !areExitsVisible, !rounds.isEmpty { rounds[rounds.count - 1].exits = nil }
    return rounds
  }

  /// Whether what the layers said of the round looked at may be shown: its verdicts are.
  var areExitsVisible: Bool {
    guard let round, let progress, let judgement = round.judgement else { return false }
    return progress.judgeStepCount >= judgement.steps.count
  }
}

extension StopRule {
  /// When a chain ends, in words.
  var words: String {
    let number = NumberText.fixed(threshold, decimals: 2)
    return switch kind {
    case .confidence: "behind a token with q below \(number)"
    case .topProbability: "behind a draw whose largest q is below \(number)"
    case .entropy: "before a draw whose entropy term exceeds \(number)"
    case .entropyBound: "before a draw whose acceptance bound is below \(number)"
    }
  }
}
