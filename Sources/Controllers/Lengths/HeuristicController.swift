/// Two longer behind a draft that was kept whole, one shorter behind another.
///
/// Source: Hugging Face Transformers, "heuristic"; drafters.md section 13.1. It starts at 5 as
/// earlier releases did: the 20 of later ones suppose that rows cost nothing.
public struct HeuristicController: SteppedController {
  public static let descriptor = ControllerDescriptor(
    name: "heuristic",
    summary: "Drafts two tokens more after a draft that was kept whole, one less after another.",
    source: "Hugging Face Transformers, heuristic schedule",
    parameters: SteppedLength.parameters(start: start))

  static let start = 5
  static let rise = 2

  var length: SteppedLength
}
