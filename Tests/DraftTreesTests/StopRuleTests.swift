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
    #expect(rule.endsBefore(drawingFrom: uniform(2)))
    #expect(!rule.endsBefore(drawingFrom: TokenLaw(dense: [0.9, 0.1])))
    #expect(!rule.endsBehind(0, drawnFrom: uniform(2)))
  }

  /// 1 - √(0.2 log 2) = 0.628.
  @Test func theEntropyBoundEndsBelowItsThreshold() {
    #expect(StopRule(.entropyBound, threshold: 0.63).endsBefore(drawingFrom: uniform(2)))
    #expect(!StopRule(.entropyBound, threshold: 0.62).endsBefore(drawingFrom: uniform(2)))
  }

  @Test func confidenceLooksAtTheTokenAndTopProbabilityAtTheLaw() {
    let law = TokenLaw(dense: [0.7, 0.3])
    let confidence = StopRule(.confidence, threshold: 0.4)
    #expect(confidence.endsBehind(1, drawnFrom: law))
    #expect(!confidence.endsBehind(0, drawnFrom: law))
    let top = StopRule(.topProbability, threshold: 0.6)
    #expect(!top.endsBehind(1, drawnFrom: law))
    #expect(top.endsBehind(1, drawnFrom: uniform(2)))
    #expect(!top.endsBefore(drawingFrom: uniform(2)))
  }
}
