import DraftTrees
import Timeline

/// Layer by round: of the committed rows of a round, the share that the exit got right. The exit
/// that drafted is a line through it, of digits that say how many tokens it drafted.
struct ExitHeatMap {
  let model: AppModel
  let rounds: [Round]
  let width: Int

  /// Where the cells begin, behind the layer and its share over all rounds.
  private static let cellColumn = 12
  /// A bar and a mark.
  private static let cellColumns = 2

  private var glyphs: Glyphs { model.glyphs }

  /// All layers that were read or drafted at, the deepest first.
  var layers: [Int] {
    let read = rounds.flatMap { ($0.exits?.exits ?? []).map(\.layer) }
    return Set(read + rounds.compactMap(\.choice.exitLayer)).sorted(by: >)
  }

  /// As many rounds as fit, the newest at the right.
  private var shown: ArraySlice<Round> {
    rounds.suffix(max(1, (width - Self.cellColumn) / Self.cellColumns))
  }

  var lines: [PaneLine] {
    let first = (shown.first?.index ?? 0) + 1
    let last = (shown.last?.index ?? 0) + 1
    let place = first == last ? "round \(first)" : "rounds \(first) to \(last)"
    return [
      PaneLine(
        .text("layer right", Style(.heading)), .column(Self.cellColumn),
        .text(place, Style(.heading)),
        .text("  \(ramp) right; digit: drafted", Style(.faint)))
    ] + layers.map(line)
  }

  private var ramp: String { "\(glyphs.sparks[0])\(glyphs.ellipsis)\(glyphs.sparks.last ?? "")" }

  private func line(_ layer: Int) -> PaneLine {
    let counts = rounds.compactMap { $0.exits?.agreement(behind: layer) }
    let all = Ratio(
      counts.reduce(0) { $0 + $1.numerator }, per: counts.reduce(0) { $0 + $1.denominator })
    let isChosen = rounds.last?.choice.exitLayer == layer
    var line = PaneLine(
      .text(isChosen ? glyphs.selected : " ", Style(.key)),
      .text(NumberText.count(layer, columns: 3) + "  ", Style(isChosen ? .heading : .number)),
      .text(NumberText.probability(all.value), Style(.number)), .column(Self.cellColumn),
      opens: OpenedNumber(
        quantity: .exitAcceptance,
        value: "layer \(layer): \(NumberText.probability(all.value).trimmed)",
        working: [
          "\(NumberText.fixed(all.numerator, decimals: 0)) right / "
            + "\(NumberText.fixed(all.denominator, decimals: 0)) committed rows read"
        ]))
    for (place, round) in zip(shown.indices, shown) {
      let share = round.exits?.agreement(behind: layer)?.value
      let bar = share.map { glyphs.spark($0) } ?? " "
      line.pieces.append(.text(bar, Style(share == nil ? .text : .shade(share))))
      line.pieces.append(.text(mark(of: place, at: layer), Style(.heading)))
    }
    return line
  }

  /// The drafted length at the exit, and the line from one exit to the next.
  private func mark(of place: Int, at layer: Int) -> String {
    guard let exit = rounds[place].choice.exitLayer else { return " " }
    if exit == layer {
      let length = place == rounds.count - 1 ? visibleLength : rounds[place].tree.draftedCount
      return length.map { $0 < 10 ? "\($0)" : "+" } ?? "?"
    }
    guard rounds.indices.contains(place + 1), let next = rounds[place + 1].choice.exitLayer else {
      return " "
    }
    return min(exit, next) < layer && layer < max(exit, next) || layer == next && exit != next
      ? glyphs.stem : " "
  }

  /// What the round looked at has drafted; nil before it drafts.
  private var visibleLength: Int? {
    model.progress.flatMap { ($0.phase ?? .choose) >= .draft ? $0.draftedCount : nil }
  }
}

extension ExitSurvey {
  /// Committed rows whose most probable token behind the layer is what followed; nil where the layer
  /// was not read or no row is committed.
  func agreement(behind layer: Int) -> Ratio? {
    guard let exit = exits.first(where: { $0.layer == layer }) else { return nil }
    let known = rows.indices.filter { rows[$0].isCommitted }
    guard !known.isEmpty else { return nil }
    return Ratio(known.count { exit.tokens[$0] == rows[$0].target }, per: known.count)
  }

  /// The lowest layer from which on every layer read says what followed; nil when the deepest does not.
  func agreedFrom(row: Int) -> Int? {
    exits.reversed().prefix { $0.tokens[row] == rows[row].target }.last?.layer
  }
}

extension Glyphs {
  /// A column as high as a fraction of 1.
  func spark(_ fraction: Double) -> String {
    let bounded = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    return sparks[Int((bounded * Double(sparks.count - 1)).rounded())]
  }
}
