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
