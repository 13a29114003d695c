import Timeline

/// Something open above the panes; the last of `AppModel.popups` has the keys.
enum Popup: Hashable, Sendable {
  case menu(Menu)
  case help(HelpPage)
  case definition(OpenedNumber)

  var context: Action.Context {
    switch self {
    case .menu: .menu
    case .help, .definition: .page
    }
  }
}

/// A list to pick from.
struct Menu: Hashable, Sendable {
  /// What a menu is about: some are made again after each change.
  enum Kind: Hashable, Sendable {
    case drafters, verifiers, growths, controllers, prompts, options, branches, compare, write,
      quit, fork
  }

  var kind: Kind
  var title: String
  /// Said above the list.
  var lead: String = ""
  var items: [MenuItem]
  var selected = 0

  init(kind: Kind, title: String, lead: String = "", items: [MenuItem]) {
    self.kind = kind
    self.title = title
    self.lead = lead
    self.items = items
    selected = items.firstIndex { $0.isCurrent } ?? 0
  }
}

struct MenuItem: Hashable, Sendable {
  var title: String
  /// Said about the selected item.
  var detail: String = ""
  /// Options: what it is set to.
  var value: String?
  var isCurrent = false
  var pick: Pick
}

/// What picking an item does.
enum Pick: Hashable, Sendable {
  case change(SettingsChange)
  /// Another menu.
  case open(Menu.Kind)
  /// Options: left and right, and Enter, change the value.
  case adjust(OptionName)
  case look(branch: Int)
  case compareBranch(Int)
  /// The command line, with this begun.
  case type(String)
  case write(WriteKind)
  case fork(RoundSettings)
  /// Another run on this text.
  case restart(String)
  case changeNext(RoundSettings)
  case close
  case saveAndQuit
  case quit
}

/// What the options menu can change by left and right.
enum OptionName: String, Hashable, Sendable, CaseIterable {
  case drafter, verifier, growth, temperature, topK, topP, minP, budget, controller, arms, speed,
    colouring, marks
  case mouse
}

/// The help: keys of one place and of everywhere, and what is on the screen.
struct HelpPage: Hashable, Sendable {
  var context: Action.Context
  /// Shows the rows whose action, keys or description contain it.
  var filter = ""
  var isTyping = false
  var scroll = 0
}

/// A number that was opened: what it means and how it was made.
struct OpenedNumber: Hashable, Sendable {
  var quantity: Quantity
  /// As shown.
  var value: String
  /// The formula with its numbers, a line each.
  var working: [String] = []
  var scroll = 0
}

/// Two runs beside each other: the one looked at and this.
enum Comparison: Hashable, Sendable {
  case branch(Int)
  case trace(Timeline, name: String)
}
