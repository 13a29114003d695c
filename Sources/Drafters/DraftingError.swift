import DraftTrees
import Tokens

/// Why a drafter cannot be used.
public enum DraftingError: Error, Hashable, Sendable {
  case unknownDrafter(name: String, known: [String])
  case parameter(MethodParameterError)
  case growth(GrowthError)
  /// The drafter cannot grow its tree that way.
  case unsuitedGrowth(name: String, drafter: String, suited: [String])
  /// The drafter lacks something that is given at the start of the program.
  case missing(DrafterNeed, drafter: String)
  /// The target cannot be left behind that layer.
  case noSuchExit(layer: Int, drafter: String, layerCount: Int)
  /// A model was given as one of nested draft models, and its file names none.
  case notNested(model: String)
  /// The two models do not speak of the same tokens: `reason` says where they part.
  case otherVocabulary(draft: String, target: String, reason: String)
}

extension DraftingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownDrafter(let name, let known):
      NameSuggestions.sentence(unknown: "drafter", name, known: known)
    case .parameter(let error): error.description
    case .growth(let error): error.description
    case .unsuitedGrowth(let name, let drafter, let suited):
      """
      drafter "\(drafter)" cannot grow its tree by "\(name)"; \
      use \(suited.map { "\"\($0)\"" }.joined(separator: " or "))
      """
    case .missing(let need, let drafter):
      "drafter \"\(drafter)\" needs \(need.remedy)"
    case .noSuchExit(let layer, let drafter, let layerCount):
      """
      drafter "\(drafter)" cannot leave the target behind layer \(layer): \
      choose one from 1 to \(layerCount - 1)
      """
    case .notNested(let model):
      """
      "\(model)" is no model of nested draft models: its file has no draftscope.nested.exits; \
      give it with --draft-model, or another with --nested-model
      """
    case .otherVocabulary(let draft, let target, let reason):
      """
      "\(draft)" cannot draft for "\(target)": their vocabularies differ (\(reason)); \
      choose two models of one family
      """
    }
  }
}
