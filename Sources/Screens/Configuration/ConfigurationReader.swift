import Tokens

/// Takes the entries of a configuration file one by one, and notes what is wrong with them.
struct ConfigurationReader {
  private let file: String
  private(set) var configuration = Configuration()
  private(set) var problems: [ConfigurationProblem] = []
  private var seen: Set<String> = []

  init(file: String) { self.file = file }

  mutating func take(_ entry: SettingsFile.Entry) {
    guard let key = Configuration.Key(rawValue: entry.key) else {
      let known = Configuration.Key.allCases.map(\.rawValue)
      problems.append(
        .unknownKey(
          file: file, line: entry.line, key: entry.key,
          nearest: NameSuggestions.near(entry.key, among: known)))
      return
    }
    guard seen.insert(entry.key).inserted else {
      problems.append(.givenTwice(file: file, line: entry.line, key: entry.key))
      return
    }
    guard configuration.set(key, to: entry.value, file: file) else {
      let found = entry.value.scalar.map { "\"\($0.string)\"" } ?? "no single value"
      problems.append(
        .badValue(
          file: file, line: entry.line, key: key, found: found,
          used: Configuration().written(key)))
      return
    }
    configuration.note(.file(file, line: entry.line), of: key)
  }

  /// Reads each entry that starts at the left edge for itself, so that one that is broken spoils
  /// no other.
  mutating func takeByParts(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let starts = lines.indices.filter { line in
      guard let first = lines[line].unicodeScalars.first else { return false }
      return !" \t#-]}\r".unicodeScalars.contains(first)
    }
    for (number, start) in starts.enumerated() {
      let end = number + 1 < starts.count ? starts[number + 1] : lines.count
      let part = lines[start..<end].joined(separator: "\n")
      do throws(SettingsFile.Problem) {
        for entry in try SettingsFile(part, firstLine: start + 1).entries { take(entry) }
      } catch {
        problems.append(problem(error, lines: start + 1...end))
      }
    }
  }

  private func problem(
    _ problem: SettingsFile.Problem, lines: ClosedRange<Int>
  ) -> ConfigurationProblem {
    switch problem {
    case .syntax(let line, let reason):
      .unreadable(
        file: file, line: min(max(line, lines.lowerBound), lines.upperBound), reason: reason)
    case .notAMapping(let line):
      .unreadable(file: file, line: line, reason: "a line should be \"name: value\"")
    }
  }
}
