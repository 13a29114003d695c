import DraftTrees
import Timeline
import Tokens

/// Every verifier that may judge the tree at hand: its chances before any coin is thrown, what it
/// does with the draws of this round, and its steps beside those of the verifier that decided.
enum VerifiersPane {
  static func summary(_ model: AppModel) -> String {
    guard let round = model.round, !round.outlooks.isEmpty else { return "" }
    return "\(round.outlooks.count) for this tree"
  }

  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let round = model.round, let progress = model.progress else {
      return [PaneLine("No round yet.", .faint)]
    }
    var named = round
    if let pieces = model.scrubbedCoin?.rejudged?.pieces {
      named.pieces.merge(pieces) { known, _ in known }
    }
    let writer = VerifiersWriter(model: model, round: named, progress: progress, width: width)
    guard !round.outlooks.isEmpty else {
      let text =
        round.tree.draftedCount == 0
        ? "Nothing was drafted in this round: there is nothing to verify."
        : model.isLive
          ? "From now on every verifier is compared on every tree of up to \(mostNodes) nodes: go on "
            + "with n. This round was judged before the view was opened."
          : "The verifiers were not compared on this tree: that is done while this view is open in "
            + "a live run, for trees of at most \(mostNodes) nodes."
      return TextWidth.wrap(text, columns: max(8, width)).map { PaneLine($0, .faint) }
        + writer.biasMeter
    }
    guard progress.phase.map({ $0 >= .score }) ?? false else {
      return [PaneLine("The tree is not scored yet: chances need p.", .faint)]
    }
    return writer.lines
  }

  /// The largest tree whose outcomes are branched over.
  static let mostNodes = 12
}

/// Writes the table and the steps.
struct VerifiersWriter {
  let model: AppModel
  let round: Round
  let progress: RoundProgress
  let width: Int

  private static let nameColumns = 26
  private var glyphs: Glyphs { model.glyphs }
  private var isJudged: Bool {
    round.judgement.map { progress.judgeStepCount >= $0.steps.count } ?? false
  }

  var lines: [PaneLine] {
    [
      PaneLine(
        .text("verifier", Style(.heading)), .column(Self.nameColumns),
        .text("expected  these draws     chance of accepting 0, 1, 2 …", Style(.heading)))
    ] + round.outlooks.map(line) + steps + firstTokenLines + biasMeter
  }

  // MARK: The law of the next token

  /// What the verifier looked at emits first, before any coin is thrown, beside the target's law.
  private var firstTokenLines: [PaneLine] {
    guard let shown = shown ?? round.outlooks.first, !shown.firstTokens.isEmpty else { return [] }
    let barColumns = min(16, max(0, (width - Self.nameColumns - 16) / 2))
    var lines: [PaneLine] = [
      .blank,
      PaneLine(
        .text(
          TextWidth.cut("next: \(shown.verifier)", to: Self.nameColumns - 1, glyphs: glyphs),
          Style(.heading)), .column(Self.nameColumns),
        .text("emitted", Style(.heading)), .column(Self.nameColumns + 8 + barColumns),
        .text("target", Style(.heading))),
    ]
    for chance in shown.firstTokens {
      let name = chance.token.map { model.markedText($0, in: round) } ?? "all others"
      lines.append(
        PaneLine(
          .text(TextWidth.cut(" " + name, to: Self.nameColumns - 1, glyphs: glyphs), .text),
          .column(Self.nameColumns),
          .text(NumberText.fixed(chance.emitted, decimals: 3) + " ", Style(.number)),
          .bar(chance.emitted, width: barColumns, .bar),
          .column(Self.nameColumns + 8 + barColumns),
          .text(NumberText.fixed(chance.target, decimals: 3) + " ", Style(.number)),
          .bar(chance.target, width: barColumns, .bar)))
    }
    let variation = NumberText.fixed(shown.firstTokenVariation, decimals: 4)
    let isDrawn = round.tree.law != .deterministic
    lines.append(
      PaneLine(
        .text(" total variation", .text), .column(Self.nameColumns),
        .text(variation, Style(.number)),
        .text(
          isDrawn
            ? "  given this tree; over all drawn trees 0 if lossless" : "  given this tree",
          Style(.faint)),
        opens: OpenedNumber(
          quantity: .bias, value: variation,
          working: ["half the sum of |emitted - target| over the lines above"])))
    return lines
  }

  // MARK: The meter of bias

  /// For a verifier that changes the output: this round's bias, and its mean over the rounds so far.
  var biasMeter: [PaneLine] {
    guard let bias = round.bias, isJudged, let statistics = model.statisticsSoFar else {
      return []
    }
    let text = NumberText.fixed(bias.totalVariation, decimals: 3)
    var now = PaneLine(
      .text("this round", .text), .column(Self.nameColumns), .text(text + " ", Style(.number)),
      .bar(bias.totalVariation, width: min(30, max(0, width - Self.nameColumns - 7)), .warning))
    now.opens = OpenedNumber(quantity: .bias, value: text, working: [bias.scope.sentence])
    var lines: [PaneLine] = [
      .blank,
      PaneLine(
        "\(glyphs.warning) \(round.settings.verifier) changes the output: its bias", .warning),
      now,
    ]
    if let mean = statistics.meanBias.value {
      lines.append(
        PaneLine(
          .text("mean of \(statistics.biasedRounds) rounds", .text), .column(Self.nameColumns),
          .text(NumberText.fixed(mean, decimals: 3) + " ", Style(.number)),
          .bar(mean, width: min(30, max(0, width - Self.nameColumns - 7)), .warning),
          opens: OpenedNumber(
            quantity: .bias, value: NumberText.fixed(mean, decimals: 3),
            working: [
              "\(NumberText.fixed(statistics.accumulatedBias, decimals: 4)) / "
                + "\(statistics.biasedRounds) rounds"
            ])))
      lines.append(
        PaneLine(
          .text("added up", .text), .column(Self.nameColumns),
          .text(NumberText.fixed(statistics.accumulatedBias, decimals: 3), Style(.number))))
    }
    return lines
  }

  // MARK: The table

  private func line(_ outlook: VerifierOutlook) -> PaneLine {
    let isDeciding = outlook.verifier == round.settings.verifier
    let expected = outlook.expectedAccepted.map { NumberText.fixed($0, decimals: 2) } ?? "  - "
    var line = PaneLine(
      .text((isDeciding ? glyphs.selected : " ") + outlook.verifier, Style(.text)),
      .column(Self.nameColumns), .text(expected, Style(.number)), .column(Self.nameColumns + 10),
      .text(outcome(outlook), .text), .column(Self.nameColumns + 26))
    for (length, chance) in outlook.acceptedLengths.enumerated() {
      line.add(length == 0 ? "" : " ")
      line.add(NumberText.fixed(chance, decimals: 2), .number)
    }
    if let bias = outlook.bias, bias > 1e-9 {
      line.add("  \(glyphs.warning) bias \(NumberText.fixed(bias, decimals: 3))", .warning)
    }
    line.opens = OpenedNumber(
      quantity: .expectedAccepted, value: expected.trimmed,
      working: outlook.acceptedLengths.enumerated().map {
        "\($0) accepted with chance \($1)"
      } + (outlook.bias.map { ["bias of the first token: \($0)"] } ?? []))
    return line
  }

  /// "2 + the": accepted nodes and the extra token.
  private func outcome(_ outlook: VerifierOutlook) -> String {
    guard isJudged else { return glyphs.ellipsis }
    let extra = outlook.judgement.extra.map { " + " + model.markedText($0, in: round) } ?? ""
    return TextWidth.cut(
      "\(outlook.judgement.accepted.count)\(extra)", to: 15, glyphs: glyphs)
  }

  // MARK: Steps side by side

  private var shown: VerifierOutlook? {
    round.outlooks.first { $0.verifier == model.shownOutlook }
      ?? round.outlooks.first { $0.verifier != round.settings.verifier }
  }

  private var steps: [PaneLine] {
    guard isJudged, let judgement = round.judgement, let shown else { return [] }
    let rejudged = scrubbed(shown)?.rejudged
    let half = max(20, (width - 3) / 2)
    var lines: [PaneLine] = [
      .blank,
      PaneLine(
        .text(round.settings.verifier + ", which decided", Style(.heading)), .column(half + 2),
        .text(
          shown.verifier + (rejudged == nil ? ", the same draws" : ", one coin moved"),
          Style(rejudged == nil ? .heading : .warning))),
    ]
    let (left, right) = (judgement.steps, (rejudged?.judgement ?? shown.judgement).steps)
    for index in 0..<max(left.count, right.count) {
      var line = PaneLine(
        .text(text(left.indices.contains(index) ? left[index] : nil, columns: half), .text),
        .column(half + 2))
      if right.indices.contains(index) {
        let coin = scrubbed(shown).flatMap { $0.step == index ? $0.uniform : nil }
        line.add(text(right[index], columns: half, coin: coin), coin == nil ? .text : .warning)
      }
      lines.append(line)
    }
    lines.append(
      PaneLine(
        .text(ending(judgement), Style(.accepted)), .column(half + 2),
        .text(
          ending(rejudged?.judgement ?? shown.judgement),
          Style(rejudged == nil ? .accepted : .warning))))
    return lines
  }

  /// The moved coin of a verifier's judgement, if it is one of this round.
  private func scrubbed(_ outlook: VerifierOutlook) -> ScrubbedCoin? {
    model.scrubbedCoin.flatMap { coin in
      coin.branch == round.branch && coin.round == round.index
        && coin.verifier == outlook.verifier ? coin : nil
    }
  }

  private func ending(_ judgement: Judgement) -> String {
    let tokens =
      judgement.accepted.map { round.tree.tokens[$0.rawValue] }
      + (judgement.extra.map { [$0] } ?? [])
    return "emits " + tokens.map { model.markedText($0, in: round) }.joined(separator: " ")
  }

  private func text(_ step: JudgeStep?, columns: Int, coin: Double? = nil) -> String {
    guard let step else { return "" }
    let action = step.action
    var text = action.kind.words
    if let token = action.token { text += " " + model.markedText(token, in: round) }
    if let uniform = coin ?? action.uniform {
      text += " u " + NumberText.fixed(uniform, decimals: 3)
      if let acceptance = action.numbers[.acceptance] {
        let isAccepted = uniform < acceptance
        text += isAccepted ? " < " : (glyphs.isASCII ? " >= " : " ≥ ")
        text += NumberText.fixed(acceptance, decimals: 3)
        text += " " + glyphs.mark(isAccepted ? .accepted : .rejected)
        if coin != nil { text += " what if" }
      }
    } else if let weight = action.numbers[.weight] {
      text += " w " + NumberText.fixed(weight, decimals: 3)
    }
    return TextWidth.cut(text, to: columns, glyphs: glyphs)
  }
}

extension BiasReading.Scope {
  /// What the number is about.
  var sentence: String {
    switch self {
    case .tree: "the law of the first token given this tree, which was chosen, not drawn"
    case .miniature:
      "drafting and verification together, on this round's laws in miniature: two tokens and all "
        + "others, at two levels"
    }
  }
}
