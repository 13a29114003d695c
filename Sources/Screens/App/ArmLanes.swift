import DraftTrees
import Timeline
import Tokens

/// A lane for each thing the controller weighs, a column a round: what it was worth then, and how
/// much of the text it would have got.
struct ArmLanes {
  let model: AppModel
  let width: Int

  /// A bar and a mark.
  private static let cellColumns = 2

  /// Columns for the names.
  static func nameColumns(_ width: Int) -> Int { min(22, max(12, width / 4)) }

  private var glyphs: Glyphs { model.glyphs }
  private var laneColumn: Int { Self.nameColumns(width) + 8 }

  /// As many rounds as fit, the newest at the right.
  private var rounds: ArraySlice<Round> {
    model.shownRounds.prefix(model.cursor.round + 1)
      .suffix(max(1, (width - laneColumn) / Self.cellColumns))
  }

  var lines: [PaneLine] { worthLanes + textLanes }

  // MARK: What each was worth

  private var worthLanes: [PaneLine] {
    guard let choice = model.round?.choice else { return [] }
    let now = choice.candidates.filter { $0.exitLayer == nil }
    guard !now.isEmpty else { return [] }
    let weighed = rounds.flatMap { $0.choice.candidates }
    let finite = weighed.filter { $0.exitLayer == nil && $0.value.isFinite }.map(\.value)
    let (least, most) = (min(0, finite.min() ?? 0), finite.max() ?? 1)
    let measure = choice.measure.isEmpty ? "value" : choice.measure
    return [
      .blank,
      PaneLine(
        .text(TextWidth.cut(measure, to: laneColumn - 1, glyphs: glyphs), Style(.heading)),
        .column(laneColumn), .text(place, Style(.heading)),
        .text(
          "  \(glyphs.selected) drafted; most \(NumberText.fixed(most, decimals: 2))",
          Style(.faint))),
    ] + now.map { worthLane($0, choice, least: least, most: most) }
  }

  private var place: String {
    let (first, last) = ((rounds.first?.index ?? 0) + 1, (rounds.last?.index ?? 0) + 1)
    return first == last ? "round \(first)" : "rounds \(first) to \(last)"
  }

  private func worthLane(
    _ candidate: Candidate, _ choice: Choice, least: Double, most: Double
  ) -> PaneLine {
    var line = nameAndNumber(
      candidate.label, isNow: candidate.isChosen,
      NumberText.fixed(candidate.value, decimals: 2, columns: 6))
    line.opens = OpenedNumber(
      quantity: .armValue, value: NumberText.fixed(candidate.value, decimals: 4),
      working: [candidate.words, choice.reason])
    for round in rounds {
      let then = round.choice.candidates.first { $0.label == candidate.label }
      let height = then.map { most > least ? ($0.value - least) / (most - least) : 1 }
      line.pieces.append(
        .text(height.map(glyphs.spark) ?? " ", Style(height == nil ? .text : .shade(height))))
      line.pieces.append(
        .text(then?.isChosen == true ? glyphs.selected : " ", Style(.key)))
    }
    return line
  }

  private func nameAndNumber(_ name: String, isNow: Bool, _ number: String) -> PaneLine {
    let columns = Self.nameColumns(width)
    return PaneLine(
      .text(isNow ? glyphs.selected : " ", Style(.key)),
      .text(
        TextWidth.cut(name, to: columns - 2, glyphs: glyphs), Style(isNow ? .heading : .text)),
      .column(columns), .text(number, Style(.number)), .column(laneColumn))
  }

  // MARK: How much of the text

  /// Digits: the tokens of the text that a drafter's proposal of that round holds.
  private var textLanes: [PaneLine] {
    let shown = rounds.filter { !$0.shadows.isEmpty }
    guard !shown.isEmpty else { return [] }
    let names = Set(shown.flatMap { [$0.settings.drafter] + $0.shadows.map(\.drafter) }).sorted()
    return [
      .blank,
      PaneLine(
        .text("tokens it had right", Style(.heading)), .column(laneColumn),
        .text(place, Style(.heading)),
        .text("  \(glyphs.selected) drafted", Style(.faint))),
    ] + names.map(textLane)
  }

  private func textLane(_ name: String) -> PaneLine {
    var counts: [Int] = []
    var cells: [PaneLine.Piece] = []
    for round in rounds {
      let isOwn = round.settings.drafter == name
      let count = model.acceptedCount(of: name, in: round)
      if let count { counts.append(count) }
      let digit = count.map { $0 < 10 ? "\($0)" : "+" } ?? " "
      cells.append(.text(digit, Style(count ?? 0 > 0 ? .accepted : .faint)))
      cells.append(.text(isOwn ? glyphs.selected : " ", Style(.key)))
    }
    let total = counts.reduce(0, +)
    let mean = Ratio(total, per: counts.count)
    var line = nameAndNumber(
      name, isNow: model.round?.settings.drafter == name, NumberText.rate(mean.value))
    line.pieces += cells
    line.opens = OpenedNumber(
      quantity: .shadowAccepted, value: NumberText.rate(mean.value).trimmed,
      working: ["\(total) tokens / \(counts.count) of the rounds shown"])
    return line
  }
}

extension AppModel {
  /// Tokens that entered the text from a round on, up to the cursor.
  func text(from index: Int) -> [TokenID] {
    let later = shownRounds.prefix(cursor.round).dropFirst(index).flatMap { $0.committed }
    let here = index <= cursor.round ? round?.committed.prefix(progress?.committedCount ?? 0) : nil
    return (later + (here ?? [])).map(\.token)
  }

  /// How much of the text a drafter's proposal of a round holds, as far as the text is shown; nil
  /// where it proposed nothing or nothing of the round is committed.
  func acceptedCount(of drafter: String, in round: Round) -> Int? {
    let text = text(from: round.index)
    guard !text.isEmpty else { return nil }
    if round.settings.drafter == drafter { return round.judgement?.accepted.count }
    return round.shadows.first { $0.drafter == drafter }?.acceptedCount(along: text)
  }
}
