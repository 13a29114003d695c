import CTerminal
import Screens

// What is sent beside ncurses, and what keys send, by terminfo.
extension TerminalBackEnd {
  /// Button presses and releases (1000), in the form without limits (1006).
  static let mouseOn = "\u{1b}[?1000h\u{1b}[?1006h"
  static let mouseOff = "\u{1b}[?1006l\u{1b}[?1000l"

  /// Bracketed paste (2004) and the mouse.
  static func modes(isOn: Bool, hasMouse: Bool) -> String {
    guard understandsModes else { return "" }
    let paste = isOn ? "\u{1b}[?2004h" : "\u{1b}[?2004l"
    return paste + (hasMouse ? (isOn ? mouseOn : mouseOff) : "")
  }

  /// Only terminals that report a mouse are sent private modes: a VT100 or a console has neither.
  private static var understandsModes: Bool { capability("kmous") != nil }

  static func capability(_ name: String) -> String? {
    ct_screen_capability(name).map { String(cString: $0) }
  }

  /// What gives the terminal back in one write, for the crash handler.
  static func resetSequence() -> String {
    let named = ["sgr0", "op", "cnorm", "rmkx", "rmcup"].compactMap(capability).map(withoutPadding)
    // Without an alternate screen the message goes below what is drawn.
    let line = capability("rmcup") == nil ? "\r\n" : ""
    return modes(isOn: false, hasMouse: true) + named.joined() + line
  }

  /// terminfo's `$<5>` asks for a pause, which a crash cannot make.
  static func withoutPadding(_ text: String) -> String {
    var rest = text[...]
    var clean = ""
    while let start = rest.firstRange(of: "$<") {
      clean += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: ">") else { break }
      rest = rest[rest.index(after: end)...]
    }
    return clean + rest
  }

  /// What terminfo says the keys of the open terminal send.
  static func namedSequences() -> [[UInt8]: Key] {
    var names: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home),
      ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert),
      ("kdch1", .delete), ("kcbt", .backTab), ("kent", .enter),
    ]
    names += (1...12).map { ("kf\($0)", .function($0)) }
    var sequences: [[UInt8]: Key] = [:]
    for (name, key) in names {
      guard let sequence = capability(name) else { continue }
      sequences[Array(sequence.utf8)] = key
    }
    return sequences
  }
}
