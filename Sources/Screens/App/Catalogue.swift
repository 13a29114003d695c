import DraftTrees

/// What a person can choose from, as plain data: the interface names no drafter or verifier itself.
public struct Catalogue: Hashable, Sendable {
  public var drafters: [Entry]
  public var verifiers: [Entry]
  public var growths: [Entry]
  /// Texts to start another run on.
  public var prompts: [Prompt]
  /// Theme names, for the completion of `:theme`.
  public var themes: [String]

  public init(
    drafters: [Entry] = [], verifiers: [Entry] = [], growths: [Entry] = [], prompts: [Prompt] = [],
    themes: [String] = []
  ) {
    self.drafters = drafters
    self.verifiers = verifiers
    self.growths = growths
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

  /// One drafter, verifier or growth policy.
  public struct Entry: Hashable, Sendable {
    /// As on the command line.
    public var name: String
    /// One sentence.
    public var summary: String
    /// The paper and section, or "ours".
    public var source: String
    /// A run that uses it may differ from plain decoding: it is labelled wherever it appears.
    public var mayChangeOutput: Bool
    /// Drafters: growth policies it can draft with, the default first.
    public var growths: [String]
    /// Drafters: it leaves the target at a layer that an exit policy picks.
    public var hasExitLayers: Bool
    /// Drafters: what this start of the program has not given it, and how to; nil when it can draft.
    public var lacks: String?

    public init(
      name: String, summary: String, source: String, mayChangeOutput: Bool = false,
      growths: [String] = [], hasExitLayers: Bool = false, lacks: String? = nil
    ) {
      self.name = name
      self.summary = summary
      self.source = source
      self.mayChangeOutput = mayChangeOutput
      self.growths = growths
      self.hasExitLayers = hasExitLayers
      self.lacks = lacks
    }
  }

  func drafter(_ name: String) -> Entry? { drafters.first { $0.name == name } }
  func verifier(_ name: String) -> Entry? { verifiers.first { $0.name == name } }
}
