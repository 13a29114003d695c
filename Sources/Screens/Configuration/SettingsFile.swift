import Yams

/// A YAML file of "name: value" lines, with the line of each entry: what themes, roles and the
/// configuration are read from.
struct SettingsFile {
  struct Entry {
    var key: String
    var value: Node
    /// From 1.
    var line: Int
  }

  /// Why a text is no such file.
  enum Problem: Error, Hashable {
    case syntax(line: Int, reason: String)
    case notAMapping(line: Int)
  }

  let entries: [Entry]

  /// - Parameter firstLine: the number of the text's first line in its file.
  init(_ text: String, firstLine: Int = 1) throws(Problem) {
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw Self.problem(error, firstLine: firstLine)
    } catch {
      throw .syntax(line: firstLine, reason: "\(error)")
    }
    guard let root, root.null == nil else {
      entries = []
      return
    }
    guard let entries = Self.entries(of: root, firstLine: firstLine) else {
      throw .notAMapping(line: Self.line(of: root, firstLine: firstLine))
    }
    self.entries = entries
  }

  subscript(key: String) -> Entry? { entries.first { $0.key == key } }

  /// The entries of a mapping; nil for anything else.
  static func entries(of node: Node, firstLine: Int = 1) -> [Entry]? {
    guard case .mapping(let mapping) = node else { return nil }
    return mapping.map { key, value in
      Entry(
        key: key.scalar?.string ?? "?", value: value, line: line(of: key, firstLine: firstLine))
    }
  }

  private static func line(of node: Node, firstLine: Int) -> Int {
    (node.mark?.line ?? 1) + firstLine - 1
  }

  private static func problem(_ error: YamlError, firstLine: Int) -> Problem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      .syntax(line: mark.line + firstLine - 1, reason: problem)
    case .reader(let problem, _, _, _): .syntax(line: firstLine, reason: problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      .syntax(
        line: context.mark.line + firstLine - 1,
        reason: "\(duplicates.joined(separator: ", ")) is given more than once")
    default: .syntax(line: firstLine, reason: "the text cannot be read")
    }
  }
}
