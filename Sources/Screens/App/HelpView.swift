/// The help: what is on the screen, and every key of this pane and of everywhere.
enum HelpView {
  private static func width(_ model: AppModel) -> Int { min(96, model.size.columns - 6) }

  /// Rows of text that fit.
  static func rowCount(_ model: AppModel) -> Int { max(1, model.size.rows - 6) }

  static func lineCount(_ page: HelpPage, _ model: AppModel) -> Int {
    lines(page, model, width: width(model) - 4).count
  }

  static func draw(_ page: HelpPage, _ model: AppModel, on screen: inout Screen) {
    let glyphs = model.glyphs
    let columns = min(96, screen.size.columns - 6) - 4
    let rows = max(1, screen.size.rows - 6)
    let lines = lines(page, model, width: columns)
    let title =
      page.isTyping || !page.filter.isEmpty
      ? "Help: keys with \"\(page.filter)\"" : "Help on: \(page.context.title)"
    let area = PopupFrame.draw(
      title: title, columns: columns, rows: rows, glyphs: glyphs, on: &screen)
    let first = min(page.scroll, max(0, lines.count - area.rows))
    for (offset, line) in lines.dropFirst(first).prefix(area.rows).enumerated() {
      line.draw(
        on: &screen, column: area.column, row: area.row + offset, width: area.columns,
        isSelected: false, glyphs: glyphs)
    }
    screen.markHidden(
      above: first > 0, below: first + area.rows < lines.count, in: area, glyphs: glyphs)
    screen.rest(at: Point(column: area.column, row: area.row))
  }

  private static func lines(_ page: HelpPage, _ model: AppModel, width: Int) -> [PaneLine] {
    var lines: [PaneLine] = []
    if page.filter.isEmpty, !page.isTyping {
      lines += introduction(page.context, model, width: width)
    }
    if page.isTyping, page.filter.isEmpty {
      lines += [PaneLine("Type a word, a command's name or a key.", .faint), .blank]
    }
    let contexts: [Action.Context] =
      page.filter.isEmpty && !page.isTyping
      ? (page.context == .everywhere ? [.everywhere] : [page.context, .everywhere])
        + (model.searchQuery == nil ? [] : [.searching])
      : Action.Context.allCases
    var shown: Set<Action> = []
    for context in contexts {
      let bindings = model.keys.bindings.filter {
        $0.contexts.contains(context) && !shown.contains($0.action) && matches($0, page.filter)
      }
      guard !bindings.isEmpty else { continue }
      shown.formUnion(bindings.map(\.action))
      lines.append(.heading(context.title))
      for binding in bindings { lines += row(binding, model, width: width) }
      lines.append(.blank)
    }
    let commands = CommandTable.withArgument.filter { matches($0, page.filter) }
    if !commands.isEmpty {
      lines.append(.heading("Commands, after \(colon(model))"))
      for command in commands { lines += row(command, width: width) }
    }
    return lines.isEmpty ? [PaneLine("Nothing has \"\(page.filter)\".", .faint)] : lines
  }

  private static func colon(_ model: AppModel) -> String {
    model.keys.binding(of: .commandLine)?.keyNames.first ?? "command-line"
  }

  private static func matches(_ binding: KeyTable.Binding, _ filter: String) -> Bool {
    guard !filter.isEmpty else { return true }
    let word = filter.lowercased()
    // One character is a key before it is a part of a word.
    if filter.count == 1 {
      return binding.sequences.contains { $0.contains { KeyName.text($0) == filter } }
    }
    return binding.action.rawValue.contains(word)
      || binding.description.lowercased().contains(word)
      || binding.keyNames.contains { $0.contains(word) }
  }

  private static func matches(_ command: CommandTable.Command, _ filter: String) -> Bool {
    guard !filter.isEmpty else { return true }
    guard filter.count > 1 else { return false }
    let word = filter.lowercased()
    return command.name.contains(word) || command.description.lowercased().contains(word)
  }

  private static let keyColumns = 22

  /// Keys, description and command name, wrapped.
  private static func row(
    _ binding: KeyTable.Binding, _ model: AppModel, width: Int
  ) -> [PaneLine] {
    let isDigits = binding.action == .jumpDigit && binding.sequences.count > 4
    let labels = binding.sequences.map { KeyName.label($0, isASCII: model.glyphs.isASCII) }
    let keys =
      labels.isEmpty
      ? "(no key)"
      : isDigits ? "\(labels[0]) to \(labels[labels.count - 1])" : labels.joined(separator: ", ")
    let name = ":" + binding.action.rawValue
    let room = max(16, width - keyColumns)
    let wrapped = TextWidth.wrap("\(binding.description)  \(name)", columns: room)
    return wrapped.enumerated().map { offset, text in
      var line = PaneLine()
      if offset == 0 {
        line.add(TextWidth.cut(keys, to: keyColumns - 1, glyphs: model.glyphs), .key)
      }
      line.pieces.append(.column(keyColumns))
      if offset == wrapped.count - 1, text.hasSuffix(name) {
        line.add(String(text.dropLast(name.count)))
        line.add(name, .faint)
      } else {
        line.add(text)
      }
      return line
    }
  }

  private static func row(_ command: CommandTable.Command, width: Int) -> [PaneLine] {
    let room = max(16, width - keyColumns)
    let argument = command.argument == .none ? "" : " (\(command.argument.text))"
    return TextWidth.wrap(command.description + argument, columns: room).enumerated().map {
      offset, text in
      var line = PaneLine()
      if offset == 0 { line.add(":" + command.name, .key) }
      line.pieces.append(.column(keyColumns))
      line.add(text)
      return line
    }
  }

  // MARK: What am I looking at

  private static func introduction(
    _ context: Action.Context, _ model: AppModel, width: Int
  ) -> [PaneLine] {
    let glyphs = model.glyphs
    var lines: [PaneLine] = [.heading("What am I looking at?")]
    lines += TextWidth.wrap(text(context), columns: width).map { PaneLine($0) }
    lines.append(.blank)
    var marks = PaneLine()
    for (verdict, role) in [
      ("accepted", Role.accepted), ("rejected", .rejected), ("corrected", .corrected),
      ("bonus", .bonus), ("unreached", .unreached), ("pending", .pending),
    ] {
      let mark =
        switch role {
        case .accepted: glyphs.accepted
        case .rejected: glyphs.rejected
        case .corrected: glyphs.corrected
        case .bonus: glyphs.bonus
        case .unreached: glyphs.unreached
        default: glyphs.pending
        }
      marks.add("\(mark) \(verdict)", role)
      marks.add("  ")
    }
    return lines + [marks, .blank]
  }

  private static func text(_ context: Action.Context) -> String {
    switch context {
    case .tree:
      "A language model writes one token in each pass. Speculative decoding guesses several ahead: "
        + "a cheap drafter proposes a tree of continuations of the anchor, the last committed "
        + "token. One pass of the model scores all of them at once, and the verifier keeps the "
        + "path that the model itself would have written; where it parts, the verifier puts the "
        + "model's own token. So the text is the same as without drafting, in fewer passes. "
        + "Each column is one token deeper; a line of nodes reads as text."
    case .text:
      "The prompt, then everything committed up to the event you look at. Tokens of this round "
        + "carry their marks: kept from the draft, corrected by the verifier, or a bonus after a "
        + "draft that was accepted whole."
    case .detail:
      "The numbers of the selected node. p is what the model thinks of the token, q what the "
        + "drafter thought; reach is the chance that the whole path survives. Below: what the "
        + "model would have liked at that place. Enter on a line says how its number was made."
    case .statistics:
      "The run up to the event you look at. Tokens per pass says how good the drafts are; tokens "
        + "per second says whether they pay: a pass over more rows takes longer, and c(n) at the "
        + "bottom says by how much. A drafter can win the first and lose the second."
    case .compare:
      "Two runs beside each other. Lossless methods give the same text token for token, whatever "
        + "drafts; what differs is how many passes and how much time it took."
    case .verifiers:
      "Every verifier that may judge this tree, before any coin is thrown: how many nodes it can "
        + "be expected to accept, and the chance of each length. Beside it what it does with the "
        + "very draws of this round. Select one to see its steps beside those of the verifier "
        + "that decided; left and right on a test move its coin, and the verdict flips where the "
        + "coin meets the accept probability."
    case .exitLayers:
      "A model can draft with its own first layers and verify with all. The map shows for every "
        + "layer and round how much of the committed text that layer had right already; the line "
        + "of digits is the exit that drafted, and how many tokens. Below: what the controller "
        + "weighed for this round, and what one fixed exit would have written, a drafted token "
        + "counted as the layers it runs. While the view is open every row is read behind every "
        + "layer over the whole vocabulary; that is in no phase's time. Left and right choose "
        + "the place that the lens looks at."
    case .lens:
      "What the selected node's row says behind each layer: the most probable token, were the "
        + "model left there. A mark says whether it is what came. Left and right choose another "
        + "row of this round."
    case .switching:
      "A lane for each drafter, a column a round: its weight in the controller's eyes, then the "
        + "tokens of the text that its proposal held, whether it drafted or proposed in the "
        + "shadow. Below, what each would have written alone, by the clock and by passes, and the "
        + "regret: how far this run is behind the best single drafter."
    case .drafter:
      "What the drafter says of its state after this round, and what it said before where that "
        + "changed: rows of its table, its spine, its window, its rates."
    default: "Keys that count here."
    }
  }
}
