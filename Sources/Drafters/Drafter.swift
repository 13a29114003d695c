import DraftTrees
import Timeline
import Tokens

/// Something that proposes continuations.
///
/// A drafter knows the prompt and the rounds it has observed, nothing else, so that it can be
/// rebuilt from a timeline. To add one: a file with the type, and a line in `DrafterRegistry`.
public protocol Drafter {
  static var descriptor: DrafterDescriptor { get }

  /// - Throws: that the context has not what the drafter needs (`descriptor.needs`).
  init(_ context: DraftingContext) throws(DraftingError)

  /// Reads text that is committed already, so that the first proposal need not. Looks at
  /// `isCancelled` now and then, and throws `CancellationError` then.
  mutating func prepare(_ text: [TokenID], isCancelled: () -> Bool) throws

  /// Proposes a sealed tree below the anchor, the last of `request.text`.
  mutating func propose(_ request: DraftRequest) throws -> DraftTree

  /// q below a node of the tree proposed last; nil for drafters without a law.
  func draftLaw(at node: NodeIndex) -> TokenLaw?

  /// What drafting one level of a tree costs in plain passes, by the weights that are read; nil for
  /// drafters that run no layers of the target.
  /// - Parameter exitLayer: as in `DraftRequest`.
  func levelCost(exitLayer: Int?) -> Double?

  /// Learns from a complete round.
  /// - Parameter describes: whether to say in a few lines what it knows now; nothing is said else.
  mutating func observe(_ round: Round, describes: Bool) -> [String]
}

extension Drafter {
  public mutating func prepare(_ text: [TokenID], isCancelled: () -> Bool) throws {}
  public func draftLaw(at node: NodeIndex) -> TokenLaw? { nil }
  public func levelCost(exitLayer: Int?) -> Double? { nil }
}

/// What a person and the compatibility check need to know of a drafter.
public struct DrafterDescriptor: Hashable, Sendable {
  /// As on the command line: lower case, words joined by "-".
  public var name: String
  /// One sentence.
  public var summary: String
  /// The paper and section, or "ours".
  public var source: String
  /// How it draws siblings; nil when it has a law q, and the growth policy draws.
  public var law: ProposalLaw?
  /// Names of the growth policies it can draft with, the default first.
  public var growths: [String]
  /// What it cannot do without, besides the target.
  public var needs: Set<DrafterNeed>
  /// What can be set after the name, as in "lookahead:window=4,pool=2".
  public var parameters: [MethodParameter]
  /// Proposes without running layers of any model: it may propose in every round beside the drafter
  /// whose tree is verified.
  public var isCheap: Bool
  /// Asks for what the target says after the last tokens of the prompt
  /// (`DraftingContext.promptRows`).
  public var readsPromptRows: Bool

  public init(
    name: String, summary: String, source: String, law: ProposalLaw?, growths: [String],
    needs: Set<DrafterNeed> = [], parameters: [MethodParameter] = [], isCheap: Bool = true,
    readsPromptRows: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.law = law
    self.growths = growths
    self.needs = needs
    self.parameters = parameters
    self.isCheap = isCheap
    self.readsPromptRows = readsPromptRows
  }
}

/// What a drafter is asked for.
public struct DraftRequest {
  /// All committed tokens; the last is the anchor.
  public var text: [TokenID]
  /// The growth policy, with its parameters if any: see `GrowthShape`.
  public var growth: String
  /// The most nodes besides the anchor.
  public var budget: Int
  /// Nodes whose estimated reach is below this do not pay; 0 asks for all.
  public var reachBar: Double
  public var sampling: SamplingSettings
  public var randomness: KeyedRandomness
  /// Nothing is drafted below these.
  public var endTokens: Set<TokenID>
  /// c(n) of the target, if measured.
  public var cost: CostTable?
  /// The layer to leave the target at, for drafters that run its layers; nil for their own choice.
  public var exitLayer: Int?
  /// When a chain ends before its budget; nil for the drafter's own rule.
  public var stop: StopRule?

  public init(
    text: [TokenID], growth: String, budget: Int, reachBar: Double, sampling: SamplingSettings,
    randomness: KeyedRandomness, endTokens: Set<TokenID>, cost: CostTable? = nil,
    exitLayer: Int? = nil, stop: StopRule? = nil
  ) {
    self.text = text
    self.growth = growth
    self.budget = budget
    self.reachBar = reachBar
    self.sampling = sampling
    self.randomness = randomness
    self.endTokens = endTokens
    self.cost = cost
    self.exitLayer = exitLayer
    self.stop = stop
  }
}

extension DrafterDescriptor {
  /// How siblings are drawn with a growth policy.
  /// - Throws: that nobody knows the policy, or that this drafter cannot draft with it.
  public func law(with growth: String) throws(DraftingError) -> ProposalLaw {
    let shape: GrowthShape
    do { shape = try GrowthShape(growth) } catch { throw .growth(error) }
    guard growths.contains(shape.name) else {
      throw .unsuitedGrowth(name: shape.name, drafter: name, suited: growths)
    }
    if let law { return law }
    let drawn: GrowthDescriptor
    do { drawn = try GrowthRegistry.descriptor(of: shape.name) } catch { throw .growth(error) }
    guard let law = drawn.law else {
      preconditionFailure("a drafter without a law of its own lists policies that have one")
    }
    return law
  }
}
