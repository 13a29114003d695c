import FoundationEssentials
import Screens

/// The user's configuration file: `$XDG_CONFIG_HOME/draftscope/config.yaml`, by default below
/// `~/.config`.
struct ConfigurationStore {
  /// The effective configuration before the command line has spoken.
  struct Loaded {
    var configuration: Configuration
    /// A sentence each, for standard error.
    var problems: [String]
  }

  private let environment: [String: String]
  private let explicitPath: String?

  /// - Parameter path: `--config`; must be there.
  init(
    path: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    explicitPath = path
    self.environment = environment
  }

  /// `$XDG_CONFIG_HOME/draftscope`; nil when neither it nor HOME is set to a whole path.
  static func folder(environment: [String: String]) -> String? {
    for (variable, ending) in [("XDG_CONFIG_HOME", ""), ("HOME", "/.config")] {
      // A relative path is to be ignored (XDG Base Directory Specification).
      if let root = environment[variable], root.hasPrefix("/") {
        return root + ending + "/draftscope"
      }
    }
    return nil
  }

  /// Where the file is looked for.
  var path: String? {
    explicitPath ?? Self.folder(environment: environment).map { $0 + "/config.yaml" }
  }

  /// Reads the file, if there is one. Throws only for a file that was asked for and is not there.
  func load() throws -> Loaded {
    guard let path else { return Loaded(configuration: Configuration(), problems: []) }
    guard let data = FileManager.default.contents(atPath: path) else {
      if explicitPath != nil { throw ConfigurationFileError.unreadable(path: path) }
      let isThere = FileManager.default.fileExists(atPath: path)
      return Loaded(
        configuration: Configuration(),
        problems: isThere ? ["\(path): cannot be read; using the defaults"] : [])
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      return Loaded(
        configuration: Configuration(), problems: ["\(path): is not UTF-8; using the defaults"])
    }
    let reading = Configuration.read(text, file: path)
    return Loaded(
      configuration: reading.configuration,
      problems: reading.problems.map(\.description) + keyProblems(of: reading.configuration))
  }

  /// What the key table says of the rebindings, at the line of each.
  private func keyProblems(of configuration: Configuration) -> [String] {
    let (_, problems) = KeyTable.standard.rebinding(configuration.rebindings)
    return problems.map { problem in
      let actions =
        switch problem {
        case .unknownAction(let name, _): [name]
        case .unknownKey(_, let action): [action]
        case .conflict(let conflict): [conflict.first.rawValue, conflict.second.rawValue]
        }
      let place = configuration.keys.first { actions.contains($0.action) }?.place ?? "keys"
      return "\(place): \(problem); ignored"
    }
  }
}

enum ConfigurationFileError: Error, CustomStringConvertible {
  case unreadable(path: String)
  case noFolder

  var description: String {
    switch self {
    case .unreadable(let path): "\(path): there is no such file, or it cannot be read"
    case .noFolder:
      "no configuration folder: neither XDG_CONFIG_HOME nor HOME is set to a whole path"
    }
  }
}
