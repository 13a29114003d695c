import DraftTrees
import Tokens

/// What a person can choose from, as plain data: the interface names no drafter or verifier itself.
public struct Catalogue: Hashable, Sendable {
  public var drafters: [Entry]
  public var verifiers: [Entry]
  public var growths: [Entry]
  public var controllers: [Entry]
  /// Texts to start another run on.
  public var prompts: [Prompt]
  /// Theme names, for the completion of `:theme`.
  public var themes: [String]

  public init(
    drafters: [Entry] = [], verifiers: [Entry] = [], growths: [Entry] = [],
    controllers: [Entry] = [], prompts: [Prompt] = [], themes: [String] = []
  ) {
    self.drafters = drafters
    self.verifiers = verifiers
    self.growths = growths
    self.controllers = controllers
    self.prompts = prompts
    self.themes = themes
  }

  /// A text to start from.
  public struct Prompt: Hashable, Sendable {
    /// One word.
    public var name: String
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// One drafter, verifier, growth policy or controller.
  public struct Entry: Hashable, Sendable {
    /// As on the command line.
    public var name: String
    /// One sentence.
    public var summary: String
    /// The paper and section, or "ours".
    public var source: String
    /// A run that uses it may differ from plain decoding: it is labelled wherever it appears.
    public var mayChangeOutput: Bool
    /// Drafters: growth policies it can draft with, the default first. Controllers: the one it
    /// cannot do without, if any.
    public var growths: [String]
    /// Controllers: the drafter it decides for, where it cannot do with another.
    public var drafter: String?
    /// Drafters: it leaves the target at a layer that an exit policy picks.
    public var hasExitLayers: Bool
    /// What this start of the program has not given it, and how to; nil when it can be chosen.
    public var lacks: String?

    public init(
      name: String, summary: String, source: String, mayChangeOutput: Bool = false,
      growths: [String] = [], drafter: String? = nil, hasExitLayers: Bool = false,
      lacks: String? = nil
    ) {
      self.name = name
      self.summary = summary
      self.source = source
      self.mayChangeOutput = mayChangeOutput
      self.growths = growths
      self.drafter = drafter
      self.hasExitLayers = hasExitLayers
      self.lacks = lacks
    }
  }

  func drafter(_ name: String) -> Entry? { drafters.first { $0.name == name } }
  func verifier(_ name: String) -> Entry? { verifiers.first { $0.name == name } }

  /// - Parameter text: a name, with parameters or without.
  func controller(_ text: String) -> Entry? {
    controllers.first { $0.name == MethodParameters.name(of: text) }
  }

  /// Why a drafter or controller cannot be chosen: "drafter nested needs ..."; nil when it can.
  func missing(for change: SettingsChange) -> String? {
    switch change {
    case .drafter(let text): drafter(text)?.lacks.map { "drafter \(text) needs \($0)" }
    case .controller(let text?):
      controller(text)?.lacks.map { "controller \(text) needs \($0)" }
    default: nil
    }
  }
}
