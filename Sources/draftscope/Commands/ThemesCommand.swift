import ArgumentParser
import Foundation
import Screens

/// `draftscope themes …`
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "Lists, shows and checks themes.",
    discussion: """
      A theme is a base16 or base24 scheme file. Themes are looked for in \
      $XDG_CONFIG_HOME/draftscope/themes, then beside the program; a file NAME.roles.yaml there \
      changes what the roles of the theme NAME look like.
      """,
    subcommands: [List.self, Show.self, Check.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the themes that can be used by name.")

    func run() throws {
      let library = ThemeLibrary()
      var table = TextTable(["NAME", "VARIANT", "TITLE", "AUTHOR", "FILE"])
      for entry in library.entries() {
        do {
          let scheme = try library.theme(named: entry.name).scheme
          table.add([
            entry.name, scheme.variant.rawValue, VisibleText.plain(scheme.name),
            VisibleText.plain(scheme.author), entry.path ?? "(comes with the program)",
          ])
        } catch {
          StandardStreams.writeMessage("\(error)")
        }
      }
      print(table.text)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints a sample screen in a theme's colours.")

    @Argument(help: "A theme's name, or the path of a scheme file.") var theme: String

    @Flag(help: "Print the screen as an SVG file.") var svg = false

    @Flag(help: "Marks and borders of ASCII alone.") var ascii = false

    @Option(
      help: "auto, always, never, 16, 256 or truecolor.",
      transform: { text in
        guard let choice = ColorChoice(rawValue: text) else {
          let known = ColorChoice.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("--color takes one of \(known), not \"\(text)\".")
        }
        return choice
      })
    var color: ColorChoice?

    @Flag(help: "No colour: the same as --color never.") var noColor = false

    func run() throws {
      let loaded = try ThemesCommand.load(theme)
      let glyphs: Glyphs = ascii ? .ascii : .unicode
      let screen = ThemeSample.screen(named: loaded.name, glyphs: glyphs)
      if svg {
        let title = "The theme \(loaded.name): a sample screen"
        print(ScreenPicture(screen, theme: loaded, title: title).svg, terminator: "")
        return
      }
      let skin = Skin(theme: loaded, depth: depth(), usesThemeBackground: true)
      print(ScreenExport.ansi(screen, skin: skin), terminator: "")
    }

    private func depth() -> ColorDepth {
      let environment = ProcessInfo.processInfo.environment
      let isTerminal = isatty(FileHandle.standardOutput.fileDescriptor) == 1
      return ColorDepth.decide(
        ColorDepth.Circumstances(
          option: noColor ? .never : color, configuration: nil, environment: environment,
          terminfoColors: isTerminal ? Self.colors(of: environment["TERM"]) : -1))
    }

    /// By the name of the terminal: good enough for printing, where nothing depends on it.
    private static func colors(of term: String?) -> Int {
      guard let term, term != "dumb", !term.hasPrefix("vt") else { return -1 }
      return term.contains("direct") ? 1 << 24 : term.contains("256color") ? 256 : 8
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Measures how well a theme can be read.",
      discussion: """
        Prints the contrast of each role against its background, and the distance between \
        accepted and rejected as people see them who lack one kind of cones. Ends with status 1 \
        when a contrast is below 4.5 or a distance below 25.
        """)

    @Argument(help: "A theme's name, or the path of a scheme file.") var theme: String

    func run() throws {
      let check = ThemeCheck(try ThemesCommand.load(theme))
      print(check.text)
      if !check.warnings.isEmpty { throw ExitCode.failure }
    }
  }

  /// The theme; what was ignored in its files goes to standard error.
  private static func load(_ name: String) throws -> Theme {
    let configuration = try ConfigurationStore().load().configuration
    let loaded = try ThemeLibrary(hues: configuration.outcomeHues).load(name)
    for note in loaded.notes { StandardStreams.writeMessage(note) }
    return loaded.theme
  }
}
