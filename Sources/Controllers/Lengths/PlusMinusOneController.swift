/// One longer behind a draft that was kept whole, one shorter behind another.
///
/// Source: drafters.md section 13.1, "FSM".
public struct PlusMinusOneController: SteppedController {
  public static let descriptor = ControllerDescriptor(
    name: "plus-minus-one",
    summary: "Drafts one token more after a draft that was kept whole, one less after another.",
    source: "drafters.md 13.1: finite-state machine",
    parameters: SteppedLength.parameters(start: start))

  static let start = 4
  static let rise = 1

  var length: SteppedLength
}
