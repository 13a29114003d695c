import Screens

extension Script {
  /// How long a `wait` lasts at most when it does not say.
  static let standardWaitSeconds = 30

  /// Reads a script.
  /// - path: for messages only.
  /// - Throws: `ScriptError.malformed` for the first line that cannot be understood.
  public init(reading text: String, path: String) throws(ScriptError) {
    self.init(path: path, steps: [])
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      do throws(Complaint) {
        guard let action = try Self.action(of: line) else { continue }
        steps.append(ScriptStep(line: index + 1, action: action))
      } catch {
        throw .malformed(path: path, line: index + 1, reason: error.reason)
      }
    }
  }

  private struct Complaint: Error {
    var reason: String
  }

  /// Nil for a line that says nothing.
  private static func action(of line: Substring) throws(Complaint) -> ScriptAction? {
    let line = line.drop { $0 == " " || $0 == "\t" }
    guard let first = line.first, first != "#" else { return nil }
    if first == ":" { return try command(String(line.dropFirst())) }
    let word = line.prefix { $0 != " " && $0 != "\t" }
    let rest = line.dropFirst(word.count)
    switch word {
    case "key": return try keys(rest)
    case "type":
      guard rest.count > 1 else { throw Complaint(reason: "type what? (type TEXT)") }
      return .type(String(rest.dropFirst()))
    case "wait": return try wait(rest)
    case "resize":
      let words = words(rest)
      guard words.count == 1, let size = Size(written: words[0]) else {
        throw Complaint(reason: "resize needs COLUMNSxROWS, as in resize 80x24")
      }
      return .resize(size)
    default:
      throw Complaint(
        reason: "unknown step \"\(word)\" (key, type, wait, resize, or a command after \":\")")
    }
  }

  private static func command(_ text: String) throws(Complaint) -> ScriptAction {
    let words = words(text[...])
    guard let name = words.first else { throw Complaint(reason: "no command after \":\"") }
    guard name == "save-screen" else { return .command(text) }
    guard words.count == 2 else {
      throw Complaint(reason: "save-screen needs one name, as in :save-screen first-round")
    }
    return .saveScreen(name: words[1])
  }

  private static func keys(_ text: Substring) throws(Complaint) -> ScriptAction {
    let names = words(text)
    guard !names.isEmpty else { throw Complaint(reason: "key which? (key n space ctrl-u)") }
    var keys: [Key] = []
    for name in names {
      guard let key = KeyName.parse(name) else {
        throw Complaint(reason: "no key is called \"\(name)\"")
      }
      keys.append(key)
    }
    return .keys(keys)
  }

  private static func wait(_ text: Substring) throws(Complaint) -> ScriptAction {
    let usage = "wait needs idle, round NUMBER or text \"TEXT\""
    let (condition, rest): (ScriptCondition, Substring)
    let text = text.drop { $0 == " " || $0 == "\t" }
    if text.hasPrefix("text") {
      guard let open = text.firstIndex(of: "\""), let close = text.lastIndex(of: "\""), open < close
      else { throw Complaint(reason: "wait text needs its text between double quotes") }
      let wanted = text[text.index(after: open)..<close]
      guard !wanted.isEmpty else { throw Complaint(reason: "wait text needs a text") }
      (condition, rest) = (.text(String(wanted)), text[text.index(after: close)...])
    } else {
      let words = words(text)
      guard let first = words.first else { throw Complaint(reason: usage) }
      if first == "idle" {
        (condition, rest) = (.idle, text.dropFirst(4))
      } else if first == "round", words.count > 1, let number = Int(words[1]), number > 0 {
        let numberStart = text.firstRange(of: words[1])?.upperBound ?? text.endIndex
        (condition, rest) = (.round(number), text[numberStart...])
      } else {
        throw Complaint(reason: usage)
      }
    }
    return .wait(condition, seconds: try deadline(rest))
  }

  /// `within 60s`, or nothing.
  private static func deadline(_ text: Substring) throws(Complaint) -> Int {
    let words = words(text)
    if words.isEmpty { return standardWaitSeconds }
    guard words.count == 2, words[0] == "within", words[1].hasSuffix("s"),
      let seconds = Int(words[1].dropLast()), seconds > 0
    else { throw Complaint(reason: "after what is waited for only \"within SECONDSs\" may stand") }
    return seconds
  }

  private static func words(_ text: Substring) -> [String] {
    text.split { $0 == " " || $0 == "\t" }.map(String.init)
  }
}

extension Size {
  /// Reads `80x24`; nil when it is no size, or absurd (over 1000 columns or rows).
  public init?(written text: String) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1],
      (1...1000).contains(columns), (1...1000).contains(rows)
    else { return nil }
    self.init(columns: columns, rows: rows)
  }
}
