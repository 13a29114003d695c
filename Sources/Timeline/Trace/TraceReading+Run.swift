import Tokens

/// Reads what `TraceEncoder` writes, trusting nothing.
enum TraceReading {
  /// Sums of rounded numbers may exceed 1 by a little.
  static let probabilities = 0.0...1.000_001

  static func header(_ line: TraceObject) throws(TraceProblem) -> RunHeader {
    _ = try line.string("format")
    _ = try line.integer("version")
    _ = line.optional("kind")
    let model = try model(line.object("model"))
    let header = RunHeader(
      program: try line.string("program"), started: try line.string("started"), model: model,
      draftModel: try optionalModel("draftModel", line),
      middleModel: try optionalModel("middleModel", line),
      nestedModel: try optionalModel("nestedModel", line),
      prompt: try prompt(line.object("prompt"), vocabularySize: model.vocabularySize),
      settings: try settings(line.object("settings")),
      controller: try line.string("controller"), seed: try seed(line.value("seed")),
      maximumTokens: try line.integer("maximumTokens"), threads: try line.integer("threads"),
      cost: line.has("cost") ? try cost(line.object("cost")) : nil)
    line.finish()
    return header
  }

  static func footer(_ line: TraceObject) throws(TraceProblem) -> TraceFooter {
    _ = line.optional("kind")
    let footer = TraceFooter(
      finish: line.has("finish") ? try line.word("finish") : nil,
      roundCount: try line.integer("rounds"), tokenCount: try line.integer("tokens"),
      branchCount: try line.integer("branches"),
      ended: line.has("ended") ? try line.string("ended") : nil)
    line.finish()
    return footer
  }

  private static func seed(_ value: JSONValue) throws(TraceProblem) -> UInt64 {
    switch value {
    case .integer(let seed) where seed >= 0: return UInt64(seed)
    case .unsigned(let seed): return seed
    default:
      throw .outOfRange(
        field: "seed", value: value.text, expected: "a whole number from 0 to \(UInt64.max)")
    }
  }

  private static func optionalModel(
    _ name: String, _ line: TraceObject
  ) throws(TraceProblem) -> ModelSummary? {
    line.has(name) ? try model(line.object(name)) : nil
  }

  private static func model(_ object: TraceObject) throws(TraceProblem) -> ModelSummary {
    let vocabularySize = try object.integer(
      "vocabularySize", in: 1...TraceFormat.vocabularyLimit)
    let model = ModelSummary(
      name: try object.string("name"), architecture: try object.string("architecture"),
      layerCount: try object.integer("layerCount"), vocabularySize: vocabularySize,
      contextLength: try object.integer("contextLength"),
      precision: try object.string("precision"),
      endTokens: try object.tokens("endTokens", vocabularySize: vocabularySize))
    object.finish()
    return model
  }

  private static func prompt(
    _ object: TraceObject, vocabularySize: Int
  ) throws(TraceProblem) -> Prompt {
    let tokens = try object.tokens("token", vocabularySize: vocabularySize)
    let pieces = try object.array("tokenText", count: tokens.count) {
      value, name throws(TraceProblem) in
      guard let piece = try TraceObject.piece(value, name) else { throw .missing(field: name) }
      return piece
    }
    let prompt = Prompt(
      text: try object.string("text"), isChat: try object.boolean("isChat"), tokens: tokens,
      pieces: pieces)
    object.finish()
    return prompt
  }

  static func settings(_ object: TraceObject) throws(TraceProblem) -> RoundSettings {
    let settings = RoundSettings(
      drafter: try object.string("drafter"), verifier: try object.string("verifier"),
      growth: try object.string("growth"),
      budget: object.has("budget") ? try object.integer("budget") : nil,
      sampling: SamplingSettings(
        temperature: try object.number("temperature"), topK: try object.integer("topK"),
        topP: try object.number("topP", in: probabilities),
        minP: try object.number("minP", in: probabilities)),
      controller: try optionalString("controller", object),
      exitLayer: try optionalInteger("exitLayer", object),
      arms: object.has("arms") ? try object.strings("arms") : [])
    object.finish()
    return settings
  }

  private static func cost(_ object: TraceObject) throws(TraceProblem) -> CostTable {
    let (rowCounts, microseconds) = try passTimes(object, by: "rowCounts")
    try startsWithOne(rowCounts, object)
    var cost = CostTable(rowCounts: rowCounts, microseconds: microseconds)
    if object.has("draft") {
      let draft = try object.object("draft")
      let (rowCounts, microseconds) = try passTimes(draft, by: "rowCounts")
      try startsWithOne(rowCounts, draft)
      cost.draft = DraftCost(
        drafter: try draft.string("drafter"), rowCounts: rowCounts, microseconds: microseconds)
      draft.finish()
    }
    if object.has("exits") {
      let exits = try object.object("exits")
      let (layers, microseconds) = try passTimes(exits, by: "layer")
      cost.exits = ExitCost(layers: layers, microseconds: microseconds)
      exits.finish()
    }
    object.finish()
    return cost
  }

  private static func startsWithOne(
    _ rowCounts: [Int], _ object: TraceObject
  ) throws(TraceProblem) {
    guard rowCounts.first == 1 else {
      throw .outOfRange(
        field: object.name("rowCounts"), value: "\(rowCounts)",
        expected: "ascending row counts from 1")
    }
  }

  private static func passTimes(
    _ object: TraceObject, by field: String
  ) throws(TraceProblem) -> (counts: [Int], microseconds: [Double]) {
    let counts = try object.array(field, limit: 1 << 16) {
      value, name throws(TraceProblem) in
      try TraceObject.integer(value, name, in: 1...TraceFormat.countLimit)
    }
    guard !counts.isEmpty, zip(counts, counts.dropFirst()).allSatisfy(<) else {
      throw .outOfRange(
        field: object.name(field), value: "\(counts)", expected: "ascending counts from 1")
    }
    let microseconds = try object.array("microseconds", count: counts.count) {
      value, name throws(TraceProblem) in
      try TraceObject.number(value, name, in: .leastNonzeroMagnitude...(.greatestFiniteMagnitude))
    }
    return (counts, microseconds)
  }
}
