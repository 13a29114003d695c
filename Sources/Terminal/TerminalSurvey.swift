import CTerminal
import Glibc
import Screens

/// What can be known of a terminal before it is opened: enough to decide how to start.
public struct TerminalSurvey: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The drawn interface works.
    case drawable
    /// Only lines of text; the sentence says why.
    case linear(because: String)
  }

  public var kind: Kind
  /// The terminfo entry to open.
  public var name: String
  /// An entry of the same kind of terminal that takes 24-bit colours, if this machine has one.
  public var directColorName: String?
  /// Colours by terminfo, 0 for none.
  public var colorCount: Int
  /// Whether characters are sent as UTF-8; otherwise draw with ASCII.
  public var isUTF8: Bool
  /// What the user is to be told once, one sentence each.
  public var notes: [String]

  /// What terminfo knows of one entry.
  struct Entry: Hashable {
    var isAddressable: Bool
    var colorCount: Int
  }

  /// Asks this machine. Sets the process's character locale as a side effect, so that it is what
  /// the painter will use.
  /// - environment: the process's own.
  public static func take(environment: [String: String]) -> TerminalSurvey {
    judge(environment: environment, isUTF8: ct_locale_set()) { name in
      var colors: Int32 = 0
      switch ct_terminal_probe(name, &colors) {
      case CT_TERMINAL_ADDRESSABLE: return Entry(isAddressable: true, colorCount: Int(colors))
      case CT_TERMINAL_WITHOUT_ADDRESSING: return Entry(isAddressable: false, colorCount: 0)
      default: return nil
      }
    }
  }

  /// Whether standard output is a terminal, and keys can be read: from standard input, or from the
  /// controlling terminal when standard input is data.
  public static func hasTerminal(standardInputIsData: Bool) -> Bool {
    guard isatty(STDOUT_FILENO) == 1 else { return false }
    guard standardInputIsData else { return isatty(STDIN_FILENO) == 1 }
    let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return false }
    Glibc.close(descriptor)
    return true
  }

  /// The most of a wished depth that this terminal can show.
  public func usable(_ depth: ColorDepth) -> ColorDepth {
    if depth == .direct, directColorName != nil { return .direct }
    return ColorDepth.allCases.last { $0 < .direct && $0 <= depth && $0.rawValue <= colorCount }
      ?? .none
  }

  /// The rules.
  /// - lookUp: what terminfo knows of a name, nil when nothing.
  static func judge(
    environment: [String: String], isUTF8: Bool, lookUp: (String) -> Entry?
  ) -> TerminalSurvey {
    let named = environment["TERM"] ?? ""
    var survey = TerminalSurvey(
      kind: .drawable, name: named, directColorName: nil, colorCount: 0, isUTF8: isUTF8, notes: [])
    if named.isEmpty || named == "dumb" {
      survey.kind = .linear(because: named.isEmpty ? "TERM is not set" : "TERM is \"dumb\"")
      return survey
    }
    var entry = lookUp(named)
    if entry == nil {
      survey.name = "xterm-256color"
      entry = lookUp(survey.name)
      survey.notes.append(
        "this machine does not know the terminal \"\(named)\": treating it as xterm-256color")
    }
    guard let entry, entry.isAddressable else {
      survey.kind = .linear(
        because: entry == nil
          ? "this machine has no description of the terminal \"\(named)\""
          : "the terminal \"\(named)\" cannot place its cursor")
      survey.notes = []
      return survey
    }
    survey.colorCount = entry.colorCount
    survey.directColorName = directNames(for: survey.name).first {
      lookUp($0).map { $0.isAddressable && $0.colorCount > 256 } ?? false
    }
    if !isUTF8 {
      survey.notes.append("the locale is not UTF-8: drawing with ASCII (LC_ALL=C.UTF-8 changes it)")
    }
    return survey
  }

  /// Entries that may describe the same terminal with 24-bit colours, best first.
  private static func directNames(for name: String) -> [String] {
    let family = String(name.prefix { $0 != "-" })
    if name.hasSuffix("-direct") { return [name] }
    return family == "xterm" ? ["xterm-direct"] : [family + "-direct", "xterm-direct"]
  }
}
