/// The commands that take an argument, beside the names of all actions.
public struct CommandTable: Sendable {
  /// What may stand after a command's name.
  public enum Argument: Hashable, Sendable {
    case none
    case drafter, verifier, growth, controller, theme
    case number(String)
    case branch
    case writeKind
    case colouring
    case copied
    case onOff
    case letter
    case free(String)
  }

  public struct Command: Hashable, Sendable {
    public var name: String
    public var argument: Argument
    public var isArgumentOptional: Bool
    /// A short sentence without a full stop.
    public var description: String
  }

  private static func row(
    _ name: String, _ argument: Argument, optional: Bool = false, _ description: String
  ) -> Command {
    Command(
      name: name, argument: argument, isArgumentOptional: optional, description: description)
  }

  /// Commands with an argument.
  public static let withArgument: [Command] = [
    row("drafter", .drafter, optional: true, "draft with this from the next round on"),
    row("verifier", .verifier, optional: true, "verify with this from the next round on"),
    row("growth", .growth, optional: true, "grow the tree with this policy"),
    row("temperature", .number("0 to 2"), "0 takes the most probable token always"),
    row("top-k", .number("count, 0 for off"), "keep only the k most probable tokens"),
    row("top-p", .number("0 to 1"), "keep the smallest set of tokens with this mass"),
    row("min-p", .number("0 to 1"), "keep tokens at least this fraction as probable as the best"),
    row("budget", .number("nodes, or auto"), "the most drafted nodes in a round"),
    row(
      "controller", .controller, optional: true, "let this decide drafter, exit, length or budget"),
    row("arms", .free("drafters with commas, or all"), "what the controller may choose from"),
    row("fork", .drafter, optional: true, "go on from this round on a new branch"),
    row("branch", .branch, "look at this branch"),
    row("round", .number("round"), "go to the end of this round"),
    row("percent", .number("0 to 100"), "go to this part of the run"),
    row("mark", .letter, "set a mark here"),
    row("go-to-mark", .letter, "go to a mark"),
    row("search", .free("text, #id, p<0.1"), optional: true, "search tokens"),
    row("copy", .copied, optional: true, "copy the selected token, its path, or the whole text"),
    row("compare", .free("trace file"), optional: true, "compare with another run"),
    row("write", .writeKind, optional: true, "write the run or the screen to a file"),
    row("save-screen", .free("name"), "write the screen as text under this name"),
    row("theme", .theme, "change the theme"),
    row("colour", .colouring, "what colours tokens"),
    row("speed", .number("events a second, or full"), "how fast to play"),
    row("mouse", .onOff, "mouse reports; off lets the terminal select text"),
    row("prompt", .free("text"), "start another run on this text with the same model"),
    row("stop", .none, "end the run here"),
    row("pause", .none, "stop playing"),
  ]

  /// Every name that can be typed, with what it does.
  public static let all: [Command] = {
    let own = withArgument
    let taken = Set(own.map(\.name))
    let actions = KeyTable.standard.bindings.filter {
      !taken.contains($0.action.rawValue) && $0.action != .jumpDigit && $0.action != .setMark
        && $0.action != .jumpPercent
    }
    return own
      + actions.map {
        row($0.action.rawValue, .none, $0.description)
      }
  }()

  static func command(_ name: String) -> Command? { all.first { $0.name == name } }
}

extension AppModel {
  /// The names that can stand at this place of a line.
  func completions(of line: String) -> [String] {
    let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    let name = words.first.map(String.init) ?? ""
    guard words.count > 1 || line.hasSuffix(" ") else {
      return CommandTable.all.map(\.name).filter { $0.hasPrefix(name) }.sorted()
    }
    let typed = words.count > 1 ? String(words[1]) : ""
    return arguments(of: name).filter { $0.hasPrefix(typed) }
  }

  /// The names that an argument can have; empty for numbers and free text.
  func arguments(of name: String) -> [String] {
    switch CommandTable.command(name)?.argument {
    case .drafter: catalogue.drafters.filter { $0.lacks == nil }.map(\.name)
    case .verifier: catalogue.verifiers.map(\.name)
    case .growth: catalogue.growths.map(\.name)
    case .controller:
      [SettingsText.standardController]
        + catalogue.controllers.filter { $0.lacks == nil }.map(\.name)
    case .theme: catalogue.themes
    case .branch: (timeline?.branches.indices).map { $0.map { "\($0 + 1)" } } ?? []
    case .writeKind: WriteKind.allCases.map(\.rawValue)
    case .colouring: Colouring.allCases.map(\.commandName)
    case .copied: ["token", "path", "text"]
    case .onOff: ["on", "off"]
    default: []
    }
  }

  /// Tab: the longest common beginning first, then one name after another.
  func complete(_ line: inout InputLine, backward: Bool) {
    let (found, now): ([String], Int?)
    if line.completions.isEmpty {
      (found, now) = (completions(of: line.text), nil)
    } else {
      (found, now) = (line.completions, line.completion)
    }
    guard !found.isEmpty else { return }
    let head = line.text.firstIndex(of: " ").map { String(line.text[...$0]) } ?? ""
    let typed = line.text.dropFirst(head.count)
    let common = found.dropFirst().reduce(found[0]) { common, name in
      String(zip(common, name).prefix { $0 == $1 }.map(\.0))
    }
    if found.count == 1 {
      let command = head.isEmpty ? CommandTable.command(found[0]) : nil
      let takesArgument = command.map { $0.argument != .none } ?? false
      line.replace(with: head + found[0] + (takesArgument ? " " : ""))
    } else if now == nil, common.count > typed.count {
      line.replace(with: head + common)
    } else {
      let step = backward ? -1 : 1
      let next =
        now.map { ($0 + step + found.count) % found.count } ?? (backward ? found.count - 1 : 0)
      line.replace(with: head + found[next])
      (line.completions, line.completion) = (found, next)
    }
  }
}

extension Colouring {
  var commandName: String {
    switch self {
    case .draftProbability: "draft-probability"
    case .targetProbability: "target-probability"
    default: rawValue
    }
  }
}
