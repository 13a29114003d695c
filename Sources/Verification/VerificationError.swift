import DraftTrees
import Tokens

/// Why a verifier cannot be used.
public enum VerificationError: Error, Hashable, Sendable {
  case unknownVerifier(name: String, known: [String])
  /// The pair would change the law of the output; `safe` are verifiers that would not.
  case biasedPair(law: ProposalLaw, drafter: String, verifier: String, safe: [String])
  /// The verifier only handles one-hot laws.
  case needsTemperatureZero(verifier: String, temperature: Double, safe: [String])
}

extension VerificationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownVerifier(let name, let known):
      NameSuggestions.sentence(unknown: "verifier", name, known: known)
    case .biasedPair(let law, let drafter, let verifier, let safe):
      """
      verifier "\(verifier)" would change the output with drafter "\(drafter)" \
      (\(law.words)); use \(Self.choices(safe))
      """
    case .needsTemperatureZero(let verifier, let temperature, let safe):
      """
      verifier "\(verifier)" needs temperature 0, and it is \(temperature); \
      use \(Self.choices(safe)), or temperature 0
      """
    }
  }

  private static func choices(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: " or ")
  }
}

extension ProposalLaw {
  fileprivate var words: String {
    switch self {
    case .deterministic: "its tokens are chosen, not drawn"
    case .independent: "its tokens are drawn independently"
    case .withoutReplacement: "its tokens are drawn without replacement"
    }
  }
}
