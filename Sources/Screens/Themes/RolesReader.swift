import Yams

extension RoleTable {
  /// A table and what was ignored on the way, a sentence each.
  public struct Reading: Hashable, Sendable {
    public var roles: RoleTable
    public var notes: [String]
  }

  /// Reads a roles file: overrides of another table, role by role and key by key.
  ///
  /// ```yaml
  /// inherits: default          # or the name of another roles file
  /// selection: base02
  /// roles:
  ///   accepted: base0B         # the foreground alone
  ///   rejected:
  ///     foreground: base08
  ///     background: default
  ///     attributes: [bold]
  ///     sixteen: [red, reverse]
  ///     colorless: [reverse]
  /// ```
  /// - Parameters:
  ///   - file: its name in messages.
  ///   - base: what "default" means, and what a file without `inherits` changes.
  ///   - parent: the text of the roles file of a name, nil when there is none. "default" is never
  ///     asked for.
  public static func read(
    _ text: String, file: String, over base: RoleTable = .standard,
    parent: (String) -> String? = { _ in nil }
  ) throws(ThemeError) -> Reading {
    try read(text, file: file, base: base, lineage: [file], parent: parent)
  }

  private static func read(
    _ text: String, file: String, base: RoleTable, lineage: [String], parent: (String) -> String?
  ) throws(ThemeError) -> Reading {
    let settings: SettingsFile
    do throws(SettingsFile.Problem) {
      settings = try SettingsFile(text)
    } catch {
      throw ThemeError(error, file: file)
    }
    var reading = Reading(roles: base, notes: [])
    if let entry = settings["inherits"], let name = entry.value.scalar?.string, name != "default" {
      guard !lineage.contains(name) else {
        throw .inheritanceLoop(file: file, names: lineage + [name])
      }
      guard let text = parent(name) else {
        throw .unknownParent(file: file, line: entry.line, name: name)
      }
      reading = try read(
        text, file: name, base: base, lineage: lineage + [name], parent: parent)
    }
    for entry in settings.entries {
      switch entry.key {
      case "inherits": break
      case "selection":
        let value = RoleValue(file: file, role: "selection", entry: entry)
        reading.roles.selection = try value.color() ?? .slot(.base02)
      case "roles":
        guard let roles = SettingsFile.entries(of: entry.value) else {
          throw .notAMapping(file: file, line: entry.line, key: "roles")
        }
        for role in roles { try reading.take(role, file: file) }
      default:
        reading.notes.append("\(file):\(entry.line): \"\(entry.key)\" is not known and ignored")
      }
    }
    return reading
  }
}

extension RoleTable.Reading {
  fileprivate mutating func take(
    _ entry: SettingsFile.Entry, file: String
  ) throws(ThemeError) {
    guard let role = Role(rawValue: entry.key) else {
      notes.append("\(file):\(entry.line): there is no role \"\(entry.key)\"; ignored")
      return
    }
    guard let parts = SettingsFile.entries(of: entry.value) else {
      let value = RoleValue(file: file, role: entry.key, entry: entry)
      roles[role].foreground = try value.color()
      return
    }
    for part in parts {
      let value = RoleValue(file: file, role: entry.key, entry: part)
      switch part.key {
      case "foreground": roles[role].foreground = try value.color()
      case "background": roles[role].background = try value.color()
      case "attributes": roles[role].attributes = try value.attributes()
      case "colorless": roles[role].colorless = try value.attributes()
      case "sixteen":
        let (color, attributes) = try value.sixteen()
        roles[role].sixteen = color
        roles[role].sixteenAttributes = attributes
      default:
        notes.append("\(file):\(part.line): \"\(part.key)\" of \(entry.key) is not known; ignored")
      }
    }
  }
}

/// One value of a roles file, with what an error message needs.
private struct RoleValue {
  let file: String
  let role: String
  let entry: SettingsFile.Entry

  private static let attributeNames: [(String, Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
    ("strikethrough", .strikethrough),
  ]

  private func bad(_ found: String, allowed: String) -> ThemeError {
    .badRole(
      file: file, line: entry.line, role: role, key: entry.key == role ? "color" : entry.key,
      found: found, allowed: allowed)
  }

  private var words: [String] {
    switch entry.value {
    case .sequence(let nodes): nodes.map { $0.scalar?.string ?? "?" }
    default: (entry.value.scalar?.string ?? "?").split(separator: " ").map(String.init)
    }
  }

  /// A slot, a mixture "base00/base0D/30", or nil for "default".
  func color() throws(ThemeError) -> ThemeColor? {
    let text = entry.value.scalar?.string ?? "?"
    if text == "default" { return nil }
    if let slot = Slot(named: text) { return .slot(slot) }
    let parts = text.split(separator: "/").map(String.init)
    if parts.count == 3, let first = Slot(named: parts[0]), let second = Slot(named: parts[1]),
      let percent = Int(parts[2]), (0...100).contains(percent)
    {
      return .blend(first, second, percent: percent)
    }
    throw bad(text, allowed: "default, base00 to base17, or a mixture such as base00/base0D/30")
  }

  func attributes() throws(ThemeError) -> Attributes {
    try attributes(words)
  }

  /// A colour's name or "default", then attributes, which are as everywhere if none are given.
  func sixteen() throws(ThemeError) -> (AnsiColor?, Attributes?) {
    guard let name = words.first else { return (nil, nil) }
    let color = AnsiColor.allCases.first { $0.name == name }
    guard color != nil || name == "default" else {
      let names = AnsiColor.allCases.map(\.name).joined(separator: ", ")
      throw bad(name, allowed: "default, \(names)")
    }
    return (color, words.count > 1 ? try attributes(Array(words.dropFirst())) : nil)
  }

  private func attributes(_ words: [String]) throws(ThemeError) -> Attributes {
    var attributes: Attributes = []
    for word in words where word != "plain" {
      guard let named = Self.attributeNames.first(where: { $0.0 == word }) else {
        let names = Self.attributeNames.map(\.0).joined(separator: ", ")
        throw bad(word, allowed: "plain, \(names)")
      }
      attributes.insert(named.1)
    }
    return attributes
  }
}
