import DraftTrees
import Timeline
import Tokens

/// A recorded round as a question with its answer: what was known before it, and what each shape
/// would have brought.
public struct ShapeExample: Sendable {
  let history: AgreementHistory
  public let drafter: String
  private let levels: [PathLevel]
  private let endsText: Bool

  /// Every round of a line that drew a path from a law, in order.
  ///
  /// Rounds that stopped drafting by a bar on the reach are left out: how far they go depends on what
  /// was drawn.
  public static func examples(
    of rounds: [Round], endTokens: Set<TokenID>
  ) -> [ShapeExample] {
    var history = AgreementHistory()
    var examples: [ShapeExample] = []
    for round in rounds {
      if round.choice.reachBar == 0, let path = RecordedPath(round) {
        let last = path.nodes.last.map { round.tree.tokens[$0.rawValue] }
        examples.append(
          ShapeExample(
            history: history, drafter: round.settings.drafterName, levels: path.levels,
            endsText: last.map(endTokens.contains) ?? false))
      }
      history.observe(round)
    }
    return examples
  }

  /// What the round would have accepted on average with a shape (`ShapeValue`); 0 for a plain round.
  /// Nil where the recorded path is too short to say.
  public func accepted(with shape: DraftShape?) -> Double? {
    guard let shape else { return 0 }
    return ShapeValue.expectedAccepted(of: shape, along: levels, endsText: endsText)
  }

  /// What a selector would have known and thought before the round.
  public func estimates(by selector: ShapeSelector, budget: Int) -> [ShapeEstimate] {
    selector.estimates(after: history, budget: budget, drafter: drafter)
  }
}
