import DraftTrees
import Models
import Tokens

/// How an exit of the target is read: behind which layer, through which adapter if any, over which
/// tokens, with which settings.
struct ExitReading {
  let target: any LayeredModel
  /// Layers that are run.
  let layer: Int
  let adapted: AdaptedExit?
  let vocabulary: ExitVocabulary
  let sampling: SamplingSettings
  /// Ascending; nil when the whole vocabulary is read.
  private let support: [TokenID]?

  init(
    _ target: any LayeredModel, layer: Int, adapted: AdaptedExit? = nil,
    vocabulary: ExitVocabulary, sampling: SamplingSettings
  ) {
    self.target = target
    self.layer = layer
    self.adapted = adapted
    self.vocabulary = vocabulary
    self.sampling = sampling
    support = vocabulary == .short ? target.shortVocabulary : nil
  }

  /// Rows that a tree may have.
  var maximumRowCount: Int {
    min(target.maximumRowCount, adapted?.adapter.maximumRowCount ?? .max)
  }

  /// One row in plain passes, by weights. Source: drafters.md section 1.3.
  var rowCost: Double {
    let said = adapted?.adapter.cost(over: vocabulary) ?? target.headCost(over: vocabulary)
    return (Double(layer) + said) / (Double(target.layerCount) + target.headCost(over: .whole))
  }

  /// Nothing can be drawn from it.
  var nothing: TokenLaw {
    TokenLaw(vocabularySize: target.vocabularySize, support: [], probabilities: [])
  }

  /// Brings rows of a tree through the layers, and the adapter behind them.
  func advance(tokens: [TokenID], parents: [Int?]) throws {
    let first = parents.first == .some(nil) ? 0 : adapted?.rowCount ?? 0
    try target.advance(tokens: tokens, parents: parents, through: layer)
    adapted?.read(
      tokens, parents: parents,
      streams: target.streams(rows: first..<first + tokens.count, behind: layer))
  }

  /// Calls `body` with the place of each row, its law under the settings and, where a stop rule asks,
  /// how sure the exit is by its own law at temperature 1.
  func forEachLaw(
    of rows: [Int], isStopping: Bool,
    _ body: (_ place: Int, _ law: TokenLaw, _ confidence: DraftConfidence?) -> Void
  ) {
    forEachRow(rows) { place, logits in
      guard isStopping else { return body(place, law(of: logits, sampling), nil) }
      guard sampling.isGreedy else {
        let own = law(of: logits, SamplingSettings(temperature: 1))
        return body(place, law(of: logits, sampling), DraftConfidence(own))
      }
      let summary = LogitProcessing.summary(logits: logits, count: 1)
      let best = summary.top[0]
      let token = support?[best.token.index] ?? best.token
      body(
        place, .oneHot(token, vocabularySize: target.vocabularySize),
        DraftConfidence(top: token, probability: best.probability, entropy: summary.entropy))
    }
  }

  private func forEachRow(
    _ rows: [Int], _ body: (_ place: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    if let adapted {
      adapted.adapter.forEachRow(rows, vocabulary: vocabulary, body)
    } else {
      target.forEachExit(
        of: rows.flatMap { target.streams(rows: $0..<$0 + 1, behind: layer) }, behind: layer,
        vocabulary: vocabulary, body)
    }
  }

  /// Over the whole vocabulary: tokens that the exit is not read over have no mass.
  private func law(
    of logits: UnsafeBufferPointer<Float>, _ sampling: SamplingSettings
  ) -> TokenLaw {
    let law = LogitProcessing.law(logits: logits, settings: sampling)
    guard let support else { return law }
    return TokenLaw(
      vocabularySize: target.vocabularySize,
      support: law.support?.map { support[$0.index] } ?? support,
      probabilities: law.probabilities)
  }
}
