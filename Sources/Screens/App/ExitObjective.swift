import Timeline

/// What the controller weighed for this round: a line an exit, a column a draft length.
struct ExitObjective {
  let model: AppModel
  let width: Int

  private static let laneColumn = 24
  /// Longer drafts, which a trace may name, have no column.
  private static let longest = 64
  private var glyphs: Glyphs { model.glyphs }

  var lines: [PaneLine] {
    guard let choice = model.round?.choice, (model.progress?.event ?? 0) > 0 else { return [] }
    let candidates = choice.candidates.filter {
      $0.exitLayer != nil && $0.value.isFinite && ($0.draftLength ?? 0) < Self.longest
    }
    guard let least = candidates.map(\.value).min(), let most = candidates.map(\.value).max()
    else { return [] }
    let range =
      "\(NumberText.fixed(least, decimals: 3)) to \(NumberText.fixed(most, decimals: 3))"
    let measure = choice.measure.isEmpty ? "the objective" : choice.measure
    let lengths = Self.lengths(of: candidates)
    let byLayer = Dictionary(grouping: candidates) { $0.exitLayer ?? 0 }
    return [
      .blank,
      PaneLine(
        .text("\(measure), this round", Style(.heading)),
        .text("  \(range)", Style(.faint))),
      PaneLine(
        .text("exit   best at length  right", Style(.faint)), .column(Self.laneColumn + 6),
        .text("  lengths \(lengths.lowerBound) to \(lengths.upperBound)", Style(.faint))),
    ]
      + byLayer.sorted { $0.key > $1.key }.map { layer, candidates in
        line(layer, candidates, choice, lengths: lengths, values: least...most)
      }
  }

  private static func lengths(of candidates: [Candidate]) -> ClosedRange<Int> {
    let all = candidates.map { $0.draftLength ?? 0 }
    return (all.min() ?? 0)...(all.max() ?? 0)
  }

  private func line(
    _ layer: Int, _ candidates: [Candidate], _ choice: Choice, lengths: ClosedRange<Int>,
    values: ClosedRange<Double>
  ) -> PaneLine {
    let sorted = candidates.sorted { ($0.draftLength ?? 0) < ($1.draftLength ?? 0) }
    let chosen = sorted.first { $0.isChosen }
    let best = chosen ?? sorted.max { $0.value < $1.value } ?? sorted[0]
    var line = PaneLine(
      .text(chosen == nil ? " " : glyphs.selected, Style(.key)),
      .text(
        NumberText.count(layer, columns: 3), Style(chosen == nil ? .number : .heading)),
      .text("  " + NumberText.fixed(best.value, decimals: 3, columns: 6), Style(.number)),
      .text(
        best.draftLength.map { " at \(NumberText.count($0, columns: 2))" } ?? "", Style(.text)),
      .text("  " + NumberText.probability(best.numbers["acceptance"]), Style(.faint)),
      .column(Self.laneColumn),
      opens: OpenedNumber(
        quantity: .objective, value: NumberText.fixed(best.value, decimals: 4),
        working: [choice.reason] + sorted.map(\.words)))
    let spread = values.upperBound - values.lowerBound
    for length in lengths {
      guard let candidate = sorted.first(where: { ($0.draftLength ?? 0) == length }) else {
        line.add("  ")
        continue
      }
      let height = spread > 0 ? (candidate.value - values.lowerBound) / spread : 1
      line.add(candidate.isChosen ? glyphs.selected : " ", .key)
      line.add(glyphs.spark(height), .shade(height))
    }
    return line
  }
}

extension Candidate {
  /// The value and what it was made of, in one line.
  var words: String {
    let parts = numbers.sorted { $0.key < $1.key }.map {
      "\($0.key) \(NumberText.fixed($0.value, decimals: 3))"
    }
    return "\(label): \(NumberText.fixed(value, decimals: 4))"
      + (parts.isEmpty ? "" : " from " + parts.joined(separator: ", "))
      + (isChosen ? ", chosen" : "")
  }
}
