extension Configuration {
  /// The whole configuration as a file: an explanation above each key, and behind it where the
  /// value comes from. Reading it gives the same configuration.
  public var printed: String {
    let blocks = Key.allCases.map { key in
      let origin = originText(of: key)
      guard key == .keys, !keys.isEmpty else {
        return "# \(key.explanation)\n\(key.rawValue): \(written(key))  # \(origin)"
      }
      let lines = keys.map { rebinding in
        let names = rebinding.keys.map(Self.quoted).joined(separator: ", ")
        return "  \(Self.quoted(rebinding.action)): [\(names)]"
      }
      return "# \(key.explanation)\nkeys:  # \(origin)\n" + lines.joined(separator: "\n")
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// A value as the file has it; for keys what stands there when none is changed.
  func written(_ key: Key) -> String {
    switch key {
    case .theme: Self.quoted(theme)
    case .color: color.rawValue
    case .ascii: ascii.map { "\($0)" } ?? "auto"
    case .mouse: "\(mouse)"
    case .themeBackground: "\(themeBackground)"
    case .reduceMotion: "\(reduceMotion)"
    case .accessible: "\(accessible)"
    case .showMarks: "\(showMarks)"
    case .outcomeHues: outcomeHues.rawValue
    case .keys: "{}"
    case .speed:
      switch speed {
      case .automatic: "auto"
      case .full: "full"
      case .eventsPerSecond(let events): "\(events)"
      }
    case .drafter: drafter.map(Self.quoted) ?? "auto"
    case .verifier: verifier.map(Self.quoted) ?? "auto"
    case .budget: budget.map { "\($0)" } ?? "auto"
    case .temperature: temperature.map { "\($0)" } ?? "auto"
    case .threads: threads.map { "\($0)" } ?? "auto"
    }
  }

  private func originText(of key: Key) -> String {
    switch origins[key] {
    case .file(let file, let line): Self.commented("\(file):\(line)")
    case .commandLine: "command line"
    case .environment(let name): "environment: \(Self.commented(name))"
    case nil: "default"
    }
  }

  /// Bare where that is a string in YAML all the same, else in double quotes.
  private static func quoted(_ text: String) -> String {
    let lowerCase: ClosedRange<UInt8> = 0x61...0x7A
    let isPlain =
      text.utf8.first.map(lowerCase.contains) == true
      && text.utf8.allSatisfy { lowerCase.contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    let words = ["auto", "true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    if isPlain && !words.contains(text) { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        quoted += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// A comment cannot leave its line.
  private static func commented(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { TextWidth.columns($0) > 0 }))
  }
}
