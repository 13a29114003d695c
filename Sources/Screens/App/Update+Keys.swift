import Timeline

extension AppModel {
  /// What a key means here.
  mutating func take(_ key: Key) -> [Effect] {
    switch key {
    case .paste(let text): return paste(text)
    case .mouse(let event): return take(event)
    default: break
    }
    if input != nil { return takeInput(key) }
    if case .help(let page)? = popups.last, page.isTyping { return typeInHelp(key) }
    note = nil
    if let action = letterAction {
      letterAction = nil
      return takeLetter(key, for: action)
    }
    let sequence = pendingKeys + [key]
    pendingKeys = []
    switch keys.match(sequence, in: contexts) {
    case .action(let action): return perform(action, key: key)
    case .prefix:
      pendingKeys = sequence
      let rest = keys.continuations(of: sequence).map { binding in
        let next = binding.sequences.first { $0.starts(with: sequence) }?.last
        return "\(next.map(KeyName.text) ?? "") \(binding.label)"
      }
      say("\(KeyName.text(sequence)) …  " + rest.joined(separator: "  "))
      return []
    case .nothing:
      count = nil
      if case .escape = key { return [] }
      return refuse(
        "\(KeyName.text(sequence)) does nothing \(popups.isEmpty ? "here" : "in this list")"
          + "; \(popups.isEmpty ? "? lists the keys" : "Esc closes it")")
    }
  }

  /// Where keys count now, the nearest first.
  var contexts: [Action.Context] {
    if let popup = popups.last { return [popup.context] }
    return (searchQuery == nil ? [] : [.searching]) + [focus.context, .everywhere]
  }

  private mutating func takeLetter(_ key: Key, for action: Action) -> [Effect] {
    guard case .character(let letter) = key, letter.properties.isAlphabetic else {
      return key == .escape ? [] : refuse("marks have letters: \(KeyName.text(key)) is none")
    }
    return action == .setMark ? setMark(letter) : goToMark(letter)
  }

  /// Pasted text is data: it never presses keys.
  private mutating func paste(_ text: String) -> [Effect] {
    guard input != nil else {
      return refuse("pasted text is data, not keys: open : or / first to paste into it")
    }
    let line = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    input?.insert(String(line.prefix(10_000)))
    return []
  }

  // MARK: The input line

  private mutating func takeInput(_ key: Key) -> [Effect] {
    guard var line = input else { return [] }
    switch key {
    case .escape, .control("c"):
      input = nil
      return []
    case .enter:
      input = nil
      return line.kind == .search ? startSearch(line.text) : runTyped(line.text)
    case .tab, .backTab:
      guard line.kind == .command else { return [] }
      complete(&line, backward: key == .backTab)
    case .character(let scalar): line.insert(String(scalar))
    case .backspace:
      if line.text.isEmpty {
        input = nil
        return []
      }
      line.deleteBackward()
    case .delete: line.deleteForward()
    case .left: line.caret = max(0, line.caret - 1)
    case .right: line.caret = min(line.text.count, line.caret + 1)
    case .home, .control("a"): line.caret = 0
    case .end, .control("e"): line.caret = line.text.count
    case .control("u"): line.replace(with: "")
    case .control("w"): line.deleteWord()
    case .control("l"): return [.redraw]
    case .up: recall(&line, by: 1)
    case .down: recall(&line, by: -1)
    default: break
    }
    input = line
    return []
  }

  private mutating func recall(_ line: inout InputLine, by step: Int) {
    guard line.kind == .command, !history.isEmpty else { return }
    let place = (line.recalled ?? -1) + step
    guard history.indices.contains(place) else {
      if place < 0 {
        line.replace(with: "")
        line.recalled = nil
      }
      return
    }
    line.replace(with: history[history.count - 1 - place])
    line.recalled = place
  }

  private mutating func runTyped(_ text: String) -> [Effect] {
    note = nil
    guard !text.trimmed.isEmpty else { return [] }
    if history.last != text { history.append(text) }
    if history.count > 200 { history.removeFirst() }
    return run(line: text)
  }

  // MARK: Help

  private mutating func typeInHelp(_ key: Key) -> [Effect] {
    guard case .help(var page)? = popups.last else { return [] }
    switch key {
    case .escape:
      page.filter = ""
      page.isTyping = false
    case .enter, .up, .down: page.isTyping = false
    case .backspace:
      if page.filter.isEmpty { page.isTyping = false } else { page.filter.removeLast() }
    case .character(let scalar): page.filter.unicodeScalars.append(scalar)
    case .control, .function:
      // A key typed as itself is searched by its name.
      page.filter = KeyName.text(key)
    default: break
    }
    page.scroll = 0
    popups[popups.count - 1] = .help(page)
    return []
  }
}
