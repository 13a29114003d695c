import DraftTrees
import Tokens

/// A verifier that is wrong on purpose, to show what a mistake does to the output.
///
/// Each is a mistake that was made somewhere. They run only when asked for by name, are never
/// suggested, and count as changing the output.
/// Source: verification-and-trees.md section 8.
public struct CounterExample: Sendable {
  /// `losslessWith` is empty; the name begins with "wrong-".
  public let descriptor: VerifierDescriptor
  /// How siblings have to be drawn for the mistake to show as described.
  public let law: ProposalLaw
  let verifier: any Verifier

  init(
    _ name: String, _ summary: String, source: String, law: ProposalLaw,
    _ verifier: any Verifier
  ) {
    descriptor = VerifierDescriptor(
      name: "wrong-\(name)", summary: summary, source: source, losslessWith: [])
    self.law = law
    self.verifier = verifier
  }
}

/// The catalogue of mistakes, one line each.
public enum CounterExampleRegistry {
  public static let all: [CounterExample] = [
    CounterExample(
      "token-target", "Draws the correction from p, not from what the draft left of it.",
      source: "seen in code that reuses drafts for training", law: .independent,
      WrongTokenVerifier(.correctionFromTarget)),
    CounterExample(
      "token-softmax", "Applies softmax to the clipped difference instead of dividing by its sum.",
      source: "an early release of a widely used library", law: .independent,
      WrongTokenVerifier(.correctionBySoftmax)),
    CounterExample(
      "token-argmax", "Divides p by q although the token was chosen, not drawn.",
      source: "early tutorials", law: .deterministic, WrongTokenVerifier(.ratioOfChosen)),
    CounterExample(
      "token-temperature", "Tests with q at half the temperature of the draft.",
      source: "several reports", law: .independent, WrongTokenVerifier(.sharperDraft)),
    CounterExample(
      "block-prefix", "Stops at the first failed coin; the deepest success should count.",
      source: "suggested in a review of right code", law: .independent,
      WrongBlockVerifier(.stopsAtFirstFailure)),
    CounterExample(
      "block-residual", "Draws the correction from (p - q)+ instead of (w p - q)+.",
      source: "a release of an inference engine", law: .independent,
      WrongBlockVerifier(.residualWithoutWeight)),
    CounterExample(
      "block-weight", "Throws the coins with w instead of h.", source: "a misreading of the paper",
      law: .independent, WrongBlockVerifier(.weightAsChance)),
    CounterExample(
      "block-shared-coin", "Uses one uniform for all positions.", source: "a tempting shortcut",
      law: .independent, WrongBlockVerifier(.sharedUniform)),
    CounterExample(
      "block-unclamped", "Lets weights grow beyond 1.", source: "a misreading of the paper",
      law: .independent, WrongBlockVerifier(.unclamped)),
    CounterExample(
      "recursive-draft", "Draws without replacement, but never takes drawn tokens out of q.",
      source: "a mix-up of two papers", law: .withoutReplacement,
      WrongRecursiveVerifier(.draftNotRenormalised)),
    CounterExample(
      "recursive-sorted", "Tests siblings by q downwards, not in drawing order.",
      source: "trees kept in sorted order", law: .withoutReplacement,
      WrongRecursiveVerifier(.sortedByDraft)),
    CounterExample(
      "recursive-by-token", "Tests siblings by token number, not in drawing order.",
      source: "trees kept in sorted order", law: .withoutReplacement,
      WrongRecursiveVerifier(.sortedByToken)),
    CounterExample(
      "recursive-residual",
      "Tests every sibling with p / q, without taking what earlier ones took.",
      source: "a forgotten update", law: .withoutReplacement,
      WrongRecursiveVerifier(.residualNotUpdated)),
    CounterExample(
      "recursive-target", "Draws the correction from p when all siblings were refused.",
      source: "a forgotten residual", law: .withoutReplacement,
      WrongRecursiveVerifier(.correctionFromTarget)),
    CounterExample(
      "distinct-draws", "Forgets that a token was drawn twice.",
      source: "what merging paths into a tree invites", law: .independent,
      WrongRecursiveVerifier(.distinctDraws)),
    CounterExample(
      "repeats-removed",
      "Treats independent draws, repeats included, as drawn without replacement.",
      source: "a mix-up of two papers", law: .independent,
      WrongRecursiveVerifier(.repeatsRemoved)),
    CounterExample(
      "sorted-draws", "Tests independent draws by q downwards, not in drawing order.",
      source: "trees kept in sorted order", law: .independent,
      WrongRecursiveVerifier(.drawsSortedByDraft)),
    CounterExample(
      "chosen-ratio", "Divides p by q although the siblings were chosen, not drawn.",
      source: "beam-search and top-k drafters", law: .deterministic,
      WrongRecursiveVerifier(.ratioOfChosen)),
    CounterExample(
      "traversal-target", "Draws the extra token from p, not from what is left of it.",
      source: "a forgotten update", law: .withoutReplacement,
      WrongTraversalVerifier(.extraFromTarget)),
    CounterExample(
      "traversal-siblings", "Weighs all siblings before any of them is refused.",
      source: "weights computed in one pass", law: .withoutReplacement,
      WrongTraversalVerifier(.staleSiblings)),
    CounterExample(
      "traversal-parent", "Does not lower the parent's weight after a refusal.",
      source: "a forgotten update", law: .withoutReplacement,
      WrongTraversalVerifier(.parentKeepsWeight)),
    CounterExample(
      "traversal-draft", "Does not renormalise q after a refusal.", source: "a forgotten update",
      law: .withoutReplacement, WrongTraversalVerifier(.draftNotRenormalised)),
    CounterExample(
      "traversal-order", "Takes the leaf that was inserted first, which is not post-order.",
      source: "a public reference implementation", law: .independent,
      WrongTraversalVerifier(.insertionOrder)),
    CounterExample(
      "multi-path-draft", "Verifies the selected path with q as if nothing had been selected.",
      source: "a forgotten correction", law: .independent,
      WrongMultiPathVerifier(.unskewed)),
    CounterExample(
      "multi-path-ties", "Ranks by min(1, p / q) and breaks ties by draw, but counts by token.",
      source: "a public reference implementation", law: .independent,
      WrongMultiPathVerifier(.clampedTies)),
    CounterExample(
      "multi-path-distinct", "Counts distinct paths instead of drawn ones.",
      source: "what merging paths into a tree invites", law: .independent,
      WrongMultiPathVerifier(.distinctPaths)),
    CounterExample(
      "k-seq-undivided", "Tests with rho = 1: the draws together take more than p allows.",
      source: "a forgotten factor", law: .independent,
      WrongSequentialVerifier(.undivided)),
    CounterExample(
      "k-seq-gamma", "Leaves gamma out of the residual.", source: "a forgotten factor",
      law: .independent, WrongSequentialVerifier(.withoutGamma)),
    CounterExample(
      "threshold", "Accepts when the coin is below the probability divided by 0.7.",
      source: "an option of an inference engine, documented as lossy", law: .deterministic,
      WrongThresholdVerifier(accumulated: 0.7, single: 1)),
    CounterExample(
      "threshold-single", "Accepts every token of probability one half or more.",
      source: "an option of an inference engine, documented as lossy", law: .deterministic,
      WrongThresholdVerifier(accumulated: 1, single: 0.5)),
  ]

  public static var descriptors: [VerifierDescriptor] { all.map(\.descriptor) }
  public static var names: [String] { descriptors.map(\.name) }

  static func find(_ name: String) -> CounterExample? { all.first { $0.descriptor.name == name } }
}
