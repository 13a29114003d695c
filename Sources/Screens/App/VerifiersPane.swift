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
    }
    guard progress.phase.map({ $0 >= .score }) ?? false else {
      return [PaneLine("The tree is not scored yet: chances need p.", .faint)]
    }
    let writer = VerifiersWriter(model: model, round: round, progress: progress, width: width)
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
    ] + round.outlooks.map(line) + steps
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
    let half = max(20, (width - 3) / 2)
    var lines: [PaneLine] = [
      .blank,
      PaneLine(
        .text(round.settings.verifier + ", which decided", Style(.heading)), .column(half + 2),
        .text(shown.verifier + ", the same draws", Style(.heading))),
    ]
    let (left, right) = (judgement.steps, shown.judgement.steps)
    for index in 0..<max(left.count, right.count) {
      var line = PaneLine(
        .text(text(left.indices.contains(index) ? left[index] : nil, columns: half), .text),
        .column(half + 2))
      if right.indices.contains(index) {
        let coin = model.scrubbedCoin.flatMap { coin in
          coin.round == round.index && coin.verifier == shown.verifier && coin.step == index
            ? coin.uniform : nil
        }
        line.add(text(right[index], columns: half, coin: coin), coin == nil ? .text : .warning)
      }
      lines.append(line)
    }
    lines.append(
      PaneLine(
        .text(ending(judgement), Style(.accepted)), .column(half + 2),
        .text(ending(shown.judgement), Style(.accepted))))
    return lines
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

/// A coin that a person moves, to see where its verdict flips.
struct ScrubbedCoin: Hashable, Sendable {
  var round: Int
  var verifier: String
  var step: Int
  /// In [0, 1).
  var uniform: Double
}

extension AppModel {
  /// Remembers which verifier's line was selected.
  mutating func rememberOutlook(atLine line: Int) {
    guard let outlooks = round?.outlooks, outlooks.indices.contains(line - 1) else { return }
    shownOutlook = outlooks[line - 1].verifier
  }

  /// Left and right on a test: its coin by a twentieth.
  mutating func scrubCoin(by step: Double) -> [Effect] {
    guard let round, let outlooks = self.round?.outlooks, !outlooks.isEmpty else {
      return refuse("there is no coin here")
    }
    let shown =
      outlooks.first { $0.verifier == shownOutlook }
      ?? outlooks.first { $0.verifier != round.settings.verifier }
    let index = selectedLine(of: .verifiers) - outlooks.count - 3
    guard let shown, shown.judgement.steps.indices.contains(index),
      shown.judgement.steps[index].action.kind == .test,
      let thrown = shown.judgement.steps[index].action.uniform
    else { return refuse("left and right move the coin of a test; down goes to the steps") }
    let isSame =
      scrubbedCoin?.round == round.index && scrubbedCoin?.verifier == shown.verifier
      && scrubbedCoin?.step == index
    let from = isSame ? scrubbedCoin?.uniform ?? thrown : thrown
    scrubbedCoin = ScrubbedCoin(
      round: round.index, verifier: shown.verifier, step: index,
      uniform: min(max(from + step, 0), 0.999))
    say("what if this coin had fallen there; the run itself stays as it was")
    return []
  }
}
