/// The line being typed.
struct InputLine: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case command, search }

  var kind: Kind
  var text = ""
  /// Characters before the caret.
  var caret = 0
  /// Place in the history, counted from the newest; nil when none was recalled.
  var recalled: Int?
  /// Completions offered by the last Tab, and the one in the line.
  var completions: [String] = []
  var completion: Int?

  init(_ kind: Kind, text: String = "") {
    self.kind = kind
    self.text = text
    caret = text.count
  }

  mutating func insert(_ inserted: String) {
    let place = text.index(text.startIndex, offsetBy: caret)
    text.insert(contentsOf: inserted, at: place)
    // Characters may join (combining marks): count again.
    caret = min(text.count, caret + inserted.count)
    forgetCompletions()
  }

  mutating func deleteBackward() {
    guard caret > 0 else { return }
    text.remove(at: text.index(text.startIndex, offsetBy: caret - 1))
    caret = min(caret - 1, text.count)
    forgetCompletions()
  }

  mutating func deleteForward() {
    guard caret < text.count else { return }
    text.remove(at: text.index(text.startIndex, offsetBy: caret))
    forgetCompletions()
  }

  mutating func deleteWord() {
    while caret > 0, beforeCaret == " " { deleteBackward() }
    while caret > 0, beforeCaret != " " { deleteBackward() }
  }

  mutating func replace(with line: String) {
    text = line
    caret = line.count
    forgetCompletions()
  }

  private var beforeCaret: Character { text[text.index(text.startIndex, offsetBy: caret - 1)] }

  private mutating func forgetCompletions() { (completions, completion) = ([], nil) }
}
