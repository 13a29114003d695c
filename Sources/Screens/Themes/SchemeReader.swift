extension Scheme {
  /// A scheme and what was ignored on the way, a sentence each.
  public struct Reading: Hashable, Sendable {
    public var scheme: Scheme
    public var notes: [String]
  }

  private static let knownKeys: Set<String> = [
    "system", "name", "scheme", "author", "variant", "slug", "description", "palette",
  ]

  /// Reads the tinted-theming form (`palette:` with the slots below it) and the older flat one
  /// (`scheme:` and the slots side by side).
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: its name in messages.
  public static func read(_ text: String, file: String) throws(ThemeError) -> Reading {
    let settings: SettingsFile
    do throws(SettingsFile.Problem) {
      settings = try SettingsFile(text)
    } catch {
      throw ThemeError(error, file: file)
    }
    var reader = SchemeReader(file: file)
    for entry in settings.entries {
      if Slot(named: entry.key) != nil {
        try reader.take(entry)
      } else if entry.key == "palette" {
        guard let colors = SettingsFile.entries(of: entry.value) else {
          throw .notAMapping(file: file, line: entry.line, key: "palette")
        }
        for color in colors { try reader.take(color) }
      } else if !knownKeys.contains(entry.key) {
        reader.notes.append("\(file):\(entry.line): \"\(entry.key)\" is not known and ignored")
      }
    }
    let missing = Slot.allCases.filter { $0.standIn == nil && reader.colors[$0] == nil }
    guard missing.isEmpty else { throw .missingColor(file: file, slots: missing) }
    let name = settings["name"] ?? settings["scheme"]
    let scheme = Scheme(
      name: name?.value.scalar?.string ?? file,
      author: settings["author"]?.value.scalar?.string ?? "",
      variant: (settings["variant"]?.value.scalar?.string).flatMap(Variant.init),
      colors: reader.colors)
    return Reading(scheme: scheme, notes: reader.notes)
  }
}

/// Collects the colours of a scheme.
private struct SchemeReader {
  let file: String
  var colors: [Slot: RGB] = [:]
  var notes: [String] = []

  mutating func take(_ entry: SettingsFile.Entry) throws(ThemeError) {
    guard let slot = Slot(named: entry.key) else {
      notes.append("\(file):\(entry.line): \"\(entry.key)\" is no slot and ignored")
      return
    }
    let text = entry.value.scalar?.string ?? ""
    guard let color = RGB(hexadecimal: text) else {
      throw .badColor(file: file, line: entry.line, slot: slot, found: text)
    }
    colors[slot] = color
  }
}

extension ThemeError {
  init(_ problem: SettingsFile.Problem, file: String) {
    self =
      switch problem {
      case .syntax(let line, let reason): .notYAML(file: file, line: line, reason: reason)
      case .notAMapping(let line): .notAMapping(file: file, line: line, key: nil)
      }
  }
}

extension RGB {
  /// Six hexadecimal digits, or three, with or without "#".
  init?(hexadecimal text: String) {
    var digits = text.hasPrefix("#") ? String(text.dropFirst()) : text
    if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
    guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    self.init(
      UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
      UInt8(truncatingIfNeeded: value))
  }

  /// "#1a2b3c".
  public var hexadecimal: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
