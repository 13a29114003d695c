import DraftTrees

/// The marks and lines that are ours, in Unicode and in ASCII. Where colour says something, one
/// of these says it too.
public struct Glyphs: Hashable, Sendable {
  public let isASCII: Bool

  // Boxes.
  public let horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight: String
  public let teeLeft, teeRight: String

  // Connectors of a tree, all one column: a child with siblings below it, the last child, the
  // stem past it, the arm towards the node.
  public let branch, lastBranch, stem, arm: String

  // Outcomes, one column each.
  public let accepted, rejected, corrected, bonus, unreached, pending: String

  /// Before what is under the cursor, and in the title of the pane that has the focus.
  public let selected: String
  public let warning: String
  /// At a node whose children are folded away.
  public let folded: String
  public let ellipsis: String
  public let leftArrow, rightArrow, upArrow, downArrow: String
  public let play, pause: String
  public let bullet: String
  public let microseconds: String

  /// The last cell of a bar, from one part of a cell to all of it; one cell whole in ASCII.
  public let barParts: [String]
  /// Column heights of a small graph, low to high.
  public let sparks: [String]

  // What a token has instead of a blank or a control.
  public let space, newline, tab, empty: String
  public let openCode, closeCode: String
  /// In running text, for bytes that are no character.
  public let replacement: String

  public static let unicode = Glyphs(
    isASCII: false,
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
    bottomRight: "┘", teeLeft: "├", teeRight: "┤",
    branch: "├", lastBranch: "└", stem: "│", arm: "─",
    accepted: "✓", rejected: "✗", corrected: "↻", bonus: "✦", unreached: "∙", pending: "◌",
    selected: "▸", warning: "!", folded: "⊞", ellipsis: "…",
    leftArrow: "←", rightArrow: "→", upArrow: "↑", downArrow: "↓", play: "▶", pause: "‖",
    bullet: "•", microseconds: "µs",
    barParts: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    sparks: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    space: "␠", newline: "⏎", tab: "⇥", empty: "∅", openCode: "‹", closeCode: "›",
    replacement: "\u{FFFD}")

  public static let ascii = Glyphs(
    isASCII: true,
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", teeLeft: "+", teeRight: "+",
    branch: "|", lastBranch: "`", stem: "|", arm: "-",
    accepted: "+", rejected: "x", corrected: "~", bonus: "*", unreached: ".", pending: "?",
    selected: ">", warning: "!", folded: "[+]", ellipsis: "..",
    leftArrow: "<", rightArrow: ">", upArrow: "^", downArrow: "v", play: ">", pause: "=",
    bullet: "*", microseconds: "us",
    barParts: ["#"],
    sparks: ["_", ".", ":", "-", "=", "+", "*", "#"],
    space: "_", newline: "\\n", tab: "\\t", empty: "(empty)", openCode: "<", closeCode: ">",
    replacement: "?")

  public func mark(_ verdict: Verdict) -> String {
    switch verdict {
    case .accepted: accepted
    case .rejected: rejected
    case .corrected: corrected
    case .bonus: bonus
    case .unreached: unreached
    case .pending: pending
    }
  }
}

extension Role {
  /// The role of what has this verdict.
  public init(_ verdict: Verdict) {
    self =
      switch verdict {
      case .accepted: .accepted
      case .rejected: .rejected
      case .corrected: .corrected
      case .bonus: .bonus
      case .unreached: .unreached
      case .pending: .pending
      }
  }
}
