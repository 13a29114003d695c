import Screens

/// The manual page, in the man(7) language, from the same declarations as --help, the key table and
/// the footer.
struct ManualPage {
  let command: CommandDeclaration
  let keys: KeyTable
  let version: String

  var text: String {
    var page = Roff()
    page.macro("TH", ["DRAFTSCOPE", "1", "", "draftscope \(version)", "User Commands"])
    page.macro("SH", ["NAME"])
    page.line("draftscope - \(lowercasedFirst(command.abstract ?? ""))")
    page.macro("SH", ["SYNOPSIS"])
    page.line("draftscope [COMMAND] [OPTION]...")
    page.macro("SH", ["DESCRIPTION"])
    page.text(
      """
      A real language model decodes on this machine. The draft tree grows on the screen; every node \
      carries its draft and target probability, the verifier's decision and the draw that made it. \
      A run is stepped forward and back, saved as a trace, and replayed without a model.

      Without a command, run is meant.
      """)
    page.macro("SH", ["COMMANDS"])
    for subcommand in shown(command.subcommands) { write(subcommand, path: [], to: &page) }
    page.macro("SH", ["KEYS"])
    page.text("The keys of the interface; the configuration file may give them other names.")
    for binding in keys.bindings where !binding.sequences.isEmpty {
      page.entry(binding.keyNames.joined(separator: ", "))
      page.text(binding.description + " (\(binding.action.rawValue)).")
    }
    writeFiles(&page)
    return page.source
  }

  private func write(_ command: CommandDeclaration, path: [String], to page: inout Roff) {
    let path = path + [command.commandName]
    let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
    let positional = arguments.filter { $0.kind == "positional" }.map { argument in
      let name = "<\(argument.valueName ?? "")>" + (argument.isRepeating ? "..." : "")
      return argument.isOptional ? "[\(name)]" : name
    }
    page.macro("SS", [(["draftscope"] + path + positional).joined(separator: " ")])
    page.text(command.abstract ?? "")
    if let discussion = command.discussion {
      page.macro("PP", [])
      page.text(discussion)
    }
    var section: String?
    for argument in arguments where !isCommon(argument) {
      if let title = argument.sectionTitle, title != section {
        page.macro("PP", [])
        page.text(title + ":")
        section = title
      }
      write(argument, to: &page)
    }
    for subcommand in shown(command.subcommands) { write(subcommand, path: path, to: &page) }
  }

  private func write(_ argument: CommandDeclaration.Argument, to page: inout Roff) {
    let value = argument.valueName.map { "<\($0)>" } ?? ""
    let names = argument.names?.map(\.text).joined(separator: ", ")
    page.entry(
      [names, argument.kind == "flag" ? nil : value].compactMap { $0 }.joined(separator: " "))
    var text = argument.abstract ?? ""
    if let discussion = argument.discussion { text += " " + discussion }
    if let values = argument.allValues { text += " One of: \(values.joined(separator: ", "))." }
    if let standard = argument.defaultValue { text += " Default: \(standard)." }
    page.text(text)
  }

  private func writeFiles(_ page: inout Roff) {
    page.macro("SH", ["FILES"])
    let files = [
      ("$XDG_CONFIG_HOME/draftscope/config.yaml", "settings and keys; draftscope config explains"),
      ("$XDG_CONFIG_HOME/draftscope/themes", "themes of your own"),
      ("$XDG_STATE_HOME/draftscope/traces", "recorded runs"),
      ("$XDG_CACHE_HOME/draftscope", "models fetched and costs measured"),
    ]
    for (path, meaning) in files {
      page.entry(path)
      page.text(meaning + ".")
    }
    page.macro("SH", ["EXIT STATUS"])
    for (status, meaning) in [
      ("0", "all went well"), ("1", "something failed, or a check found a difference"),
      ("64", "the command line cannot be understood"),
    ] {
      page.entry(status)
      page.text(meaning + ".")
    }
  }

  /// Options that every command has are not told again and again.
  private func isCommon(_ argument: CommandDeclaration.Argument) -> Bool {
    let names = argument.names?.map(\.name) ?? []
    return names.contains("help") || names.contains("version")
  }

  private func shown(_ commands: [CommandDeclaration]?) -> [CommandDeclaration] {
    (commands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  private func lowercasedFirst(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }
}

/// Source text of a manual page.
struct Roff {
  private(set) var source = ""

  mutating func macro(_ name: String, _ arguments: [String]) {
    source += "." + name
    for argument in arguments {
      source +=
        " \"" + Self.escaped(argument).split(separator: "\"").joined(separator: "\\(dq") + "\""
    }
    source += "\n"
  }

  mutating func line(_ text: String) { source += Self.escaped(text) + "\n" }

  /// A term; the text that follows is indented below it.
  mutating func entry(_ term: String) {
    macro("TP", [])
    source +=
      ".B " + "\"" + Self.escaped(term).split(separator: "\"").joined(separator: "\\(dq") + "\"\n"
  }

  /// Paragraphs; indented lines, and what stands in front of them, keep their breaks.
  mutating func text(_ text: String) {
    var isVerbatim = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let keeps = line.hasPrefix("  ")
      let nextKeeps = number + 1 < lines.count && lines[number + 1].hasPrefix("  ")
      if keeps || nextKeeps, !isVerbatim {
        macro("nf", [])
        isVerbatim = true
      } else if isVerbatim, !keeps, !nextKeeps {
        macro("fi", [])
        isVerbatim = false
      }
      if line.isEmpty { macro("PP", []) } else { self.line(String(line)) }
    }
    if isVerbatim { macro("fi", []) }
  }

  /// Backslashes, dashes and a leading dot or quote mean something to the formatter.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      default: escaped.append(character)
      }
    }
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}
