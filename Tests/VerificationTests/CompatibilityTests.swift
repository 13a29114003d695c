import DraftTrees
import Testing
import Tokens
import Verification

struct CompatibilityTests {
  private let sampling = SamplingSettings(temperature: 0.8)

  @Test(arguments: ProposalLaw.allCases)
  func sampleMatchIsSafeWithEveryLaw(law: ProposalLaw) throws {
    try Compatibility.check(
      law, from: "any", with: SampleMatchVerifier.descriptor, sampling: sampling)
    try Compatibility.check(
      law, from: "any", with: SampleMatchVerifier.descriptor, sampling: .greedy)
  }

  @Test func greedyNeedsTemperatureZeroAndTheSentenceNamesASafeVerifier() throws {
    try Compatibility.check(
      .deterministic, from: "any", with: GreedyVerifier.descriptor, sampling: .greedy)
    let error = #expect(throws: VerificationError.self) {
      try Compatibility.check(
        .deterministic, from: "any", with: GreedyVerifier.descriptor, sampling: sampling)
    }
    #expect(
      error?.description == """
        verifier "greedy" needs temperature 0, and it is 0.8; \
        use "sample-match" or "token" or "block" or "point-mass", or temperature 0
        """)
  }

  @Test func aBiasedPairIsRefusedWithASentence() {
    let independentOnly = VerifierDescriptor(
      name: "ratio", summary: "", source: "", losslessWith: [.independent])
    let error = #expect(throws: VerificationError.self) {
      try Compatibility.check(
        .deterministic, from: "prompt-lookup", with: independentOnly, sampling: sampling)
    }
    #expect(
      error?.description == """
        verifier "ratio" would change the output with drafter "prompt-lookup" \
        (its tokens are chosen, not drawn); \
        use "sample-match" or "token" or "block" or "point-mass"
        """)
  }

  @Test(arguments: ["typical", "wrong-token-target"], ProposalLaw.allCases)
  func aLossyVerifierRunsWhenAskedForAndIsNeverSuggested(name: String, law: ProposalLaw) throws {
    let descriptor = try VerifierRegistry.descriptor(of: name)
    #expect(descriptor.losslessWith.isEmpty)
    try Compatibility.check(law, from: "any", with: descriptor, sampling: sampling)
    #expect(!Compatibility.safeVerifiers(for: law, sampling: sampling).contains(name))
    #expect(!Compatibility.safeVerifiers(for: law, sampling: .greedy).contains(name))
  }

  @Test func theTableIsThatOfTheEnumeration() {
    let names = [
      ProposalLaw.deterministic: ["sample-match", "token", "block", "point-mass"],
      .independent: VerifierRegistry.names.filter { !["greedy", "typical"].contains($0) },
      .withoutReplacement: [
        "sample-match", "token", "block", "point-mass", "naive-tree", "recursive", "traversal",
      ],
    ]
    for law in ProposalLaw.allCases {
      #expect(Compatibility.safeVerifiers(for: law, sampling: sampling) == names[law])
    }
  }

  @Test func anUnknownVerifierIsNamedWithItsNeighbours() {
    let error = #expect(throws: VerificationError.self) {
      try VerifierRegistry.make("sample-mach")
    }
    #expect(
      error?.description == """
        unknown verifier "sample-mach"; did you mean "sample-match"? \
        (known: \(VerifierRegistry.names.joined(separator: ", ")))
        """)
  }
}
