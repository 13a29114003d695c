import DraftTrees
import Testing
import Tokens

/// Values of drafters.md section 17, "Entropy rules".
struct StopRuleTests {
  /// A law of so many equally probable tokens has this entropy: log n.
  private func uniform(_ count: Int) -> TokenLaw {
    TokenLaw(dense: [Double](repeating: 1 / Double(count), count: count))
  }

  @Test func entropyIsInNats() {
    #expect(abs(uniform(8).entropy - 2.0794415416798357) < 1e-12)
    #expect(TokenLaw.oneHot(1, vocabularySize: 3).entropy == 0)
  }

  /// log 2 = 0.693 is above the 0.6 nats at which the rule's standard of 0.3 stops; a law of 0.9 and
  /// 0.1 has 0.325.
  @Test func theEntropyRuleEndsBeforeADrawFromAFlatLaw() {
    let rule = StopRule(.entropy, threshold: 0.3)
    #expect(rule.endsBefore(DraftConfidence(uniform(2))))
    #expect(!rule.endsBefore(DraftConfidence(TokenLaw(dense: [0.9, 0.1]))))
    #expect(!rule.endsBehind(0, DraftConfidence(uniform(2))))
  }

  /// At temperature 0 the drafter's own law is known by three numbers.
  @Test func withoutTheLawARuleLooksAtWhatIsKnownOfIt() {
    let law = TokenLaw(dense: [0.7, 0.3])
    let known = DraftConfidence(top: 0, probability: 0.7, entropy: law.entropy)
    for kind in StopRule.Kind.allCases {
      for threshold in stride(from: 0.05, to: 1, by: 0.05) {
        let rule = StopRule(kind, threshold: threshold)
        #expect(rule.endsBefore(known) == rule.endsBefore(DraftConfidence(law)))
        #expect(rule.endsBehind(0, known) == rule.endsBehind(0, DraftConfidence(law)))
      }
    }
  }

  /// 1 - √(0.2 log 2) = 0.628.
  @Test func theEntropyBoundEndsBelowItsThreshold() {
    #expect(StopRule(.entropyBound, threshold: 0.63).endsBefore(DraftConfidence(uniform(2))))
    #expect(!StopRule(.entropyBound, threshold: 0.62).endsBefore(DraftConfidence(uniform(2))))
  }

  @Test func confidenceLooksAtTheTokenAndTopProbabilityAtTheLaw() {
    let law = TokenLaw(dense: [0.7, 0.3])
    let confidence = StopRule(.confidence, threshold: 0.4)
    #expect(confidence.endsBehind(1, DraftConfidence(law)))
    #expect(!confidence.endsBehind(0, DraftConfidence(law)))
    let top = StopRule(.topProbability, threshold: 0.6)
    #expect(!top.endsBehind(1, DraftConfidence(law)))
    #expect(top.endsBehind(1, DraftConfidence(uniform(2))))
    #expect(!top.endsBefore(DraftConfidence(uniform(2))))
  }
}

/// Stop rules in chains.
struct StoppedChainTests {
  /// Laws of a chain that grows flatter from level to level: two tokens of 0.95 and 0.05, then 0.8
  /// and 0.2 (0.500 nats), then 0.6 and 0.4 (0.673 nats).
  private func chain(_ stop: StopRule?, seed: UInt64 = 1) throws -> DraftTree {
    var laws = TableLaws(vocabularySize: 2) { path in
      let first = path.count < 1 ? 0.95 : path.count < 2 ? 0.8 : 0.6
      return [first, 1 - first]
    }
    var draws = keyed(seed)
    return try GrowthRegistry.make(try GrowthShape("chain")).grow(
      GrowthRequest(anchor: 0, budget: 6, stop: stop), laws: &laws, draws: &draws)
  }

  @Test func withoutARuleTheBudgetEndsAChain() throws {
    #expect(try chain(nil).draftedCount == 6)
    #expect(try chain(nil).estimates.allSatisfy { $0 == nil })
  }

  @Test func anEntropyRuleEndsBeforeTheFlatLaw() throws {
    #expect(try chain(StopRule(.entropy, threshold: 0.3)).draftedCount == 2)
    #expect(try chain(StopRule(.entropyBound, threshold: 0.64)).draftedCount == 2)
  }

  @Test func aRuleOfTheTopEndsBehindItsToken() throws {
    #expect(try chain(StopRule(.topProbability, threshold: 0.7)).draftedCount == 3)
  }

  @Test func theTokenOfLittleConfidenceIsKeptAndIsTheLast() throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      let tree = try chain(StopRule(.confidence, threshold: 0.5), seed: seed)
      let confidences = tree.draftProbabilities.compactMap(\.self)
      #expect(confidences.dropLast().allSatisfy { $0 >= 0.5 })
      #expect(tree.draftedCount == 6 || confidences.last ?? 1 < 0.5)
      let products = confidences.indices.map { confidences[...$0].reduce(1, *) }
      #expect(tree.estimates.compactMap(\.self) == products)
    }
  }
}
