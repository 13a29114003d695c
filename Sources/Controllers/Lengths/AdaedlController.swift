import DraftTrees
import Timeline
import Tokens

/// Ends a chain before a token whose acceptance the drafter's entropy bounds too low:
/// 1 - √(0.2 H) below a threshold λ that moves so that a wanted share of drafts is kept.
///
/// A <- β₁ A + (1 - β₁) kept / drafted; t = λ - ε where A has reached the wanted share, else λ + ε;
/// λ <- β₂ λ + (1 - β₂) t. Kept and drafted are those of the round; one code that is about feeds the
/// share of the whole run instead. Source: AdaEDL; drafters.md section 13.1.
public struct AdaedlController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "adaedl",
    summary: "Ends a chain by an entropy bound that follows the share of drafts that are kept.",
    source: "AdaEDL; drafters.md 13.1",
    parameters: [
      MethodParameter(
        name: "start", summary: "The first λ.", range: 0...1, standard: 0.6, isWhole: false),
      MethodParameter(
        name: "accept", summary: "The share of drafts to be kept.", range: 0...1, standard: 0.9,
        isWhole: false),
      MethodParameter(name: "cap", summary: "The longest draft.", range: 1...64, standard: 18),
    ],
    growth: ChainGrowth.descriptor.name)

  /// β₁, β₂ and ε.
  private static let shareMemory = 0.5
  private static let thresholdMemory = 0.9
  private static let step = 0.01

  private let wantedShare: Double
  private let cap: Int
  private(set) var threshold: Double
  /// A; nil before anything was drafted.
  private(set) var keptShare: Double?

  public init(_ context: ControllerContext) {
    threshold = context.parameters["start"]
    wantedShare = context.parameters["accept"]
    cap = context.parameters.count("cap")
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let kept = keptShare.map {
      "; \(DecimalText.text($0)) of drafts are kept, \(DecimalText.text(wantedShare)) are wanted"
    }
    return Choice(
      controller: Self.descriptor.name, budget: max(0, settings.budget ?? cap),
      reason: """
        the chain ends before a law that bounds acceptance below \(DecimalText.text(threshold))\
        \(kept ?? "")
        """,
      stop: StopRule(.entropyBound, threshold: threshold))
  }

  public mutating func observe(_ round: Round) {
    guard let outcome = RoundOutcome(round) else { return }
    let share = Double(outcome.acceptedCount) / Double(outcome.depth)
    let kept = Self.shareMemory * (keptShare ?? share) + (1 - Self.shareMemory) * share
    let target = threshold + (kept >= wantedShare ? -Self.step : Self.step)
    threshold = Self.thresholdMemory * threshold + (1 - Self.thresholdMemory) * target
    threshold = min(1, max(0, threshold))
    keptShare = kept
  }
}
