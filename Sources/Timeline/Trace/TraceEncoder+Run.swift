import Tokens

// The header and the footer as JSON. The readers are in TraceReading+Run.swift.
extension TraceEncoder {
  static func traceValue(_ header: RunHeader) -> JSONValue {
    object(
      ("format", .string(TraceFormat.name)),
      ("version", .integer(TraceFormat.version)),
      ("kind", "header"),
      ("program", .string(header.program)),
      ("started", .string(header.started)),
      ("model", value(header.model)),
      ("draftModel", header.draftModel.map(value)),
      ("middleModel", header.middleModel.map(value)),
      ("nestedModel", header.nestedModel.map(value)),
      ("prompt", value(header.prompt)),
      ("settings", value(header.settings)),
      ("controller", .string(header.controller)),
      ("seed", JSONValue(header.seed)),
      ("maximumTokens", .integer(header.maximumTokens)),
      ("threads", .integer(header.threads)),
      ("cost", header.cost.map(value) ?? .null))
  }

  static func traceValue(_ footer: TraceFooter) -> JSONValue {
    object(
      ("kind", "footer"),
      ("finish", JSONValue(footer.finish?.rawValue)),
      ("rounds", .integer(footer.roundCount)),
      ("tokens", .integer(footer.tokenCount)),
      ("branches", .integer(footer.branchCount)),
      ("ended", JSONValue(footer.ended)))
  }

  private static func value(_ model: ModelSummary) -> JSONValue {
    object(
      ("name", .string(model.name)),
      ("architecture", .string(model.architecture)),
      ("layerCount", .integer(model.layerCount)),
      ("vocabularySize", .integer(model.vocabularySize)),
      ("contextLength", .integer(model.contextLength)),
      ("precision", .string(model.precision)),
      ("endTokens", tokens(model.endTokens)))
  }

  private static func value(_ prompt: Prompt) -> JSONValue {
    object(
      ("text", .string(prompt.text)),
      ("isChat", .boolean(prompt.isChat)),
      ("token", tokens(prompt.tokens)),
      ("tokenText", .array(prompt.pieces.map { value($0) })))
  }

  private static func value(_ cost: CostTable) -> JSONValue {
    object(
      ("rowCounts", .array(cost.rowCounts.map { .integer($0) })),
      ("microseconds", .array(cost.microseconds.map { JSONValue($0) })),
      (
        "draft",
        cost.draft.map { draft in
          object(
            ("drafter", .string(draft.drafter)),
            ("rowCounts", .array(draft.rowCounts.map { .integer($0) })),
            ("microseconds", .array(draft.microseconds.map { JSONValue($0) })))
        }
      ),
      (
        "exits",
        cost.exits.map { exits in
          object(
            ("layer", .array(exits.layers.map { .integer($0) })),
            ("microseconds", .array(exits.microseconds.map { JSONValue($0) })))
        }
      ))
  }

  static func value(_ settings: RoundSettings) -> JSONValue {
    object(
      ("drafter", .string(settings.drafter)),
      ("verifier", .string(settings.verifier)),
      ("growth", .string(settings.growth)),
      ("budget", JSONValue(settings.budget)),
      ("temperature", JSONValue(settings.sampling.temperature)),
      ("topK", .integer(settings.sampling.topK)),
      ("topP", JSONValue(settings.sampling.topP)),
      ("minP", JSONValue(settings.sampling.minP)),
      ("controller", settings.controller.map { .string($0) }),
      ("exitLayer", settings.exitLayer.map { .integer($0) }),
      ("arms", settings.arms.isEmpty ? nil : .array(settings.arms.map { .string($0) })))
  }
}
