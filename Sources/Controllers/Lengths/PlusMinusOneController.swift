import Timeline
import Tokens

/// One longer behind a draft that was kept whole, one shorter behind another.
///
/// Source: drafters.md section 13.1, "FSM".
public struct PlusMinusOneController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "plus-minus-one",
    summary: "Drafts one token more after a draft that was kept whole, one less after another.",
    source: "drafters.md 13.1: finite-state machine",
    parameters: SteppedLength.parameters(start: 4))

  private var length: SteppedLength

  public init(_ context: ControllerContext) {
    length = SteppedLength(
      start: context.parameters.count("start"), rise: 1, cap: context.parameters.count("cap"))
  }

  public func choose(_ settings: RoundSettings) -> Choice {
    length.choice(of: Self.descriptor.name, settings)
  }

  public mutating func observe(_ round: Round) { length.observe(round) }
}
