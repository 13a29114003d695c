import ArgumentParser
import Screens

/// `draftscope config`
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Prints the configuration in force, or where its file is.",
    discussion: """
      The file is $XDG_CONFIG_HOME/draftscope/config.yaml (~/.config/draftscope/config.yaml). \
      What is printed is such a file: save it and change what you like. Parts that cannot be \
      used are reported on standard error; their defaults are used.
      """)

  enum Mode: String, EnumerableFlag {
    case print, path

    static func help(for mode: Mode) -> ArgumentHelp? {
      switch mode {
      case .print: "Print every value, with comments and where it comes from."
      case .path: "Print the path of the file, there or not."
      }
    }
  }

  @Flag(exclusivity: .exclusive) var mode: Mode = .print

  @Option(help: ArgumentHelp("Read this file in place of the usual one.", valueName: "file"))
  var config: String?

  func run() throws {
    let store = ConfigurationStore(path: config)
    switch mode {
    case .path:
      guard let path = store.path else { throw ConfigurationFileError.noFolder }
      print(path)
    case .print:
      let loaded = try store.load()
      for problem in loaded.problems { StandardStreams.writeMessage(problem) }
      print(loaded.configuration.printed, terminator: "")
    }
  }
}
