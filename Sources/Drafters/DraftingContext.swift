import Tokens

/// What drafters are made from.
public struct DraftingContext {
  /// Of the target.
  public var vocabularySize: Int
  /// The tokens the run starts from.
  public var prompt: [TokenID]
  /// A smaller model of the same vocabulary, if there is one.
  public var draftModel: DraftModel?

  public init(vocabularySize: Int, prompt: [TokenID], draftModel: DraftModel? = nil) {
    self.vocabularySize = vocabularySize
    self.prompt = prompt
    self.draftModel = draftModel
  }

  /// What is at hand of all that drafters may need.
  public var resources: Set<DrafterNeed> { draftModel == nil ? [] : [.draftModel] }
}

/// Something that a drafter cannot do without.
public enum DrafterNeed: String, Hashable, Sendable, CaseIterable {
  /// A model of its own.
  case draftModel

  /// "a model of its own: give --draft-model"
  public var remedy: String {
    switch self {
    case .draftModel: "a model of its own: start with --draft-model"
    }
  }
}
