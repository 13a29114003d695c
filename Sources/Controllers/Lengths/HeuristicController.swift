import Timeline
import Tokens

/// Two longer behind a draft that was kept whole, one shorter behind another.
///
/// Source: Hugging Face Transformers, "heuristic"; drafters.md section 13.1. It starts at 5 as
/// earlier releases did: the 20 of later ones suppose that rows cost nothing.
public struct HeuristicController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "heuristic",
    summary: "Drafts two tokens more after a draft that was kept whole, one less after another.",
    source: "Hugging Face Transformers, heuristic schedule",
    parameters: SteppedLength.parameters(start: 5))

  private var length: SteppedLength

  public init(_ context: ControllerContext) {
    length = SteppedLength(
      start: context.parameters.count("start"), rise: 2, cap: context.parameters.count("cap"))
  }

  public func choose(_ settings: RoundSettings) -> Choice {
    length.choice(of: Self.descriptor.name, settings)
  }

  public mutating func observe(_ round: Round) { length.observe(round) }
}
