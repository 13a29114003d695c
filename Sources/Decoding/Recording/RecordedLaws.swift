import DraftTrees
import Timeline
import Tokens
import Verification

/// What a trace knows of the target's laws of a round: the probabilities of each node's children,
/// of its recorded alternatives and of the token chosen there. Not normalised.
struct RecordedLaws: NodeLaws {
  private let round: Round
  private let vocabularySize: Int
  /// The chosen token and its probability at the nodes that were judged.
  private var chosen: [NodeIndex: (token: TokenID, probability: Double)] = [:]

  init(_ round: Round, vocabularySize: Int) {
    self.round = round
    self.vocabularySize = vocabularySize
    for step in round.judgement?.steps ?? [] {
      let action = step.action
      if action.kind == .sample, let token = action.token,
        let probability = action.numbers[.probability]
      {
        chosen[action.at] = (token, probability)
      }
    }
  }

  func targetLaw(at node: NodeIndex) -> TokenLaw {
    var probabilities: [TokenID: Double] = [:]
    guard round.scores.count == round.tree.count else {
      return TokenLaw(vocabularySize: vocabularySize, support: [], probabilities: [])
    }
    for alternative in round.scores[node.rawValue].alternatives {
      probabilities[alternative.token] = alternative.targetProbability
    }
    for child in round.tree.children(of: node) {
      guard let p = round.scores[child.rawValue].targetProbability else { continue }
      probabilities[round.tree.tokens[child.rawValue]] = p
    }
    if let (token, probability) = chosen[node], probabilities[token] == nil {
      probabilities[token] = probability
    }
    let support = probabilities.keys.sorted()
    return TokenLaw(
      vocabularySize: vocabularySize, support: support,
      probabilities: support.map { probabilities[$0] ?? 0 })
  }

  func draftLaw(at node: NodeIndex) -> TokenLaw? { nil }
}
