import Drafters
import Models
import Timeline
import Tokens

/// What the target says of the last tokens of the prompt: a start for drafters and controllers that
/// learn from the target's rows.
///
/// The rows are scored as a chain instead of being read without logits: bit for bit the same cache.
struct PromptReading {
  /// In order; the anchor's row is not among them.
  let rows: [PromptRow]
  /// [layer][row][hidden], behind all layers but the last; empty where the target has none.
  private let streams: [[Float]]

  /// Cuts the cache to where the rows begin; afterwards it holds the prompt but its last token.
  init(
    _ target: any TargetModel, prompt: [TokenID], isCancelled: () -> Bool
  ) throws {
    let end = prompt.count - 1
    let start = max(0, end - min(PromptRow.mostRows, target.maximumRowCount))
    target.truncate(to: min(target.cachedCount, start))
    try target.prefill(Array(prompt[target.cachedCount..<start]), isCancelled: isCancelled)
    guard start < end else {
      (rows, streams) = ([], [])
      return
    }
    let layered = target as? any LayeredModel
    let keptStreams = layered?.keepsStreams ?? false
    layered?.keepsStreams = true
    defer { layered?.keepsStreams = keptStreams }
    let tokens = Array(prompt[start..<end])
    try target.score(tokens: tokens, parents: tokens.indices.map { $0 == 0 ? nil : $0 - 1 })
    rows = tokens.enumerated().map { row, token in
      let summary = target.withLogits(row: row) {
        LogitProcessing.summary(logits: $0, count: ScoredRows.alternativeCount)
      }
      return PromptRow(
        position: start + row, token: token,
        alternatives: summary.top.map {
          // No settings hold for the prompt: both probabilities are the model's own.
          Alternative(
            token: $0.token, targetProbability: $0.probability, modelProbability: $0.probability)
        })
    }
    streams =
      layered.map { layered in
        (1..<max(1, layered.layerCount)).map {
          layered.streams(rows: 0..<tokens.count, behind: $0)
        }
      } ?? []
    target.commit(path: Array(tokens.indices))
  }

  /// What the layers say at these places, beside what the target itself would go on with: that, not
  /// the prompt's text, is what drafts are held against.
  func exits(_ target: any LayeredModel, clock: @escaping () -> Double) -> ExitSurvey {
    let reader = ExitReader(target, clock: clock)
    return reader.survey(
      rows.map { row in
        ExitSurvey.Row(
          node: nil, position: row.position, target: row.alternatives[0].token, isCommitted: true)
      }, layers: Array(1..<max(1, target.layerCount)), vocabulary: .short
    ) { streams[$0 - 1] }
  }
}
