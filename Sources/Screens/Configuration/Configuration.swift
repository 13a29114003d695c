/// What a person has set for all runs. Every key has a default that is right for a first run
/// without a file; a broken line is reported and its default used.
public struct Configuration: Hashable, Sendable {
  /// A theme's name or the path of a scheme.
  public var theme = "dark"
  public var color = ColorChoice.auto
  /// Nil: ASCII where the locale has nothing else.
  public var ascii: Bool?
  public var mouse = true
  public var themeBackground = false
  public var reduceMotion = false
  /// Linear mode always.
  public var accessible = false
  public var showMarks = false
  public var outcomeHues = RoleTable.OutcomeHues.blueOrange
  public var keys: [Rebinding] = []
  public var speed = PlayingSpeed.automatic
  /// Registry names; nil: the program chooses.
  public var drafter: String?
  public var verifier: String?
  /// The most drafted nodes a tree may have; nil: by the measured cost.
  public var budget: Int?
  /// 0 decodes greedily; nil: the program chooses.
  public var temperature: Double?
  /// Nil: by the machine.
  public var threads: Int?

  /// Where values come from that are not the defaults.
  public private(set) var origins: [Key: Origin] = [:]

  public init() {}

  /// Notes where a value was set.
  public mutating func note(_ origin: Origin, of key: Key) { origins[key] = origin }

  /// An action's new keys, in written names. The key table resolves them.
  public struct Rebinding: Hashable, Sendable {
    public var action: String
    /// Each a sequence: "ctrl-u", "g g". Empty takes the action's keys away.
    public var keys: [String]
    /// "FILE:LINE".
    public var place: String

    public init(action: String, keys: [String], place: String) {
      self.action = action
      self.keys = keys
      self.place = place
    }
  }

  /// How fast playing goes at first.
  public enum PlayingSpeed: Hashable, Sendable {
    /// As fast as the engine when live, a few events a second in a replay.
    case automatic
    case full
    case eventsPerSecond(Int)
  }

  /// Where a value comes from.
  public enum Origin: Hashable, Sendable {
    case file(String, line: Int)
    case commandLine
    case environment(String)
  }

  /// The names in the file.
  public enum Key: String, Hashable, Sendable, CaseIterable {
    case theme, color, ascii, mouse
    case themeBackground = "theme-background"
    case reduceMotion = "reduce-motion"
    case accessible
    case showMarks = "show-marks"
    case outcomeHues = "outcome-hues"
    case keys, speed, drafter, verifier, budget, temperature, threads
  }

  /// For `KeyTable.rebinding(_:)`.
  public var rebindings: [(name: String, keys: [String])] {
    keys.map { ($0.action, $0.keys) }
  }
}

extension Configuration.Key {
  /// One line above the key in what `config --print` writes.
  var explanation: String {
    switch self {
    case .theme: "A theme's name (draftscope themes list) or the path of a base16 scheme."
    case .color: "How many colours: auto, always, never, 16, 256 or truecolor."
    case .ascii: "Marks and borders of ASCII alone: true, false, or auto by the locale."
    case .mouse: "Clicks and the wheel; false leaves them to the terminal, for selecting text."
    case .themeBackground: "Paint the theme's own background, not the terminal's."
    case .reduceMotion: "No animation."
    case .accessible: "One sentence for each step instead of a drawn screen."
    case .showMarks: "Marks for spaces, newlines and tabs in the text."
    case .outcomeHues: "What accepted and rejected are coloured: blue-orange or green-red."
    case .keys: "Other keys for an action, as in  round-forward: [n, ctrl-n]"
    case .speed: "How fast playing goes: auto, full, or 1 to 100 events a second."
    case .drafter: "Who drafts when the command line does not say: a name, or auto."
    case .verifier: "Who verifies: a name, or auto by the temperature."
    case .budget: "The most drafted nodes in a tree: 0 to 256, or auto by the measured cost."
    case .temperature: "0 to 100; 0 decodes greedily; auto leaves it to the program."
    case .threads: "Threads of the engine: 1 to 64, or auto."
    }
  }

  /// For error messages.
  var allowed: String {
    switch self {
    case .theme: "a name or a path"
    case .color: "auto, always, never, 16, 256, truecolor"
    case .ascii: "true, false, auto"
    case .mouse, .themeBackground, .reduceMotion, .accessible, .showMarks: "true, false"
    case .outcomeHues: "blue-orange, green-red"
    case .keys: "lines of \"action: key\" or \"action: [key, key]\""
    case .speed: "auto, full, 1 to 100"
    case .drafter, .verifier: "a name, or auto"
    case .budget: "0 to 256, or auto"
    case .temperature: "0 to 100, or auto"
    case .threads: "1 to 64, or auto"
    }
  }
}
