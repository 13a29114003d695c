import Tokens

/// The numbers that a learned selector sees before a round, in a fixed order.
///
/// Those of section 5.2 that a trace holds; hidden states are left out.
/// Source: Dynamic Delayed Tree Expansion; verification-and-trees.md section 5.2.
struct ShapeFeatures {
  static let names = [
    "mean acceptance, level 1", "mean acceptance, level 2", "mean acceptance, level 3",
    "mean acceptance, level 4", "recent acceptance", "accepted share of the last round",
    "whole path accepted", "target entropy", "target entropy squared", "target certainty",
    "overlap", "draft entropy", "mean target entropy", "log position", "temperature",
  ]

  let values: [Double]

  init(_ history: AgreementHistory) {
    let levels = history.levels
    let acceptance = levels.map { 1 - $0.refusals[0] }
    let last = history.last
    let entropy = last?.targetEntropy ?? 0
    let logarithm = naturalLogarithm(Double(last?.position ?? 0) + 1)
    values =
      acceptance.prefix(4) + [
        history.quickAcceptance ?? acceptance[0], last?.acceptedShare ?? 0,
        last.map { $0.acceptedShare >= 1 ? 1 : 0 } ?? 0, entropy, entropy * entropy,
        last?.targetCertainty ?? 0, last?.overlap ?? acceptance[0], last?.draftEntropy ?? 0,
        last?.meanTargetEntropy ?? 0, logarithm, last?.temperature ?? 0,
      ]
  }
}
