import Timeline

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
      let mark = isNow ? glyphs.selected : " "
      column += screen.put("\(mark)\(text) ", column: column, row: 1, style: style)
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
