import ArgumentParser
import Decoding
import Drafters
import Timeline
import Tokens
import Verification

/// Who drafts, who verifies, and how large a tree may be.
struct DraftingOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "Who proposes: \(DrafterRegistry.names.joined(separator: ", ")).")
  var drafter: String?

  @Option(
    help: "The rule that accepts: \(VerifierRegistry.names.joined(separator: ", ")).")
  var verifier: String?

  @Option(help: "Where the tree grows: \(GrowthRegistry.names.joined(separator: ", ")).")
  var growth: String?

  @Option(
    help: "The most drafted nodes in a tree; without it the measured cost of a pass decides.")
  var budget: Int?

  @Option(name: [.customShort("n"), .long], help: "The most tokens to emit.")
  var maxTokens: Int?

  func validate() throws {
    if let budget, !(0...256).contains(budget) {
      throw ValidationError("--budget takes 0 to 256, not \(budget).")
    }
    if let maxTokens, maxTokens < 1 {
      throw ValidationError("--max-tokens takes 1 or more, not \(maxTokens).")
    }
  }

  /// The settings of a run's first round; unknown names and unsafe pairs are refused.
  func settings(sampling: SamplingSettings, defaultDrafter: String) throws -> RoundSettings {
    let settings = RoundSettings(
      drafter: drafter ?? defaultDrafter,
      verifier: verifier ?? Self.verifier(for: sampling),
      growth: growth ?? GrowthRegistry.native, budget: budget, sampling: sampling)
    try settings.validate()
    return settings
  }

  private static func verifier(for sampling: SamplingSettings) -> String {
    sampling.isGreedy
      ? GreedyVerifier.descriptor.name : SampleMatchVerifier.descriptor.name
  }
}
