import Tokens

/// The rule that decides where a tree grows, for any drafter that has a law q at each node.
///
/// Non-anticipating: whether a place in the tree exists may depend on q, on the budget and on tokens
/// already drawn, never on the token that will stand there. To add one: a file with the type, and a
/// line in `GrowthRegistry`. Source: verification-and-trees.md sections 1 (R4) and 5.
public protocol GrowthPolicy: Sendable {
  static var descriptor: GrowthDescriptor { get }

  /// - Parameter shape: values of `descriptor.parameters`, complete and within their ranges.
  init(_ shape: GrowthShape)

  /// A sealed tree of at most `request.budget` nodes besides the anchor.
  /// - Throws: what `laws` throws.
  func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree
}

/// What a person and the compatibility check need to know of a growth policy.
public struct GrowthDescriptor: Hashable, Sendable {
  /// As on the command line: lower case, words joined by "-".
  public var name: String
  /// One sentence.
  public var summary: String
  /// The paper and section, or "ours".
  public var source: String
  /// How it draws siblings; nil when the drafter decides.
  public var law: ProposalLaw?
  /// What can be set after the name, as in "delayed:trunk=2,paths=3".
  public var parameters: [MethodParameter]
  /// Whether all outcomes of its draws can be run through (`Enumeration`): those that need
  /// continuous noise have none.
  public var isEnumerable: Bool

  public init(
    name: String, summary: String, source: String, law: ProposalLaw?,
    parameters: [MethodParameter] = [], isEnumerable: Bool = true
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.law = law
    self.parameters = parameters
    self.isEnumerable = isEnumerable
  }
}

/// What a policy is asked for.
public struct GrowthRequest: Hashable, Sendable {
  public var anchor: TokenID
  /// The most nodes besides the anchor.
  public var budget: Int
  /// Nodes whose estimated reach is below this do not pay; 0 asks for all.
  public var reachBar: Double
  /// Nothing grows below these.
  public var endTokens: Set<TokenID>
  /// When a chain ends before its budget; policies that branch have no use for it.
  public var stop: StopRule?
  /// c(n) for n = 1, 2, ... rows, in plain passes; empty when nobody measured it.
  public var passCosts: [Double]
  /// What a draft pass over one row costs, in plain passes; nil when nobody measured it.
  public var draftPassCost: Double?
  /// How often the first, second, ... child of a node was accepted in this run; empty when nobody
  /// counts.
  public var rankRates: [HitRate]

  public init(
    anchor: TokenID, budget: Int, reachBar: Double = 0, endTokens: Set<TokenID> = [],
    stop: StopRule? = nil, passCosts: [Double] = [], draftPassCost: Double? = nil,
    rankRates: [HitRate] = []
  ) {
    self.anchor = anchor
    self.budget = budget
    self.reachBar = reachBar
    self.endTokens = endTokens
    self.stop = stop
    self.passCosts = passCosts
    self.draftPassCost = draftPassCost
    self.rankRates = rankRates
  }
}

/// A drafter's law at the nodes of a growing tree.
public protocol DraftLaws {
  /// q below each of `nodes`, in their order: one pass of a draft model for all of them.
  mutating func laws(below nodes: [NodeIndex], of tree: DraftTree) throws -> [TokenLaw]

  /// What a stop rule looks at below a node whose law was asked for: by q, or by the drafter's own law
  /// where q is one-hot because nothing is drawn at temperature 0.
  mutating func confidence(below node: NodeIndex, of tree: DraftTree) throws -> DraftConfidence
}

extension DraftLaws {
  public mutating func law(below node: NodeIndex, of tree: DraftTree) throws -> TokenLaw {
    try laws(below: [node], of: tree)[0]
  }

  public mutating func confidence(
    below node: NodeIndex, of tree: DraftTree
  ) throws -> DraftConfidence {
    DraftConfidence(try law(below: node, of: tree))
  }
}
