import DraftTrees
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
    let full = (["draftscope"] + parts).joined(separator: dot)
    return TextWidth.columns(full) <= room ? full : parts.joined(separator: dot)
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

/// The second line: the six phases, the present one marked, with their times.
enum PhaseLine {
  static func draw(_ model: AppModel, on screen: inout Screen) {
    let glyphs = model.glyphs
    let columns = screen.size.columns
    let showsTimes = columns >= 116
    let phase = model.progress?.phase
    var column = 1
    for candidate in Phase.allCases {
      if candidate != .choose {
        let arrow = glyphs.isASCII ? " > " : " → "
        column += screen.put(arrow, column: column, row: 1, style: Style(.faint))
      }
      let isDone = phase.map { candidate < $0 } ?? false
      let isNow = candidate == phase
      var text = candidate.rawValue
      if showsTimes {
        let isKnown = isDone || isNow
        let time = model.round?.timings.microseconds[candidate]
        text += " " + (isKnown ? NumberText.microseconds(time, glyphs: glyphs) : "       ")
      }
      let style = isNow ? Style(.heading, isSelected: true) : Style(isDone ? .text : .faint)
      column += screen.put(" \(text) ", column: column, row: 1, style: style)
    }
    guard let round = model.round, let phase else { return }
    let done = Phase.allCases.filter { $0 <= phase }
    let total = done.reduce(0) { $0 + round.timings[$1] }
    let time = NumberText.microseconds(
      showsTimes ? total : round.timings.microseconds[phase], glyphs: glyphs
    ).trimmed
    let text = showsTimes ? "round so far \(time)" : time
    let start = columns - TextWidth.columns(text) - 1
    guard start > column else { return }
    screen.put(text, column: start, row: 1, style: Style(.number))
  }
}

/// What just happened, in plain words.
enum NarrationLine {
  static func draw(_ model: AppModel, _ area: Rectangle, on screen: inout Screen) {
    guard area.rows > 0, area.columns > 0 else { return }
    let lines = TextWidth.wrap(sentence(model), columns: area.columns)
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      let isCut = offset == area.rows - 1 && lines.count > area.rows
      let shown =
        isCut
        ? TextWidth.cut(line + " " + model.glyphs.ellipsis, to: area.columns, glyphs: model.glyphs)
        : line
      screen.put(
        shown, column: area.column, row: area.row + offset, limit: area.columns, style: .text)
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
    return Narrator.sentence(for: progress.lastEvent ?? .chosen, in: round)
  }
}

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

/// The last line: the keys that matter now, each a place to click.
enum Footer {
  struct Item: Hashable {
    var action: Action
    var keys: [Key]
    var keyText: String
    var label: String
    var columns: Range<Int>
  }

  static func draw(_ model: AppModel, row: Int, on screen: inout Screen) {
    screen.fill(
      Rectangle(column: 0, row: row, columns: screen.size.columns, rows: 1), style: Style(.status))
    for item in items(of: model, columns: screen.size.columns) {
      let used = screen.put(
        item.keyText, column: item.columns.lowerBound, row: row, style: Style(.key))
      screen.put(
        item.label, column: item.columns.lowerBound + used + 1, row: row, style: Style(.status))
    }
  }

  /// The keys that a click presses.
  static func key(at column: Int, of model: AppModel) -> [Key]? {
    items(of: model, columns: model.size.columns).first { $0.columns.contains(column) }?.keys
  }

  static func items(of model: AppModel, columns: Int) -> [Item] {
    var items: [Item] = []
    var column = 1
    for (action, label) in actions(model) {
      guard items.count < (columns < 100 ? 6 : 9), let binding = model.keys.binding(of: action),
        let keys = binding.sequences.first
      else { continue }
      let keyText = KeyName.label(keys, isASCII: model.glyphs.isASCII)
      let label = label ?? binding.label
      let width = TextWidth.columns(keyText) + 1 + TextWidth.columns(label)
      guard column + width < columns else { break }
      items.append(
        Item(
          action: action, keys: keys, keyText: keyText, label: label,
          columns: column..<column + width))
      column += width + 3
    }
    return items
  }

  /// What matters now, the most important first; a label of its own where the situation has one.
  private static func actions(_ model: AppModel) -> [(Action, String?)] {
    if let line = model.input { return inputActions(line) }
    switch model.popups.last {
    case .menu(let menu)?:
      let takesValues = menu.kind == .options
      return [(.up, nil), (.down, nil), (.open, takesValues ? "change" : "choose")]
        + (takesValues ? [(.left, "less"), (.right, "more")] : []) + [(.cancel, "back")]
    case .help?: return [(.up, nil), (.down, nil), (.search, "find a key"), (.cancel, "back")]
    case .definition?: return [(.cancel, "back")]
    case nil: break
    }
    if model.timeline == nil { return [(.leave, "quit"), (.help, nil)] }
    var actions: [(Action, String?)]
    if model.searchQuery != nil {
      actions = [
        (.nextMatch, nil), (.previousMatch, nil), (.cancel, "end search"), (.eventForward, nil),
      ]
    } else {
      actions = [
        (.eventForward, nil), (.eventBack, nil), (.roundForward, nil),
        (.play, model.isPlaying ? "pause" : nil),
      ]
    }
    switch model.focus {
    case .tree: actions.append((.open, "numbers"))
    case .text: actions.append((.left, "token"))
    case .compare: actions.append((.firstDifference, nil))
    default: actions.append((.open, "explain"))
    }
    return actions + [
      (.help, nil), (.nextPane, nil), (.drafterMenu, nil),
      (.leave, model.view == .main && !model.isZoomed ? "quit" : nil),
    ]
  }

  private static func inputActions(_ line: InputLine) -> [(Action, String?)] {
    line.kind == .search
      ? [(.open, "search"), (.cancel, nil)]
      : [(.open, "do it"), (.nextPane, "complete"), (.up, "earlier line"), (.cancel, nil)]
  }
}

/// Before there is a run: what is loading.
enum WelcomePane {
  static func draw(_ model: AppModel, _ layout: ScreenLayout, on screen: inout Screen) {
    let columns = screen.size.columns
    let middle = screen.size.rows / 2
    let lines: [(String, Role)] = [
      ("draftscope", .title),
      ("speculative decoding, seen from the inside", .text),
    ]
    for (offset, line) in lines.enumerated() {
      let column = max(0, (columns - TextWidth.columns(line.0)) / 2)
      screen.put(line.0, column: column, row: middle - 3 + offset, style: Style(line.1))
    }
    if let failure = model.failure {
      let wrapped = TextWidth.wrap(failure, columns: columns - 8)
      for (offset, line) in wrapped.prefix(4).enumerated() {
        screen.put(line, column: 4, row: middle + offset, style: Style(.warning))
      }
      return
    }
    let what = model.loading?.what ?? "starting"
    let text = TextWidth.cut(what, to: columns - 8, glyphs: model.glyphs)
    screen.put(
      text, column: max(0, (columns - TextWidth.columns(text)) / 2), row: middle,
      style: Style(.text))
    guard let loading = model.loading else { return }
    let width = min(40, columns - 16)
    let start = (columns - width - 5) / 2
    screen.bar(
      loading.fraction, column: start, row: middle + 1, width: width, style: Style(.bar),
      glyphs: model.glyphs)
    screen.put(
      NumberText.percent(loading.fraction), column: start + width + 1, row: middle + 1,
      style: Style(.number))
  }
}
