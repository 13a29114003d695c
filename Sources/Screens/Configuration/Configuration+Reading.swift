import Yams

extension Configuration {
  /// A configuration, and what of its file could not be used.
  public struct Reading: Hashable, Sendable {
    public var configuration: Configuration
    public var problems: [ConfigurationProblem]
  }

  /// Reads a configuration file. Where the YAML is broken, the entries around the break still
  /// count.
  /// - Parameter file: its name in messages.
  public static func read(_ text: String, file: String) -> Reading {
    var reader = ConfigurationReader(file: file)
    do throws(SettingsFile.Problem) {
      for entry in try SettingsFile(text).entries { reader.take(entry) }
    } catch {
      reader.takeByParts(text)
    }
    return Reading(configuration: reader.configuration, problems: reader.problems)
  }

  /// Sets a value from its written form.
  /// - Returns: false when the value is not allowed.
  mutating func set(_ key: Key, to node: Node, file: String) -> Bool {
    if key == .keys { return setKeys(node, file: file) }
    guard let text = node.scalar?.string, !text.isEmpty else { return false }
    return switch key {
    case .theme: Self.assign(&theme, text)
    case .color: Self.assign(&color, ColorChoice(rawValue: text))
    case .ascii: Self.assignOptional(&ascii, text, Self.flag(text))
    case .mouse: Self.assign(&mouse, Self.flag(text))
    case .themeBackground: Self.assign(&themeBackground, Self.flag(text))
    case .reduceMotion: Self.assign(&reduceMotion, Self.flag(text))
    case .accessible: Self.assign(&accessible, Self.flag(text))
    case .showMarks: Self.assign(&showMarks, Self.flag(text))
    case .outcomeHues: Self.assign(&outcomeHues, RoleTable.OutcomeHues(rawValue: text))
    case .speed: Self.assign(&speed, Self.speed(text))
    case .drafter: Self.assignOptional(&drafter, text, text)
    case .verifier: Self.assignOptional(&verifier, text, text)
    case .budget: Self.assignOptional(&budget, text, Self.whole(text, 0...256))
    case .temperature: Self.assignOptional(&temperature, text, Self.temperature(text))
    case .threads: Self.assignOptional(&threads, text, Self.whole(text, 1...64))
    case .keys: false
    }
  }

  private mutating func setKeys(_ node: Node, file: String) -> Bool {
    if node.null != nil {
      keys = []
      return true
    }
    guard let entries = SettingsFile.entries(of: node) else { return false }
    var keys: [Rebinding] = []
    for entry in entries {
      let names: [String?]
      switch entry.value {
      case .sequence(let nodes): names = nodes.map { $0.scalar?.string }
      case .scalar(let scalar): names = [scalar.string]
      default: return false
      }
      guard names.allSatisfy({ $0 != nil }) else { return false }
      keys.append(
        Rebinding(
          action: entry.key, keys: names.compactMap { $0 }, place: "\(file):\(entry.line)"))
    }
    self.keys = keys
    return true
  }

  private static func assign<Value>(_ place: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  /// "auto" is nil.
  private static func assignOptional<Value>(
    _ place: inout Value?, _ text: String, _ value: Value?
  ) -> Bool {
    guard text == "auto" || value != nil else { return false }
    place = text == "auto" ? nil : value
    return true
  }

  private static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }

  private static func whole(_ text: String, _ range: ClosedRange<Int>) -> Int? {
    Int(text).flatMap { range.contains($0) ? $0 : nil }
  }

  private static func temperature(_ text: String) -> Double? {
    Double(text).flatMap { (0...100).contains($0) ? $0 : nil }
  }

  private static func speed(_ text: String) -> PlayingSpeed? {
    switch text {
    case "auto": .automatic
    case "full": .full
    default: whole(text, 1...100).map(PlayingSpeed.eventsPerSecond)
    }
  }
}
