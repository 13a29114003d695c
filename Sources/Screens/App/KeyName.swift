/// The written names of keys: "a", "space", "ctrl-u", "f2", "shift-tab", "page-up". A sequence is
/// keys with blanks between: "g g".
public enum KeyName {
  private static let named: [(Key, String)] = [
    (.character(" "), "space"), (.up, "up"), (.down, "down"), (.left, "left"), (.right, "right"),
    (.home, "home"), (.end, "end"), (.pageUp, "page-up"), (.pageDown, "page-down"),
    (.enter, "enter"), (.escape, "escape"), (.tab, "tab"), (.backTab, "shift-tab"),
    (.backspace, "backspace"), (.delete, "delete"), (.insert, "insert"),
  ]

  /// Nil when no key has this name.
  public static func parse(_ name: String) -> Key? {
    if let found = named.first(where: { $0.1 == name.lowercased() }) { return found.0 }
    let scalars = Array(name.unicodeScalars)
    if scalars.count == 1 { return .character(scalars[0]) }
    let lower = name.lowercased()
    if lower.hasPrefix("ctrl-"), lower.count == 6, let letter = lower.last, letter.isLetter {
      return .control(letter)
    }
    if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) {
      return .function(number)
    }
    return nil
  }

  /// Nil when the keys cannot be read.
  static func parseSequence(_ names: String) -> [Key]? {
    let keys = names.split(separator: " ").map { parse(String($0)) }
    guard !keys.isEmpty, keys.allSatisfy({ $0 != nil }) else { return nil }
    return keys.compactMap { $0 }
  }

  /// The name `parse` reads; "mouse" and "paste" for what has none.
  public static func text(_ key: Key) -> String {
    if let found = named.first(where: { $0.0 == key }) { return found.1 }
    switch key {
    case .character(let scalar): return String(Character(scalar))
    case .control(let letter): return "ctrl-\(letter)"
    case .function(let number): return "f\(number)"
    case .mouse: return "mouse"
    default: return "paste"
    }
  }

  static func text(_ sequence: [Key]) -> String { sequence.map(text).joined(separator: " ") }

  /// As the footer and help show it: arrows as arrows where the glyphs allow.
  static func label(_ sequence: [Key], isASCII: Bool) -> String {
    sequence.map { key in
      switch key {
      case .up: isASCII ? "up" : "↑"
      case .down: isASCII ? "down" : "↓"
      case .left: isASCII ? "left" : "←"
      case .right: isASCII ? "right" : "→"
      case .enter: "Enter"
      case .escape: "Esc"
      case .tab: "Tab"
      case .backTab: "Shift-Tab"
      case .control(let letter): "Ctrl-\(String(letter).uppercased())"
      case .function(let number): "F\(number)"
      case .home: "Home"
      case .end: "End"
      case .pageUp: "PgUp"
      case .pageDown: "PgDn"
      case .character(" "): "Space"
      default: text(key)
      }
    }.joined(separator: " ")
  }
}
