import Tokens

/// What drafters are made from.
public struct DraftingContext {
  /// Of the target.
  public var vocabularySize: Int
  /// The tokens the run starts from.
  public var prompt: [TokenID]
  /// A smaller model of the same vocabulary, if there is one.
  public var draftModel: DraftModel?
  /// The user's own texts, if there are any.
  public var retrieval: RetrievalCorpus?

  public init(
    vocabularySize: Int, prompt: [TokenID], draftModel: DraftModel? = nil,
    retrieval: RetrievalCorpus? = nil
  ) {
    self.vocabularySize = vocabularySize
    self.prompt = prompt
    self.draftModel = draftModel
    self.retrieval = retrieval
  }

  /// What is at hand of all that drafters may need.
  public var resources: Set<DrafterNeed> {
    var resources: Set<DrafterNeed> = []
    if draftModel != nil { resources.insert(.draftModel) }
    if retrieval != nil { resources.insert(.retrieval) }
    return resources
  }
}

/// Something that a drafter cannot do without.
public enum DrafterNeed: String, Hashable, Sendable, CaseIterable {
  /// A model of its own.
  case draftModel
  /// Texts of the user's.
  case retrieval

  /// "a model of its own: give --draft-model"
  public var remedy: String {
    switch self {
    case .draftModel: "a model of its own: start with --draft-model"
    case .retrieval: "texts to draft from: start with --retrieval"
    }
  }
}
