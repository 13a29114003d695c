import Timeline

/// Takes one message: changes the model, and says what should be done.
///
/// Pure: it draws nothing, waits for nothing, reads and writes nothing.
public func update(_ model: inout AppModel, _ message: Message) -> [Effect] {
  switch message {
  case .key(let key): return model.take(key)
  case .resize(let size):
    model.size = size
    return []
  case .engine(let update): return model.take(update)
  case .tick(let milliseconds): return model.tick(milliseconds)
  case .command(let line): return model.run(line: line)
  case .outcome(let outcome): return model.take(outcome)
  case .interrupted: return [.quit(closing: model.closingLine)]
  case .resumed: return [.redraw]
  }
}

extension AppModel {
  /// Says why something that was asked for does not happen.
  mutating func refuse(_ text: String) -> [Effect] {
    note = Note(text: text, isRefusal: true)
    return []
  }

  mutating func say(_ text: String) { note = Note(text: text) }

  mutating func take(_ outcome: Message.Outcome) -> [Effect] {
    switch outcome {
    case .wrote(let kind, let path):
      if kind == .trace {
        tracePath = path
        if quitsAfterWriting { return [.quit(closing: closingLine)] }
      }
      say("\(kind.title) written to \(path)")
    case .screenSaved(let name): say("screen saved as \(name)")
    case .copied: say("offered to the terminal's clipboard; some terminals ignore it")
    case .themeChanged(let name): say("theme \(name)")
    case .mouseChanged(let isOn):
      usesMouse = isOn
      say(isOn ? "mouse on; Shift bypasses it for selecting text" : "mouse off")
    case .opened(let other, let name):
      comparison = .trace(other, name: name)
      shownView = .compare
      focus = .compare
      say("comparing with \(name)")
    case .failed(let sentence):
      quitsAfterWriting = false
      return refuse(sentence)
    }
    return []
  }

  /// What is printed after leaving.
  public var closingLine: String {
    guard let timeline, !timeline.rounds.isEmpty else { return "nothing decoded" }
    let statistics = timeline.statistics()
    var parts = ["\(statistics.rounds) round\(statistics.rounds == 1 ? "" : "s")"]
    parts.append("\(statistics.emitted) tokens")
    if let rate = statistics.tokensPerPass.value {
      parts.append("\(NumberText.fixed(rate, decimals: 2)) a pass")
    }
    if let rate = statistics.tokensPerSecond.value {
      parts.append("\(NumberText.fixed(rate, decimals: 1)) a second")
    }
    let saved = isLive ? tracePath.map { "; trace in \($0)" } ?? "; not recorded" : ""
    return parts.joined(separator: ", ") + saved
  }
}

extension WriteKind {
  /// As menus and the status line say it.
  var title: String {
    switch self {
    case .trace: "trace"
    case .screen: "screen as text"
    case .svg: "screen as picture"
    case .cast: "recording"
    }
  }
}
