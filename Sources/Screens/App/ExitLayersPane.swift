import Timeline

/// The layer at which each round's drafting left the model; a sentence for runs without.
enum ExitLayersPane {
  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let timeline = model.timeline else { return [] }
    let layers = timeline.header.model.layerCount
    let rounds = model.shownRounds.prefix(model.cursor.round + 1)
    guard rounds.contains(where: { $0.choice.exitLayer != nil }) else {
      let drafter = model.shownSettings?.drafter ?? timeline.header.settings.drafter
      let text =
        "This run has no exit layers: drafter \(drafter) does not draft with the model's own "
        + "layers. A self-drafting model leaves its stack of layers early to propose, and the "
        + "whole stack verifies; here one would see which layer each round left at."
      return TextWidth.wrap(text, columns: max(8, width)).map { PaneLine($0) }
    }
    let bar = min(40, max(0, width - 26))
    return [.heading("round   left after layer, of \(layers)")]
      + rounds.map { round in
        guard let layer = round.choice.exitLayer else {
          return PaneLine("\(NumberText.count(round.index + 1, columns: 5))   -", .faint)
        }
        return PaneLine(
          .text(NumberText.count(round.index + 1, columns: 5), Style(.number)), .column(8),
          .text(NumberText.count(layer, columns: 3) + " ", Style(.number)),
          .bar(Double(layer) / Double(max(1, layers)), width: bar, .bar),
          .text("  \(round.committed.count) tokens", Style(.faint)),
          opens: OpenedNumber(
            quantity: .exitLayer, value: "\(layer)", working: [round.choice.reason]))
      }
  }
}
