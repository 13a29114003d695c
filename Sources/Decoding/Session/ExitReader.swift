import DraftTrees
import Models
import Timeline
import Tokens

/// Reads rows behind the layers of the target.
struct ExitReader {
  private let target: any LayeredModel
  private let clock: () -> Double

  /// - Parameter clock: microseconds.
  init(_ target: any LayeredModel, clock: @escaping () -> Double) {
    self.target = target
    self.clock = clock
  }

  /// - Parameters:
  ///   - layers: behind which to read, ascending.
  ///   - streams: [row][hidden] behind a layer.
  func survey(
    _ rows: [ExitSurvey.Row], layers: [Int], vocabulary: ExitVocabulary,
    streams: (_ layer: Int) -> [Float]
  ) -> ExitSurvey {
    let start = clock()
    let tokens = vocabulary == .short ? target.shortVocabulary : nil
    var survey = ExitSurvey(
      rows: rows, exits: [], shortVocabularySize: tokens?.count, microseconds: 0)
    for layer in layers {
      var exit = ExitSurvey.Exit(layer: layer, tokens: [], probabilities: [])
      target.forEachExit(of: streams(layer), behind: layer, vocabulary: vocabulary) { _, logits in
        let best = LogitProcessing.summary(logits: logits, count: 1).top[0]
        exit.tokens.append(tokens?[best.token.index] ?? best.token)
        exit.probabilities.append(best.probability)
      }
      survey.exits.append(exit)
    }
    survey.microseconds = clock() - start
    return survey
  }

  /// Reads the rows of a judged round while they stand.
  /// - Parameter nodes: whose rows to read, ascending.
  func survey(
    of round: Round, nodes: [NodeIndex], layers: [Int], vocabulary: ExitVocabulary,
    row: (NodeIndex) -> Int
  ) -> ExitSurvey {
    let successors = round.successors
    return survey(
      nodes.map { node in
        ExitSurvey.Row(
          node: node, position: round.position + round.tree.depths[node.rawValue],
          target: successors[node] ?? round.scores[node.rawValue].alternatives[0].token,
          isCommitted: successors[node] != nil)
      }, layers: layers, vocabulary: vocabulary
    ) { layer in
      nodes.flatMap { target.streams(rows: row($0)..<row($0) + 1, behind: layer) }
    }
  }
}

extension Round {
  /// For the root and the accepted nodes the token that follows each.
  var successors: [NodeIndex: TokenID] {
    guard let judgement else { return [:] }
    let path = [NodeIndex.root] + judgement.accepted
    let following = judgement.accepted.map { tree.tokens[$0.rawValue] } + [judgement.extra]
    return Dictionary(
      zip(path, following).compactMap { node, token in token.map { (node, $0) } }
    ) { first, _ in first }
  }
}
