extension KeyTable {
  /// A row of the standard table. `keys` are written sequences, divided by two blanks.
  private static func row(
    _ action: Action, _ keys: String, _ label: String, _ description: String,
    in contexts: Set<Action.Context> = [.everywhere]
  ) -> Binding {
    let sequences = keys.split(separator: "  ").map { text in
      guard let sequence = KeyName.parseSequence(String(text)) else {
        preconditionFailure("the standard table names a key that is none: \(text)")
      }
      return sequence
    }
    return Binding(
      action: action, sequences: sequences, contexts: contexts, description: description,
      label: label)
  }

  static let standardBindings: [Binding] =
    timeBindings + movingBindings + viewBindings + runBindings + programBindings

  private static let timeBindings: [Binding] = [
    row(.eventForward, ".", "event", "one event forward; at the newest, the engine does one phase"),
    row(.eventBack, ",", "back", "one event back"),
    row(.roundForward, "n", "round", "one round forward; at the newest, the engine does a round"),
    row(.roundBack, "p", "round back", "one round back"),
    row(.tokenForward, "t", "token", "forward to the next committed token"),
    row(.tokenBack, "T", "token back", "back to the previous committed token"),
    row(.play, "space", "play", "play or pause"),
    row(.faster, ">", "faster", "play faster"),
    row(.slower, "<", "slower", "play slower"),
    row(.firstRound, "g g  home", "first", "go to the start of the run"),
    row(
      .lastRound, "G  end", "newest",
      "go to the newest event; after a number, to the round of that number"),
    row(
      .jumpDigit, "0  1  2  3  4  5  6  7  8  9", "jump",
      "jump to 0 %, 10 % … 90 % of the run; more digits, then % or G, jump exactly"),
    row(.jumpPercent, "%", "jump", "after a number: jump to that percentage of the run"),
    row(.setMark, "m", "mark", "set a mark here: m, then a letter"),
    row(.goToMark, "'", "to mark", "go to a mark: ', then its letter"),
    row(.previousMarker, "[", "marker back", "go to the previous mark, fork or end"),
    row(.nextMarker, "]", "marker", "go to the next mark, fork or end"),
  ]

  private static let movingBindings: [Binding] = [
    row(
      .up, "up  k", "up", "move up: to the node above, the line above",
      in: [.everywhere, .menu, .page]),
    row(
      .down, "down  j", "down", "move down: to the node below, the line below",
      in: [.everywhere, .menu, .page]),
    row(
      .left, "left  h", "parent", "move left: to the parent; in options, the value before",
      in: [.everywhere, .menu]),
    row(
      .right, "right  l", "child", "move right: to the first child; in options, the next value",
      in: [.everywhere, .menu]),
    row(.halfPageUp, "ctrl-u", "half up", "half a page up", in: [.everywhere, .menu, .page]),
    row(.halfPageDown, "ctrl-d", "half down", "half a page down", in: [.everywhere, .menu, .page]),
    row(.pageUp, "page-up", "page up", "a page up", in: [.everywhere, .menu, .page]),
    row(.pageDown, "page-down", "page down", "a page down", in: [.everywhere, .menu, .page]),
    row(.nextPane, "tab", "pane", "next pane"),
    row(.previousPane, "shift-tab", "pane back", "previous pane"),
    row(
      .open, "enter", "open",
      "open what is selected: a node's numbers, or what a number means and how it was made",
      in: [.everywhere, .menu]),
    row(.zoom, "z", "zoom", "give this pane the whole screen, and back"),
    row(.fold, "-", "fold", "close the branch below the selected node"),
    row(.unfold, "+", "unfold", "open the branch below the selected node"),
    row(.unfoldAll, "*", "unfold all", "open every branch"),
  ]

  private static let viewBindings: [Binding] = [
    row(.viewMain, "v m", "main", "main view: tree, text, node and statistics together"),
    row(.viewTree, "f2  v t", "tree", "view the tree alone"),
    row(.viewText, "f3  v x", "text", "view the text alone"),
    row(.viewStatistics, "f4  v s", "statistics", "view the statistics alone"),
    row(.viewVerifiers, "f7  v v", "verifiers", "view what every verifier makes of this tree"),
    row(
      .viewExitLayers, "f5  v e", "exit layers",
      "view what every layer makes of the text, and the exits"),
    row(
      .viewSwitching, "f8  v w", "switching", "view who drafts, and what others would have drafted"),
    row(
      .viewDrafter, "v d", "drafter", "view the state of the drafter, before and after the round"),
    row(.viewCompare, "f6  v c", "compare", "view two runs side by side"),
    row(
      .search, "/", "search", "search token text, an id, or conditions like p<0.1 depth>2",
      in: [.everywhere, .page]),
    row(.nextMatch, "n", "next match", "go to the next match", in: [.searching]),
    row(.previousMatch, "N", "match back", "go to the previous match", in: [.searching]),
    row(
      .colourTokens, "e", "colour",
      "change what colours tokens: outcome, draft probability, target probability, entropy, "
        + "drafter"),
    row(.showMarks, "s", "blanks", "show blanks, line ends and stray bytes in the text, or hide"),
    row(.copy, "y", "copy", "copy the selected token, its path, the text or a number"),
  ]

  private static let runBindings: [Binding] = [
    row(.drafterMenu, "d", "drafter", "choose the drafter"),
    row(.exitPolicyMenu, "x", "exit policy", "choose the policy that picks the exit layer"),
    row(.promptMenu, "P", "prompt", "choose a prompt: another run with the same model"),
    row(.options, "o", "options", "options of the run: verifier, growth, temperature, budget …"),
    row(.fork, "f", "fork", "fork here: go on from this round on a new branch"),
    row(.branches, "b", "branches", "list the branches and look at another"),
    row(.compare, "c", "compare", "compare with another branch or another trace"),
    row(.firstDifference, "=", "difference", "jump to the first difference"),
    row(.writeMenu, "w", "write", "write the trace, the screen as text or picture, a recording"),
  ]

  private static let programBindings: [Binding] = [
    row(.help, "?  f1", "help", "help on this pane: every key, searchable"),
    row(.commandLine, ":", "command", "command line: every key's action by name, and more"),
    row(
      .cancel, "escape", "cancel", "cancel: close what is open, clear the search; never quits",
      in: [.everywhere, .menu, .page]),
    row(
      .leave, "q", "leave", "leave the innermost thing; on the main view, the program",
      in: [.everywhere, .menu, .page]),
    row(.quit, "Q", "quit", "quit at once", in: [.everywhere, .menu, .page]),
    row(
      .redraw, "ctrl-l", "redraw", "draw the whole screen again", in: [.everywhere, .menu, .page]),
    row(
      .suspend, "ctrl-z", "suspend", "suspend; the engine may go on",
      in: [.everywhere, .menu, .page]),
    row(
      .interrupt, "ctrl-c", "stop", "stop a running decode; then offer to quit",
      in: [.everywhere, .menu, .page]),
  ]
}
