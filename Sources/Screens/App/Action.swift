/// Everything a key can do. The raw value is the command's name after ":".
public enum Action: String, Hashable, Sendable, CaseIterable {
  // Time.
  case eventForward = "event-forward"
  case eventBack = "event-back"
  case roundForward = "round-forward"
  case roundBack = "round-back"
  case tokenForward = "token-forward"
  case tokenBack = "token-back"
  case play
  case faster
  case slower
  case firstRound = "first-round"
  case lastRound = "last-round"
  case jumpDigit = "jump-digit"
  case jumpPercent = "jump-percent"
  case setMark = "set-mark"
  case goToMark = "go-to-mark"
  case previousMarker = "previous-marker"
  case nextMarker = "next-marker"
  // Moving about.
  case up, down, left, right
  case halfPageUp = "half-page-up"
  case halfPageDown = "half-page-down"
  case pageUp = "page-up"
  case pageDown = "page-down"
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case open
  case zoom
  case fold
  case unfold
  case unfoldAll = "unfold-all"
  // Views.
  case viewMain = "view-main"
  case viewTree = "view-tree"
  case viewText = "view-text"
  case viewStatistics = "view-statistics"
  case viewVerifiers = "view-verifiers"
  case viewExitLayers = "view-exit-layers"
  case viewSwitching = "view-switching"
  case viewDrafter = "view-drafter"
  case viewCompare = "view-compare"
  // Looking for something.
  case search
  case nextMatch = "next-match"
  case previousMatch = "previous-match"
  case colourTokens = "colour-tokens"
  case showMarks = "show-marks"
  case copy
  // The run.
  case drafterMenu = "drafter-menu"
  case exitPolicyMenu = "exit-policy-menu"
  case promptMenu = "prompt-menu"
  case options
  case fork
  case branches
  case compare
  case firstDifference = "first-difference"
  case writeMenu = "write-menu"
  // The program.
  case help
  case commandLine = "command-line"
  case cancel
  case leave
  case quit
  case redraw
  case suspend
  case interrupt
}

extension Action {
  /// Where a key counts. A pane's own keys come before those that count everywhere.
  public enum Context: String, Hashable, Sendable, CaseIterable {
    case everywhere, tree, text, detail, statistics, verifiers, exitLayers, lens, switching, drafter
    case compare
    /// While a search is active, beside the pane's.
    case searching
    /// A list to pick from, a page to read.
    case menu, page

    /// As the help's headings say it.
    var title: String {
      switch self {
      case .everywhere: "Everywhere"
      case .tree: "Tree"
      case .text: "Text"
      case .detail: "Node"
      case .statistics: "Statistics"
      case .verifiers: "Verifiers"
      case .exitLayers: "Exit layers"
      case .lens: "Logit lens"
      case .switching: "Switching"
      case .drafter: "Drafter"
      case .compare: "Compare"
      case .searching: "While a search is active"
      case .menu: "In a menu"
      case .page: "In help and other pages"
      }
    }
  }
}
