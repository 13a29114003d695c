import DraftTrees
import Timeline

/// The logit lens: what the selected node's row says behind each layer, the deepest first.
enum LensPane {
  private static let tokenColumn = 7

  static func summary(_ model: AppModel) -> String {
    guard model.areExitsVisible, let survey = model.round?.exits else { return "" }
    return survey.shortVocabularySize.map { "\($0) most frequent tokens" } ?? "all tokens"
  }

  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let round = model.round else { return [PaneLine("No round yet.", .faint)] }
    guard let survey = round.exits else {
      return ExitLayersPane.wrapped(
        "This round was not read behind the layers: there is no lens on it.", width)
    }
    guard model.areExitsVisible else {
      return ExitLayersPane.wrapped("The layers speak once the round is judged.", width)
    }
    let node = model.selectedNode
    let text = model.markedText(round.tree.tokens[node.rawValue], in: round)
    guard let row = survey.rows.firstIndex(where: { $0.node == node }) else {
      return ExitLayersPane.wrapped(
        "Below \(text) nothing was read: only rows that the text ran through. Left and right choose "
          + "one of them.", width)
    }
    return heading(model, round, survey, row: row, after: text, width: width)
      + targetLine(model, round, node: node, width: width)
      + survey.exits.reversed().map { line($0, model, round, survey, row: row, width: width) }
      + footing(survey, row: row, width: width)
  }

  private static func heading(
    _ model: AppModel, _ round: Round, _ survey: ExitSurvey, row: Int, after text: String,
    width: Int
  ) -> [PaneLine] {
    let target = model.markedText(survey.rows[row].target, in: round)
    var line = PaneLine("after \(text) ", .heading)
    line.add(survey.rows[row].isCommitted ? "came " : "the target expects ", .text)
    line.add(target, .heading)
    return [
      line,
      PaneLine(
        .text("layer", Style(.faint)), .column(tokenColumn),
        .text("token", Style(.faint)), .column(tokenColumn + textColumns(width) + 3),
        .text("probability", Style(.faint))),
    ]
  }

  /// Columns for a token's text.
  private static func textColumns(_ width: Int) -> Int { min(16, max(6, width - 30)) }

  /// What all layers together say.
  private static func targetLine(
    _ model: AppModel, _ round: Round, node: NodeIndex, width: Int
  ) -> [PaneLine] {
    guard round.scores.indices.contains(node.rawValue),
      let best = round.scores[node.rawValue].alternatives.first, let timeline = model.timeline
    else { return [] }
    let text = model.markedText(best.token, in: round)
    let probability = NumberText.probability(best.modelProbability)
    return [
      PaneLine(
        .text(NumberText.count(timeline.header.model.layerCount, columns: 4), Style(.number)),
        .column(tokenColumn), .text("  ", .text),
        .text(
          TextWidth.cut(text, to: textColumns(width), glyphs: model.glyphs), Style(.heading)),
        .column(tokenColumn + textColumns(width) + 3), .text(probability + " ", Style(.number)),
        .bar(best.modelProbability, width: barColumns(width), .bar),
        opens: OpenedNumber(
          quantity: .modelProbability, value: "\(text): \(probability.trimmed)",
          working: ["all layers: the target itself"]))
    ]
  }

  private static func barColumns(_ width: Int) -> Int {
    min(20, max(0, width - tokenColumn - textColumns(width) - 9))
  }

  private static func line(
    _ exit: ExitSurvey.Exit, _ model: AppModel, _ round: Round, _ survey: ExitSurvey, row: Int,
    width: Int
  ) -> PaneLine {
    let isMatch = exit.tokens[row] == survey.rows[row].target
    let verdict: Verdict = isMatch ? .accepted : .rejected
    let text = model.markedText(exit.tokens[row], in: round)
    let probability = NumberText.probability(exit.probabilities[row])
    let isChosen = round.choice.exitLayer == exit.layer
    return PaneLine(
      .text(isChosen ? model.glyphs.selected : " ", Style(.key)),
      .text(NumberText.count(exit.layer, columns: 3), Style(isChosen ? .heading : .number)),
      .column(tokenColumn), .text(model.glyphs.mark(verdict) + " ", Style(Role(verdict))),
      .text(
        TextWidth.cut(text, to: textColumns(width), glyphs: model.glyphs), Style(Role(verdict))),
      .column(tokenColumn + textColumns(width) + 3), .text(probability + " ", Style(.number)),
      .bar(exit.probabilities[row], width: barColumns(width), Role(verdict)),
      opens: OpenedNumber(
        quantity: .lensProbability, value: "\(text): \(probability.trimmed)",
        working: [
          "behind layer \(exit.layer): \(exit.probabilities[row])",
          isMatch
            ? "it is what the text or the target says" : "the text or the target says another",
        ]))
  }

  private static func footing(_ survey: ExitSurvey, row: Int, width: Int) -> [PaneLine] {
    let from = survey.agreedFrom(row: row)
    var line = PaneLine(
      from.map { "right from layer \($0) on" } ?? "right at the last layer only", .text)
    line.opens = OpenedNumber(
      quantity: .agreedFrom, value: from.map { "\($0)" } ?? "the last",
      working: ["of the layers read: \(survey.exits.map { "\($0.layer)" }.joined(separator: ", "))"]
    )
    let read =
      survey.shortVocabularySize.map {
        "Read over the \($0) most frequent tokens; a rarer one counts as wrong."
      } ?? "Read over the whole vocabulary; not in the timings."
    return [.blank, line] + ExitLayersPane.wrapped(read, width)
  }
}

extension AppModel {
  /// Left and right in the views of the layers: another place whose row was read.
  mutating func chooseRow(by step: Int) -> [Effect] {
    guard areExitsVisible, let rows = round?.exits?.rows.compactMap(\.node), !rows.isEmpty else {
      return refuse("no row of this round was read behind the layers")
    }
    let next: Int
    if let place = rows.firstIndex(of: selectedNode) {
      next = place + step
    } else {
      next = step > 0 ? 0 : rows.count - 1
    }
    guard rows.indices.contains(next) else {
      return refuse(step < 0 ? "this is the first row read" : "this is the last row read")
    }
    pinnedNode = pin(rows[next])
    return []
  }
}
