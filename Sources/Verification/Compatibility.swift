import DraftTrees
import Tokens

/// Which pairs of proposal law and verifier leave the target's law unchanged.
///
/// Losslessness belongs to the pair. The table is `VerifierDescriptor.losslessWith`; its entries
/// were checked by exact enumeration. Source: verification-and-trees.md section 6.
public enum Compatibility {
  /// Refuses a pair that would change the output, before a run starts.
  ///
  /// A verifier that is lossless with no law at all is one whose purpose is to change the output: it
  /// runs when asked for by name, and is labelled; it is never among the safe ones.
  /// - Parameters:
  ///   - law: how the drafter draws siblings.
  ///   - drafter: its name, for the sentence.
  public static func check(
    _ law: ProposalLaw, from drafter: String, with verifier: VerifierDescriptor,
    sampling: SamplingSettings
  ) throws(VerificationError) {
    let safe = safeVerifiers(for: law, sampling: sampling)
    guard verifier.losslessWith.contains(law) || verifier.losslessWith.isEmpty else {
      throw .biasedPair(law: law, drafter: drafter, verifier: verifier.name, safe: safe)
    }
    guard sampling.isGreedy || !verifier.requiresGreedy else {
      throw .needsTemperatureZero(
        verifier: verifier.name, temperature: sampling.temperature, safe: safe)
    }
  }

  /// Names of the safe verifiers whose text is that of plain decoding with the same seed, token for
  /// token: all of them at temperature 0.
  public static func repeatingVerifiers(
    for law: ProposalLaw, sampling: SamplingSettings
  ) -> [String] {
    let safe = safeVerifiers(for: law, sampling: sampling)
    guard !sampling.isGreedy else { return safe }
    return VerifierRegistry.descriptors
      .filter { $0.repeatsPlainText && safe.contains($0.name) }.map(\.name)
  }

  /// Names of the registered verifiers that are lossless for a law with these settings.
  public static func safeVerifiers(for law: ProposalLaw, sampling: SamplingSettings) -> [String] {
    VerifierRegistry.descriptors
      .filter { $0.losslessWith.contains(law) && (sampling.isGreedy || !$0.requiresGreedy) }
      .map(\.name)
  }
}
