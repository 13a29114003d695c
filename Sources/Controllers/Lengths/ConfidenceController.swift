import DraftTrees
import Timeline
import Tokens

/// Ends a chain behind a token that the drafter gave less than a threshold, which is fitted again
/// after each round to what was kept and what was not.
///
/// Source: Hugging Face Transformers, "dynamic" with its ROC update; drafters.md section 13.1.
public struct ConfidenceController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "confidence",
    summary: "Ends a chain behind a token of too little confidence; the threshold is refitted.",
    source: "Hugging Face Transformers, dynamic schedule",
    parameters: [
      MethodParameter(
        name: "start", summary: "The first threshold.", range: 0...1, standard: 0.4,
        isWhole: false),
      MethodParameter(
        name: "refit", summary: "1 fits the threshold after each round, 0 keeps the first.",
        range: 0...1, standard: 1),
      MethodParameter(name: "cap", summary: "The longest draft.", range: 1...64, standard: 20),
    ],
    growth: ChainGrowth.descriptor.name)

  private let refits: Bool
  private let cap: Int
  private var threshold: Double
  private var fit = ConfidenceThreshold()

  public init(_ context: ControllerContext) {
    threshold = context.parameters["start"]
    refits = context.parameters.count("refit") == 1
    cap = context.parameters.count("cap")
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let origin =
      refits && fit.fitted != nil
      ? "fitted to \(fit.keptCount) kept tokens and \(fit.observations.count - fit.keptCount) refused"
      : "as it started"
    return Choice(
      controller: Self.descriptor.name, budget: max(0, settings.budget ?? cap),
      reason: "the chain ends behind a token below \(DecimalText.text(threshold)), \(origin)",
      stop: StopRule(.confidence, threshold: threshold))
  }

  /// Learns from the kept path and from the token that was refused behind it; those further down
  /// were never judged.
  public mutating func observe(_ round: Round) {
    guard let judgement = round.judgement else { return }
    let tree = round.tree
    for node in judgement.accepted { record(tree.confidence(of: node), isKept: true) }
    let end = judgement.accepted.last ?? .root
    if let refused = tree.children(of: end).first {
      record(tree.confidence(of: refused), isKept: false)
    }
    if refits { threshold = fit.fitted ?? threshold }
  }

  private mutating func record(_ confidence: Double?, isKept: Bool) {
    if let confidence { fit.record(confidence, isKept: isKept) }
  }
}

extension DraftTree {
  /// What the stop rule saw for a node's token: the step in the chain's estimates, else q.
  fileprivate func confidence(of node: NodeIndex) -> Double? {
    guard let estimate = estimates[node.rawValue] else { return draftProbabilities[node.rawValue] }
    let above = parents[node.rawValue].flatMap { estimates[$0.rawValue] } ?? 1
    return above > 0 ? estimate / above : 0
  }
}
