/// Why a theme cannot be used, and where.
public enum ThemeError: Error, Hashable, Sendable {
  case notYAML(file: String, line: Int, reason: String)
  case notAMapping(file: String, line: Int, key: String?)
  case missingColor(file: String, slots: [Slot])
  case badColor(file: String, line: Int, slot: Slot, found: String)
  case badRole(file: String, line: Int, role: String, key: String, found: String, allowed: String)
  case unknownParent(file: String, line: Int, name: String)
  case inheritanceLoop(file: String, names: [String])
}

extension ThemeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notYAML(let file, let line, let reason):
      "\(file):\(line): not readable as YAML: \(reason)"
    case .notAMapping(let file, let line, let key?):
      "\(file):\(line): \"\(key)\" should have lines of \"name: value\" below it"
    case .notAMapping(let file, let line, nil):
      "\(file):\(line): should consist of lines of \"name: value\""
    case .missingColor(let file, let slots):
      "\(file): has no \(slots.map(\.rawValue).joined(separator: ", ")); "
        + "a base16 scheme has base00 to base0F"
    case .badColor(let file, let line, let slot, let found):
      "\(file):\(line): \(slot.rawValue) is \"\(found)\"; write six hexadecimal digits, "
        + "as in \"#1a2b3c\""
    case .badRole(let file, let line, let role, let key, let found, let allowed):
      "\(file):\(line): \(key) of \(role) is \"\(found)\"; allowed: \(allowed)"
    case .unknownParent(let file, let line, let name):
      "\(file):\(line): inherits \"\(name)\", which is not found"
    case .inheritanceLoop(let file, let names):
      "\(file): inherits in a circle: \(names.joined(separator: " → "))"
    }
  }
}
