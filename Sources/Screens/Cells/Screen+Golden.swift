extension Screen {
  /// The rows as text, joined by newlines, trailing blanks removed: the first half of a snapshot.
  public var text: String {
    rowTexts { cell in
      cell.isContinuation ? [] : [cell.scalar] + cell.combining
    }
  }

  /// One letter a cell for its role, upper case where selected; plain text is a dot, a plain blank
  /// a blank. The second half of a snapshot.
  public var roles: String {
    rowTexts { cell in
      if cell.style == .text { return [cell.scalar == " " && !cell.isContinuation ? " " : "."] }
      let letter = cell.style.role.letter
      return cell.style.isSelected ? Array(String(letter).uppercased().unicodeScalars) : [letter]
    }
  }

  private func rowTexts(_ show: (Cell) -> [Unicode.Scalar]) -> String {
    (0..<size.rows).map { row in
      var line = (0..<size.columns).flatMap { show(self[$0, row]) }
      while line.last == " " { line.removeLast() }
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: line)
      return String(scalars)
    }.joined(separator: "\n")
  }
}

extension Role {
  /// In snapshots.
  var letter: Unicode.Scalar {
    switch self {
    case .text: "t"
    case .faint: "f"
    case .title: "i"
    case .border: "b"
    case .focusedBorder: "o"
    case .key: "k"
    case .status: "s"
    case .accepted: "a"
    case .rejected: "r"
    case .corrected: "c"
    case .bonus: "n"
    case .unreached: "u"
    case .pending: "p"
    case .warning: "w"
    case .bar: "g"
    case .barEmpty: "e"
    case .heading: "h"
    case .number: "d"
    case .prompt: "q"
    case .match: "m"
    case .shade1: "v"
    case .shade2: "x"
    case .shade3: "y"
    case .shade4: "z"
    case .shade5: "l"
    }
  }
}
