import DraftTrees
import Timeline

/// The whole state of the interface: the run, the place a person looks at, and what is open.
///
/// `update` changes it, `view` draws it; nothing else does either.
public struct AppModel: Hashable, Sendable {
  /// Where rounds come from.
  public enum Source: Hashable, Sendable {
    /// An engine that takes commands.
    case live
    /// A recorded run.
    case replay(name: String)
  }

  // Given at the start.
  public let source: Source
  public let catalogue: Catalogue
  public let keys: KeyTable
  public let glyphs: Glyphs
  /// Playing goes round by round instead of event by event.
  public let reduceMotion: Bool
  /// Where a live run is recorded; nil when it is not, so that leaving asks first.
  public var tracePath: String?
  /// Asks the terminal for mouse reports.
  public var usesMouse: Bool

  // The run.
  public internal(set) var timeline: Timeline?
  public internal(set) var engineState: EngineState = .loading
  var loading: Loading?
  /// Why the run cannot go on.
  public internal(set) var failure: String?
  /// What the next round will run with, as far as this side knows.
  var settings: RoundSettings?
  /// The round being made, while another branch is looked at.
  var roundElsewhere: Round?

  /// The branch of the newest round.
  var engineBranch = 0

  // The place.
  var stepper = Stepper()
  /// The cursor stays at the newest event.
  public internal(set) var isFollowing = true
  /// What a person asked to step by when the engine had not got there.
  var awaited: StepUnit?
  public internal(set) var isPlaying = false
  var speed: Speed
  /// A tick was asked for and has not come.
  var isTickAwaited = false
  /// Playing time not yet turned into steps, in milliseconds.
  var unplayed = 0

  // What is seen.
  public internal(set) var size = Size(columns: 80, rows: 24)
  public internal(set) var shownView: ViewName = .main
  public internal(set) var focus: Pane = .tree
  /// What the panes that share a place show.
  var tab: Pane?
  var isZoomed = false
  var pinnedNode: Pinned<NodeIndex>?
  var pinnedToken: Pinned<Int>?
  var pinnedScroll: Pinned<Int>?
  /// The selected line of panes made of lines.
  var lines: [Pane: Int] = [:]
  /// The verifier whose steps stand beside those of the one that decided.
  var shownOutlook: String?
  var scrubbedCoin: ScrubbedCoin?
  var folded: [RoundKey: Set<NodeIndex>] = [:]
  var colouring: Colouring = .outcome
  var showsMarks = false

  // What is open.
  var popups: [Popup] = []
  var input: InputLine?
  var history: [String] = []
  var searchQuery: SearchQuery?
  var marks: [Unicode.Scalar: Mark] = [:]
  var comparison: Comparison?
  /// Keys of a sequence that is not complete.
  var pendingKeys: [Key] = []
  /// `m` or `'` was pressed and waits for its letter.
  var letterAction: Action?
  /// A number being typed.
  var count: Int?
  /// Leave as soon as the trace is written.
  var quitsAfterWriting = false
  /// What the status line says; gone with the next key.
  var note: Note?

  public init(
    source: Source, catalogue: Catalogue = Catalogue(), keys: KeyTable = .standard,
    glyphs: Glyphs = .unicode, timeline: Timeline? = nil, tracePath: String? = nil,
    reduceMotion: Bool = false, usesMouse: Bool = true
  ) {
    self.source = source
    self.catalogue = catalogue
    self.keys = keys
    self.glyphs = glyphs
    self.timeline = timeline
    self.tracePath = tracePath
    self.reduceMotion = reduceMotion
    self.usesMouse = usesMouse
    speed = source == .live ? .full : .eventsPerSecond(8)
    settings = timeline?.header.settings
    if case .replay = source {
      isFollowing = false
      engineState = .finished(timeline?.rounds.last?.finish ?? .stopped)
    }
  }

  public var cursor: Cursor { stepper.cursor }
  public var isLive: Bool { source == .live }
}

/// The whole-screen views.
public enum ViewName: String, Hashable, Sendable, CaseIterable {
  case main, tree, text, statistics, verifiers, exitLayers, switching, compare
}

/// The parts of a view that can have the focus.
public enum Pane: String, Hashable, Sendable, CaseIterable {
  case tree, text, detail, statistics, verifiers, exitLayers, lens, switching, drafter, compare

  /// The keys that count in it.
  var context: Action.Context {
    switch self {
    case .tree: .tree
    case .text: .text
    case .detail: .detail
    case .statistics: .statistics
    case .verifiers: .verifiers
    case .exitLayers: .exitLayers
    case .lens: .lens
    case .switching: .switching
    case .drafter: .drafter
    case .compare: .compare
    }
  }
}

/// How fast playing goes.
enum Speed: Hashable, Sendable, Comparable {
  case eventsPerSecond(Int)
  /// As fast as the engine; in a replay, twenty rounds a second.
  case full

  static let all: [Speed] = [1, 2, 4, 8, 16, 32].map(Speed.eventsPerSecond) + [.full]

  var text: String {
    switch self {
    case .eventsPerSecond(let events): "\(events) event\(events == 1 ? "" : "s") a second"
    case .full: "full speed"
    }
  }
}

/// What decides the look of a token.
enum Colouring: String, Hashable, Sendable, CaseIterable {
  case outcome, draftProbability, targetProbability, entropy, drafter

  var text: String {
    switch self {
    case .outcome: "outcome"
    case .draftProbability: "draft probability q"
    case .targetProbability: "target probability p"
    case .entropy: "entropy"
    case .drafter: "drafter"
    }
  }
}

/// A selection that counts at one place of the run only: a step follows the run again, and
/// stepping back finds the selection where it was.
struct Pinned<Value: Hashable & Sendable>: Hashable, Sendable {
  var value: Value
  var branch: Int
  var cursor: Cursor
}

/// A round among all branches.
struct RoundKey: Hashable, Sendable {
  var branch: Int
  var index: Int
}

/// A place a person named.
struct Mark: Hashable, Sendable {
  var branch: Int
  var cursor: Cursor
}

struct Loading: Hashable, Sendable {
  var what: String
  /// 0 ... 1.
  var fraction: Double
}

/// One sentence in the status line.
struct Note: Hashable, Sendable {
  var text: String
  /// Something did not happen that was asked for.
  var isRefusal = false
}
