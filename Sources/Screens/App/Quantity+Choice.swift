extension Quantity {
  /// Numbers about exits, drafters and what was chosen.
  var choiceDefinition: Definition {
    switch self {
    case .exitLayer:
      Definition(
        name: "exit layer",
        meaning: "The layer after which a self-drafting model leaves its own stack to draft.",
        formula: "picked by the controller, or given", source: "the controller, in phase choose")
    case .stopThreshold:
      Definition(
        name: "stop threshold",
        meaning: "Drafting ends early where the drafter is not sure of what it drew. The token "
          + "that was drawn is kept, or the law it came from would be another.",
        formula: "DEL: the middle between the mean confidence of right and of wrong tokens",
        source: "the controller, in phase choose; DEL, 2025, section 3")
    case .exitAcceptance:
      Definition(
        name: "acceptance of an exit",
        meaning: "How often the most probable token behind this layer is what came. It is what a "
          + "drafter that leaves there would have had right.",
        formula: "committed rows it had right / committed rows read behind it",
        source: "the rows of the target's own pass, read with its norm and head")
    case .objective:
      Definition(
        name: "objective",
        meaning: "What the controller weighed each exit and draft length by; the largest wins. The "
          + "acceptance in it is what was seen of the exit, drawn towards the trend over all layers, "
          + "and a little more while little is known; a first token has less of it where the target "
          + "was less sure of the last one than usual. The costs are those of passes as they run.",
        formula: "DEL: (1 + a + … + a^d) / (L + d × exit), or the measured time of a round",
        source: "the controller, in phase choose")
    case .fixedExit:
      Definition(
        name: "tokens a full pass",
        meaning:
          "Tokens for each pass through all layers, a drafted token counted as the layers it "
          + "ran. Plain decoding has 1. Time is not in it: the head and the rows of a pass cost "
          + "as well. A fixed exit goes through the same text with its most probable tokens.",
        formula: "tokens / (passes + drafted × exit / layers)",
        source: "counted along the committed text; ours")
    case .exitReading:
      Definition(
        name: "reading the layers",
        meaning: "What it takes to read rows behind the layers, beside the run.",
        formula: "time of reading / time of the rounds, which do not contain it",
        source: "measured")
    case .lensProbability:
      Definition(
        name: "probability behind a layer",
        meaning: "What the model would think of this token, were its remaining layers left out.",
        formula: "softmax of head(norm(stream behind the layer)) at temperature 1",
        source: "the logit lens; drafters digest, shadow tokens of DEL")
    case .agreedFrom:
      Definition(
        name: "right from a layer on",
        meaning: "The first layer from which on all that were read say what came.",
        formula: "the lowest layer of the unbroken run of matches up to the deepest",
        source: "the rows of the target's own pass")
    case .armValue:
      Definition(
        name: "weighed",
        meaning: "What the controller held of each drafter when it chose.",
        formula: "the controller's own; the line above names its parts",
        source: "the controller, in phase choose")
    case .shadowAccepted:
      Definition(
        name: "tokens it had right",
        meaning: "How many tokens of the text stand on a path of the proposal, from the anchor on. "
          + "Of a shadow proposal this is what it would have had accepted, where the text does not "
          + "depend on who drafts.",
        formula: "nodes of the proposal that the text runs through",
        source: "counted along the committed text")
    case .shadowTokens:
      Definition(
        name: "alone",
        meaning:
          "What this drafter would have written by itself: its accepted tokens and one of the "
          + "target a round. Its time is its own drafting as measured and a pass over its tree by "
          + "c(n); so is that of the run here, to compare.",
        formula: "(accepted + rounds) / rounds; (accepted + rounds) / (drafting + c(n))",
        source: "counted along the committed text; drafters digest, section 13.6")
    case .regret:
      Definition(
        name: "regret",
        meaning: "How many tokens the best single drafter, known only in hindsight, would have "
          + "written more in the same time. Below 0 switching wrote more than any of them.",
        formula: "tokens a second of the best × time of this run - tokens of this run",
        source: "counted over the rounds with shadow proposals")
    default:
      Definition(
        name: "switches",
        meaning: "Rounds that another drafter drafted than the round before.",
        formula: "count", source: "the timeline")
    }
  }
}
