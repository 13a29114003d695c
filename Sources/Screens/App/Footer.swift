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
      (.leave, model.shownView == .main && !model.isZoomed ? "quit" : nil),
    ]
  }

  private static func inputActions(_ line: InputLine) -> [(Action, String?)] {
    line.kind == .search
      ? [(.open, "search"), (.cancel, nil)]
      : [(.open, "do it"), (.nextPane, "complete"), (.up, "earlier line"), (.cancel, nil)]
  }
}
