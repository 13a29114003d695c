/// A chat template taken apart: text it writes, values it inserts, statements that steer it.
///
/// Strings inside `{{ … }}` count as text, so `{{ '<a>' + role }}` and `<a>{{ role }}` are the same
/// items. White space is treated as the templates' usual settings do (`trim_blocks`,
/// `lstrip_blocks`).
enum TemplateItem: Equatable {
  case text(String)
  case expression(String)
  case statement(String)

  static func items(of source: String) -> [TemplateItem] {
    var scanner = TemplateScanner(source)
    return scanner.scan()
  }
}

private struct TemplateScanner {
  private var rest: Substring
  private var items: [TemplateItem] = []
  private var followsStatement = false

  init(_ source: String) { rest = Substring(source) }

  mutating func scan() -> [TemplateItem] {
    while let open = nextTag() {
      let tag = rest[open...]
      let isStatement = tag.hasPrefix("{%")
      let isTrimmed = tag.dropFirst(2).first == "-"
      add(
        source: rest[..<open], before: isTrimmed ? .trimmingTag : isStatement ? .statement : .other)
      rest = tag.dropFirst(isTrimmed ? 3 : 2)
      let body = takeBody(closing: isStatement ? "%}" : "}}")
      followsStatement = isStatement
      if isStatement {
        items.append(.statement(Self.normalized(body)))
      } else {
        for item in Self.operands(of: body) { add(item) }
      }
    }
    add(source: rest, before: .other)
    return items
  }

  private func nextTag() -> Substring.Index? {
    rest.indices.first { rest[$0...].hasPrefix("{{") || rest[$0...].hasPrefix("{%") }
  }

  /// What follows a stretch of text outside the tags.
  private enum Follower { case statement, trimmingTag, other }

  /// Adds text from outside the tags.
  private mutating func add(source text: Substring, before follower: Follower) {
    var text = text
    if followsStatement, text.first == "\n" { text = text.dropFirst() }
    switch follower {
    case .statement:
      let line = text.lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex
      if text[line...].allSatisfy({ $0 == " " || $0 == "\t" }) { text = text[..<line] }
    case .trimmingTag:
      while text.last?.isWhitespace == true { text.removeLast() }
    case .other: break
    }
    add(.text(String(text)))
  }

  /// Appends an item; neighbouring texts become one, an empty one none.
  private mutating func add(_ item: TemplateItem) {
    guard case .text(let text) = item else {
      items.append(item)
      return
    }
    if case .text(let before)? = items.last {
      items[items.count - 1] = .text(before + text)
    } else if !text.isEmpty {
      items.append(item)
    }
  }

  /// The inside of a tag; afterwards `rest` begins behind it. A `-` at its end removes the white
  /// space beyond.
  private mutating func takeBody(closing: String) -> Substring {
    let end = rest.indices.first { rest[$0...].hasPrefix(closing) } ?? rest.endIndex
    var body = rest[..<end]
    rest = rest[end...].dropFirst(closing.count)
    if body.last == "-" {
      body = body.dropLast()
      rest = rest.drop { $0.isWhitespace }
    }
    return body
  }

  /// The operands of a chain of `+`: strings as text, all else as expressions.
  private static func operands(of body: Substring) -> [TemplateItem] {
    var result: [TemplateItem] = []
    var expression = ""
    var rest = body
    func finish() {
      let text = normalized(Substring(expression))
      if !text.isEmpty { result.append(.expression(text)) }
      expression = ""
    }
    while let character = rest.popFirst() {
      let startsOperand = expression.allSatisfy(\.isWhitespace)
      if startsOperand, character == "'" || character == "\"" {
        result.append(.text(string(until: character, in: &rest)))
      } else if character == "+" {
        finish()
      } else {
        expression.append(character)
      }
    }
    finish()
    return result
  }

  /// A string literal whose opening quote is already taken.
  private static func string(until quote: Character, in rest: inout Substring) -> String {
    var text = ""
    while let character = rest.popFirst(), character != quote {
      guard character == "\\", let escaped = rest.popFirst() else {
        text.append(character)
        continue
      }
      switch escaped {
      case "n": text.append("\n")
      case "t": text.append("\t")
      default: text.append(escaped)
      }
    }
    return text
  }

  /// One space between words, single quotes.
  private static func normalized(_ code: Substring) -> String {
    code.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "'")
  }
}
