import FoundationEssentials
import Screens
import Tokens

/// The themes a person can name: in the user's folder, in the folder shipped beside the program,
/// and compiled in; or any scheme file by its path.
///
/// A file `NAME.roles.yaml` in one of the folders, or beside a scheme file, changes what the roles
/// of the theme NAME look like.
struct ThemeLibrary {
  struct Entry: Hashable {
    var name: String
    /// The file, nil when compiled in.
    var path: String?
  }

  /// A theme, and what was ignored in its files.
  struct Loaded {
    var theme: Theme
    var notes: [String]
  }

  /// In the order of search.
  private let folders: [String]
  private let hues: RoleTable.OutcomeHues

  /// - Parameter program: the path of the running program, to find what is shipped beside it.
  init(
    hues: RoleTable.OutcomeHues = .blueOrange,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    program: String? = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  ) {
    self.hues = hues
    var folders: [String] = []
    if let user = ConfigurationStore.folder(environment: environment) {
      folders.append(user + "/themes")
    }
    if let program, let slash = program.lastIndex(of: "/") {
      let beside = program[..<slash]
      folders += ["\(beside)/themes", "\(beside)/../share/draftscope/themes"]
    }
    self.folders = folders
  }

  /// All themes by name; one that stands earlier in the search hides the later ones.
  func entries() -> [Entry] {
    var entries: [Entry] = []
    for folder in folders {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for file in files.sorted() where Self.isScheme(file) {
        entries.append(Entry(name: Self.name(of: file), path: "\(folder)/\(file)"))
      }
    }
    entries += BuiltInThemes.names.map { Entry(name: $0, path: nil) }
    var seen: Set<String> = []
    return entries.filter { seen.insert($0.name).inserted }
  }

  func theme(named name: String) throws -> Theme { try load(name).theme }

  /// - Parameter name: as listed, or the path of a file.
  func load(_ name: String) throws -> Loaded {
    if name.contains("/") || Self.isScheme(name) {
      return try load(Entry(name: Self.name(of: name), path: name))
    }
    let entries = entries()
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw ThemeLibraryError.unknownTheme(name, known: entries.map(\.name))
    }
    return try load(entry)
  }

  private func load(_ entry: Entry) throws -> Loaded {
    let text = try entry.path.map(Self.read) ?? BuiltInThemes.text(named: entry.name) ?? ""
    let scheme = try Scheme.read(text, file: entry.path ?? "\(entry.name).yaml")
    let standard = RoleTable.standard.with(hues)
    let beside = entry.path.map { [Self.folder(of: $0)] } ?? []
    guard let roles = rolesFile(of: entry.name, in: beside + folders) else {
      let theme = Theme(name: entry.name, scheme: scheme.scheme, roles: standard)
      return Loaded(theme: theme, notes: scheme.notes)
    }
    let reading = try RoleTable.read(try Self.read(roles), file: roles, over: standard) { parent in
      rolesFile(of: parent, in: beside + folders).flatMap { try? Self.read($0) }
    }
    return Loaded(
      theme: Theme(name: entry.name, scheme: scheme.scheme, roles: reading.roles),
      notes: scheme.notes + reading.notes)
  }

  private func rolesFile(of name: String, in folders: [String]) -> String? {
    folders.flatMap { ["\($0)/\(name).roles.yaml", "\($0)/\(name).roles.yml"] }
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  private static func read(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ThemeLibraryError.unreadable(path: path)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ThemeLibraryError.notText(path: path)
    }
    return text
  }

  private static func isScheme(_ file: String) -> Bool {
    let isYAML = file.hasSuffix(".yaml") || file.hasSuffix(".yml")
    return isYAML && !file.hasSuffix(".roles.yaml") && !file.hasSuffix(".roles.yml")
  }

  /// "a/nord.yaml" is nord.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".yaml", ".yml"] where file.hasSuffix(ending) {
      return String(file.dropLast(ending.count))
    }
    return file
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}

enum ThemeLibraryError: Error, CustomStringConvertible {
  case unknownTheme(String, known: [String])
  case unreadable(path: String)
  case notText(path: String)

  var description: String {
    switch self {
    case .unknownTheme(let name, let known):
      NameSuggestions.sentence(unknown: "theme", name, known: known)
        + "; a file is named by its path"
    case .unreadable(let path): "\(path): there is no such file, or it cannot be read"
    case .notText(let path): "\(path): not UTF-8 text"
    }
  }
}
