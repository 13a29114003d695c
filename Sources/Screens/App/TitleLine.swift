import Timeline

/// The first line: what runs, and where in it a person is.
enum TitleLine {
  static func draw(_ model: AppModel, on screen: inout Screen) {
    let columns = screen.size.columns
    screen.fill(Rectangle(column: 0, row: 0, columns: columns, rows: 1), style: Style(.title))
    let right = place(model)
    let rightColumn = max(0, columns - TextWidth.columns(right) - 1)
    screen.put(right, column: rightColumn, row: 0, style: Style(.title))
    let room = rightColumn - 3
    let left = TextWidth.cut(run(model, room: room), to: room, glyphs: model.glyphs)
    screen.put(left, column: 1, row: 0, limit: room, style: Style(.title))
  }

  private static func run(_ model: AppModel, room: Int) -> String {
    guard let header = model.timeline?.header else { return "draftscope" }
    let settings = model.round?.settings ?? header.settings
    let dot = model.glyphs.isASCII ? " | " : " · "
    let temperature = "T \(SettingsText.number(settings.sampling.temperature))"
    var parts = [header.model.name, settings.drafter, settings.verifier, temperature]
    if model.mayChangeOutput(settings) { parts.append("\(model.glyphs.warning) output may change") }
    parts.insert("draftscope", at: 0)
    // Without the program's name, then without the model's, before anything is cut.
    while parts.count > 3, TextWidth.columns(parts.joined(separator: dot)) > room,
      parts[0] == "draftscope" || parts[0] == header.model.name
    {
      parts.removeFirst()
    }
    return parts.joined(separator: dot)
  }

  private static func place(_ model: AppModel) -> String {
    let dot = model.glyphs.isASCII ? " | " : " · "
    var parts: [String] = []
    if let timeline = model.timeline, timeline.shownCount > 0 {
      parts.append("round \(model.cursor.round + 1)/\(timeline.shownCount)")
      if timeline.branches.count > 1 {
        parts.append("branch \(model.branch + 1)/\(timeline.branches.count)")
      }
    }
    parts.append(model.isLive ? "live" : "replay")
    return parts.joined(separator: dot)
  }
}

extension AppModel {
  /// The drafter or verifier is labelled as one that may change the output.
  func mayChangeOutput(_ settings: RoundSettings) -> Bool {
    catalogue.drafter(settings.drafter)?.mayChangeOutput == true
      || catalogue.verifier(settings.verifier)?.mayChangeOutput == true
  }
}
