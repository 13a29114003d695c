import DraftTrees
import Timeline
import Tokens

/// Ends a chain before a token that the drafter is unsure of: √(0.15 H) above a threshold, with H
/// the entropy of its law in nats. At the standard of 0.3 it ends from H = 0.6 on.
///
/// Source: SVIP; drafters.md section 13.1.
public struct SvipController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "svip",
    summary: "Ends a chain before the first token whose law has too much entropy.",
    source: "SVIP; drafters.md 13.1",
    parameters: [
      MethodParameter(
        name: "threshold", summary: "Ends above this √(0.15 H).", range: 0...10, standard: 0.3,
        isWhole: false),
      MethodParameter(name: "cap", summary: "The longest draft.", range: 1...64, standard: 20),
    ],
    growth: ChainGrowth.descriptor.name)

  private let threshold: Double
  private let cap: Int

  public init(_ context: ControllerContext) {
    threshold = context.parameters["threshold"]
    cap = context.parameters.count("cap")
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    Choice(
      controller: Self.descriptor.name, budget: max(0, settings.budget ?? cap),
      reason: """
        the chain ends before a law of more than \
        \(DecimalText.text(threshold * threshold / 0.15)) nats
        """,
      stop: StopRule(.entropy, threshold: threshold))
  }

  public mutating func observe(_ round: Round) {}
}
