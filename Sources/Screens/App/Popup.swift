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
    case drafters, verifiers, growths, options, branches, compare, write, quit, fork
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
  case changeNext(RoundSettings)
  case close
  case saveAndQuit
  case quit
}

/// One setting of the next round.
enum SettingsChange: Hashable, Sendable {
  case drafter(String)
  case verifier(String)
  case growth(String)
  case temperature(Double)
  case topK(Int)
  case topP(Double)
  case minP(Double)
  /// Nil lets the controller choose.
  case budget(Int?)

  func applied(to settings: RoundSettings, catalogue: Catalogue) -> RoundSettings {
    var settings = settings
    switch self {
    case .drafter(let name):
      settings.drafter = name
      if let growths = catalogue.drafter(name)?.growths, let first = growths.first,
        !growths.contains(settings.growth)
      {
        settings.growth = first
      }
    case .verifier(let name): settings.verifier = name
    case .growth(let name): settings.growth = name
    case .temperature(let value): settings.sampling.temperature = value
    case .topK(let value): settings.sampling.topK = value
    case .topP(let value): settings.sampling.topP = value
    case .minP(let value): settings.sampling.minP = value
    case .budget(let value): settings.budget = value
    }
    return settings
  }

  /// "drafter token-recycling", "budget 6".
  var text: String {
    switch self {
    case .drafter(let name): "drafter \(name)"
    case .verifier(let name): "verifier \(name)"
    case .growth(let name): "growth \(name)"
    case .temperature(let value): "temperature \(SettingsText.number(value))"
    case .topK(let value): value == 0 ? "top-k off" : "top-k \(value)"
    case .topP(let value): value >= 1 ? "top-p off" : "top-p \(SettingsText.number(value))"
    case .minP(let value): value <= 0 ? "min-p off" : "min-p \(SettingsText.number(value))"
    case .budget(let value): "budget \(value.map(String.init) ?? "auto")"
    }
  }
}

/// What the options menu can change by left and right.
enum OptionName: String, Hashable, Sendable, CaseIterable {
  case drafter, verifier, growth, temperature, topK, topP, minP, budget, speed, colouring, marks
  case mouse
}

/// Numbers of settings as a person writes them: 0.8, 1, 40.
enum SettingsText {
  static func number(_ value: Double) -> String {
    var text = NumberText.fixed(value, decimals: 3)
    while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
    return text.isEmpty ? "0" : text
  }
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
