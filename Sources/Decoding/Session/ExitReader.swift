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
      rows: rows, exits: layers.map { ExitSurvey.Exit(layer: $0, tokens: [], probabilities: []) },
      shortVocabularySize: tokens?.count, microseconds: 0)
    var (all, behind) = ([Float](), [Int]())
    all.reserveCapacity(layers.count * rows.count * target.hiddenSize)
    for layer in layers {
      all += streams(layer)
      behind.append(contentsOf: repeatElement(layer, count: rows.count))
    }
    target.forEachExit(of: all, behind: behind, vocabulary: vocabulary) { row, logits in
      let best = LogitProcessing.summary(logits: logits, count: 1).top[0]
      let place = row / rows.count
      survey.exits[place].tokens.append(tokens?[best.token.index] ?? best.token)
      survey.exits[place].probabilities.append(best.probability)
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
