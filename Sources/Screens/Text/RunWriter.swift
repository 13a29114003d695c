/// Collects the runs of running text, token by token.
struct RunWriter {
  let showMarks: Bool
  let glyphs: Glyphs
  private(set) var runs: [TokenRun] = []
  private var piece = 0
  /// Whether the last run ends in a drawn character that a combining mark could ride on.
  private var hasBase = false

  init(showMarks: Bool, glyphs: Glyphs) {
    self.showMarks = showMarks
    self.glyphs = glyphs
  }

  mutating func begin(piece: Int) {
    self.piece = piece
    runs.append(TokenRun(piece: piece, text: "", kind: .text))
  }

  mutating func write(_ unit: DecodedUnit) {
    switch unit {
    case .scalar("\n"):
      if showMarks { append(glyphs.newline, .mark) }
      append("", .lineBreak)
    case .scalar("\t"):
      if showMarks { append(glyphs.tab, .mark) } else { append("    ", .text) }
    case .byte:
      if showMarks {
        append(TokenText.mark(unit, glyphs: glyphs), .mark)
      } else {
        append(glyphs.replacement, .text)
      }
    case .scalar(let scalar): write(scalar)
    }
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    if case .combining = ScalarShape(scalar), hasBase {
      takeBase()
      runs[runs.count - 1].text.unicodeScalars.append(scalar)
      return
    }
    let unit = DecodedUnit.scalar(scalar)
    if showMarks, scalar == " " || unit.drawable(hasBase: hasBase) == nil {
      append(TokenText.mark(unit, glyphs: glyphs), .mark)
    } else if case .spacing = ScalarShape(scalar) {
      append(String(scalar), .text)
      hasBase = true
    }
  }

  /// Moves the last drawn character to this token's run when it stands in an earlier one.
  private mutating func takeBase() {
    guard runs[runs.count - 1].text.isEmpty,
      let earlier = runs.lastIndex(where: {
        !$0.text.isEmpty
      })
    else { return }
    var scalars = runs[earlier].text.unicodeScalars
    var cluster: [Unicode.Scalar] = []
    while let scalar = scalars.popLast() {
      cluster.insert(scalar, at: 0)
      if case .spacing = ScalarShape(scalar) { break }
    }
    runs[earlier].text = String(scalars)
    runs[runs.count - 1].text.unicodeScalars.append(contentsOf: cluster)
  }

  private mutating func append(_ text: String, _ kind: TokenRun.Kind) {
    hasBase = false
    let last = runs.count - 1
    if runs[last].kind == kind, kind != .lineBreak {
      runs[last].text += text
    } else if runs[last].text.isEmpty, runs[last].kind == .text {
      runs[last] = TokenRun(piece: piece, text: text, kind: kind)
    } else {
      runs.append(TokenRun(piece: piece, text: text, kind: kind))
    }
  }
}
