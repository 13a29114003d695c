import Models
import Tokens

/// What drafters are made from.
public struct DraftingContext {
  /// Of the target.
  public var vocabularySize: Int
  /// The tokens the run starts from.
  public var prompt: [TokenID]
  /// What the target says after the last tokens of the prompt but the very last, in order; empty
  /// unless the drafter asks for it (`DrafterDescriptor.readsPromptRows`).
  public var promptRows: [PromptRow]
  /// Nothing is drafted below these.
  public var endTokens: Set<TokenID>
  /// A smaller model of the same vocabulary, if there is one.
  public var draftModel: DraftModel?
  /// A model between a small drafter and the target, if there is one: not the same object as
  /// `draftModel`, since both may draft in one round.
  public var middleModel: DraftModel?
  /// A draft model of nested draft models, if there is one.
  public var nestedModel: NestedModel?
  /// The user's own texts, if there are any.
  public var retrieval: RetrievalCorpus?
  /// The target, where it can be left behind any layer.
  public var target: (any LayeredModel)?
  /// Its exit with an adapter, if there is one.
  public var adapted: AdaptedExit?
  /// What was set after the drafter's name; filled in by the registry.
  public var parameters: MethodParameters

  public init(
    vocabularySize: Int, prompt: [TokenID], promptRows: [PromptRow] = [],
    endTokens: Set<TokenID> = [], draftModel: DraftModel? = nil, middleModel: DraftModel? = nil,
    nestedModel: NestedModel? = nil, retrieval: RetrievalCorpus? = nil,
    target: (any LayeredModel)? = nil, adapted: AdaptedExit? = nil
  ) {
    self.vocabularySize = vocabularySize
    self.prompt = prompt
    self.promptRows = promptRows
    self.endTokens = endTokens
    self.draftModel = draftModel
    self.middleModel = middleModel
    self.nestedModel = nestedModel
    self.retrieval = retrieval
    self.target = target
    self.adapted = adapted
    parameters = MethodParameters(standards: [])
  }

  /// What is at hand of all that drafters may need.
  public var resources: Set<DrafterNeed> {
    var resources: Set<DrafterNeed> = []
    if draftModel != nil { resources.insert(.draftModel) }
    if retrieval != nil { resources.insert(.retrieval) }
    if target != nil { resources.insert(.layers) }
    if middleModel != nil { resources.insert(.middleModel) }
    if adapted != nil { resources.insert(.adapter) }
    if nestedModel != nil { resources.insert(.nestedModel) }
    return resources
  }
}

/// Something that a drafter cannot do without.
public enum DrafterNeed: String, Hashable, Sendable, CaseIterable {
  /// A model of its own.
  case draftModel
  /// Texts of the user's.
  case retrieval
  /// A target that can be left behind any layer.
  case layers
  /// A model between a small drafter and the target.
  case middleModel
  /// A part trained for one of the target's exits.
  case adapter
  /// A draft model of nested draft models.
  case nestedModel

  /// "a model of its own: give --draft-model"
  public var remedy: String {
    switch self {
    case .draftModel: "a model of its own: start with --draft-model"
    case .retrieval: "texts to draft from: start with --retrieval"
    case .layers: "a target whose layers can be run apart: choose a Llama-type model"
    case .middleModel: "a model between it and the target: start with --middle-model"
    case .adapter: "an adapter for the target: start with --adapter"
    case .nestedModel: "a model of nested draft models: start with --nested-model"
    }
  }
}
