import DraftTrees
import Tokens

/// Why a drafter cannot be used.
public enum DraftingError: Error, Hashable, Sendable {
  case unknownDrafter(name: String, known: [String])
  case growth(GrowthError)
  /// The drafter cannot grow its tree that way.
  case unsuitedGrowth(name: String, drafter: String, suited: [String])
}

extension DraftingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownDrafter(let name, let known):
      NameSuggestions.sentence(unknown: "drafter", name, known: known)
    case .growth(let error): error.description
    case .unsuitedGrowth(let name, let drafter, let suited):
      """
      drafter "\(drafter)" cannot grow its tree by "\(name)"; \
      use \(suited.map { "\"\($0)\"" }.joined(separator: " or "))
      """
    }
  }
}
