import DraftTrees
import Timeline
import Tokens

/// Something that proposes continuations.
///
/// A drafter knows the prompt and the rounds it has observed, nothing else, so that it can be
/// rebuilt from a timeline. To add one: a file with the type, and a line in `DrafterRegistry`.
public protocol Drafter {
  static var descriptor: DrafterDescriptor { get }

  /// - Parameter prompt: the tokens a run starts from.
  init(vocabularySize: Int, prompt: [TokenID])

  /// Proposes a sealed tree below the anchor, the last of `request.text`.
  mutating func propose(_ request: DraftRequest) -> DraftTree

  /// Learns from a complete round, and says in a few lines what it knows now.
  mutating func observe(_ round: Round) -> [String]
}

/// What a person and the compatibility check need to know of a drafter.
public struct DrafterDescriptor: Hashable, Sendable {
  /// As on the command line: lower case, words joined by "-".
  public var name: String
  /// One sentence.
  public var summary: String
  /// The paper and section, or "ours".
  public var source: String
  public var law: ProposalLaw
  /// Growth policies it can draft with, the default first.
  public var growths: [String]

  public init(
    name: String, summary: String, source: String, law: ProposalLaw, growths: [String]
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.law = law
    self.growths = growths
  }
}

/// What a drafter is asked for.
public struct DraftRequest {
  /// All committed tokens; the last is the anchor.
  public var text: [TokenID]
  /// Registry name of the growth policy.
  public var growth: String
  /// The most nodes besides the anchor.
  public var budget: Int
  /// Nodes whose estimated reach is below this do not pay; 0 asks for all.
  public var reachBar: Double
  public var sampling: SamplingSettings
  public var randomness: KeyedRandomness
  /// Nothing is drafted below these.
  public var endTokens: Set<TokenID>

  public init(
    text: [TokenID], growth: String, budget: Int, reachBar: Double, sampling: SamplingSettings,
    randomness: KeyedRandomness, endTokens: Set<TokenID>
  ) {
    self.text = text
    self.growth = growth
    self.budget = budget
    self.reachBar = reachBar
    self.sampling = sampling
    self.randomness = randomness
    self.endTokens = endTokens
  }
}
