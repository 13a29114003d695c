/// What just happened, in plain words.
enum NarrationLine {
  static func draw(_ model: AppModel, _ area: Rectangle, on screen: inout Screen) {
    guard area.rows > 0, area.columns > 0 else { return }
    // A note too long for its line is said here.
    let note = model.note.flatMap { note in
      TextWidth.columns(note.text) > screen.size.columns - 4 ? note : nil
    }
    let role: Role = note?.isRefusal == true ? .warning : .text
    let lines = TextWidth.wrap(note?.text ?? sentence(model), columns: area.columns)
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      let isCut = offset == area.rows - 1 && lines.count > area.rows
      let shown =
        isCut
        ? TextWidth.cut(line + " " + model.glyphs.ellipsis, to: area.columns, glyphs: model.glyphs)
        : line
      screen.put(
        shown, column: area.column, row: area.row + offset, limit: area.columns,
        style: Style(role))
    }
  }

  static func sentence(_ model: AppModel) -> String {
    if let failure = model.failure { return failure }
    guard let timeline = model.timeline else { return "" }
    guard let round = model.round, let progress = model.progress, progress.event > 0 else {
      let count = timeline.header.prompt.tokens.count
      return model.isLive
        ? "The prompt has \(count) tokens. Press . to take the first step: a round goes from "
          + "choosing over drafting, scoring, judging and committing to learning."
        : "The start of the run: the prompt has \(count) tokens. Press . for the first event, n "
          + "for the first round, Space to play."
    }
    let previous = model.cursor.round > 0 ? timeline.shownRound(model.cursor.round - 1) : nil
    return Narrator.sentence(for: progress.lastEvent ?? .chosen, in: round, after: previous)
  }
}
