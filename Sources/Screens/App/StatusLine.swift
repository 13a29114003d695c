import Timeline

/// The line before the last: a note, or how things stand; at its right the place in the run.
enum StatusLine {
  static func draw(_ model: AppModel, row: Int, on screen: inout Screen) {
    let glyphs = model.glyphs
    let columns = screen.size.columns
    screen.fill(Rectangle(column: 0, row: row, columns: columns, rows: 1), style: Style(.status))
    if let line = model.input {
      draw(line, model, row: row, on: &screen)
      return
    }
    let right = place(model)
    let rightColumn = columns - TextWidth.columns(right) - 1
    let left =
      model.note.map { ($0.isRefusal ? glyphs.warning + " " : "") + $0.text } ?? state(model)
    let isRefusal = model.note?.isRefusal == true
    let isLong = TextWidth.columns(left) > rightColumn - 2
    let room = isLong && model.note != nil ? columns - 2 : rightColumn - 2
    if room < columns - 2 || !isLong {
      screen.put(right, column: rightColumn, row: row, style: Style(.status))
    }
    screen.put(
      TextWidth.cut(left, to: room, glyphs: glyphs), column: 1, row: row, limit: room,
      style: Style(isRefusal ? .warning : .status))
  }

  /// The line being typed, its caret in view.
  private static func draw(
    _ line: InputLine, _ model: AppModel, row: Int, on screen: inout Screen
  ) {
    let sign = line.kind == .search ? "/" : ":"
    let before = String(line.text.prefix(line.caret))
    let room = screen.size.columns - 3
    let start = max(0, TextWidth.columns(before) - room + 1)
    screen.put(sign, column: 0, row: row, style: Style(.key))
    var shown = before
    var dropped = 0
    while dropped < start, let first = shown.first {
      dropped += TextWidth.columns(String(first))
      shown.removeFirst()
    }
    let caret = screen.put(shown, column: 1, row: row, style: Style(.status))
    let used = screen.put(
      String(line.text.dropFirst(line.caret)), column: 1 + caret, row: row, style: Style(.status))
    screen.rest(at: Point(column: 1 + caret, row: row))
    let offered = line.completions.isEmpty ? model.completions(of: line.text) : line.completions
    let hint =
      line.kind == .search
      ? "text, #id, p<0.1, q>0.5, depth=2, verdict=rejected" : offered.joined(separator: "  ")
    let hintColumn = max(1 + caret + used + 3, 24)
    guard hintColumn < screen.size.columns - 10 else { return }
    screen.put(
      TextWidth.cut(hint, to: screen.size.columns - hintColumn - 1, glyphs: model.glyphs),
      column: hintColumn, row: row, style: Style(.faint))
  }

  /// How things stand when there is nothing to say.
  private static func state(_ model: AppModel) -> String {
    guard let timeline = model.timeline else {
      if let loading = model.loading {
        return "loading \(loading.what) \(NumberText.percent(loading.fraction).trimmed)"
      }
      return "starting"
    }
    let dot = model.glyphs.isASCII ? " | " : " · "
    var parts: [String] = []
    if model.isPlaying {
      parts.append("\(model.glyphs.play) playing, \(model.speed.text)")
    } else if model.awaited != nil {
      parts.append("the engine works")
    } else if model.isLive {
      parts.append(liveState(model, timeline))
    } else {
      parts.append(model.isAtEnd ? "the end of the trace" : "\(model.glyphs.pause) paused")
    }
    if let query = model.searchQuery { parts.append("search \(query.typed)") }
    if let count = model.count { parts.append("number \(count)") }
    if model.colouring != .outcome { parts.append("coloured by \(model.colouring.text)") }
    return parts.joined(separator: dot)
  }

  private static func liveState(_ model: AppModel, _ timeline: Timeline) -> String {
    guard model.isAtEnd else {
      let behind = timeline.shownCount - 1 - model.cursor.round
      return behind > 0
        ? "looking back \(behind) round\(behind == 1 ? "" : "s"); the engine waits where it is"
        : "looking back within this round; the engine waits where it is"
    }
    switch model.engineState {
    case .loading: return "loading"
    case .running: return "the engine works"
    case .finished(let reason): return "finished: \(reason.sentence)"
    case .waiting(let next): return "\(model.glyphs.pause) the engine waits; next: \(next.rawValue)"
    }
  }

  private static func place(_ model: AppModel) -> String {
    guard let timeline = model.timeline, let progress = model.progress else { return "" }
    let percent = NumberText.percent(timeline.fraction(of: model.cursor)).trimmed
    return "event \(progress.event)/\(progress.eventCount), \(percent)"
  }
}
