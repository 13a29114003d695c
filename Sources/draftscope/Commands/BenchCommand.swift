import ArgumentParser
import Decoding
import Drafters
import FoundationEssentials
import Models
import Timeline
import Tokens
import Verification

/// `draftscope bench`: what a pass costs, and what drafting makes of it.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures plain decoding, c(n) and each drafter on this machine.",
    discussion: """
      Plain and drafted runs take turns, so that a machine that is busy for a while slows both; \
      medians are given. Ratios are to plain decoding in the same minutes. With --verification \
      every verifier judges trees of 64 nodes over laws of the model's vocabulary instead.
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var resources: DraftingResourceOptions
  @OptionGroup(title: "Sampling") var sampling: SamplingOptions

  @Option(help: "Prompts, one JSON object a line; without it one built-in prompt is used.")
  var prompts: String?

  @Option(help: "The most prompts to take.")
  var limit = 4

  @Option(help: "Tokens to emit for each run.")
  var maxTokens = 96

  @Option(help: "Runs of each drafter on each prompt.")
  var repetitions = 3

  @Flag(help: "Time the verifiers, as a share of a pass over the same tree.")
  var verification = false

  @Flag(
    help: ArgumentHelp(
      "Only c(n) of the target in each precision, and how far each is from the file's weights."))
  var precisions = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if maxTokens < 1 || repetitions < 1 || limit < 1 {
      throw ValidationError("Counts are 1 or more.")
    }
  }

  func run() throws {
    if verification {
      let result = try BenchVerification(
        model.loader(with: resources)({ _, _ in }, { false }), threads: model.threadCount)
      return StandardStreams.writeResult((json ? try JSONText.line(result) : result.text) + "\n")
    }
    let items =
      try prompts.map { try PromptSet(path: $0, limit: limit).items }
      ?? [
        PromptSet.Item(
          id: "built-in", category: "story", text: SamplePrompts(model: model.model).prompts[0].text
        )
      ]
    if precisions {
      let table = try PrecisionTable(
        model, text: items[0].text, repetitions: repetitions)
      return StandardStreams.writeResult((json ? try JSONText.line(table) : table.text) + "\n")
    }
    let loaded = try model.loader(with: resources)({ _, _ in }, { false })
    let cost = try CostCalibration.measure(
      loaded.target, draftModel: loaded.draftModel, limit: 2_000_000)
    let tokens = try items.map { try loaded.encode($0.text, true) }
    let drafters = DrafterRegistry.names(with: resources.atHand(for: model))
    var measured: [String: [TimedRun]] = [:]
    for _ in 0..<repetitions {
      for prompt in tokens {
        for drafter in drafters {
          measured[drafter, default: []].append(
            try measure(drafter, prompt: prompt, loaded: loaded, cost: cost))
        }
      }
    }
    let result = BenchResult(
      model: loaded.summary, threads: model.threadCount, cost: cost,
      drafters: drafters.map {
        DrafterResult($0, measured[$0] ?? [], measured["none"] ?? [])
      })
    StandardStreams.writeResult((json ? try JSONText.line(result) : result.text) + "\n")
  }

  private func measure(
    _ drafter: String, prompt: [TokenID], loaded: LoadedModel, cost: CostTable
  ) throws -> TimedRun {
    let settings = try DraftingOptions.parse([]).settings(
      sampling: sampling.settings(), usual: (drafter, nil),
      resources: resources.atHand(for: model))
    let session = try DecodingSession(
      target: loaded.target, prompt: prompt, settings: settings,
      options: SessionOptions(
        seed: sampling.seed, maximumTokens: maxTokens, endTokens: Set(loaded.summary.endTokens),
        cost: cost, describesRounds: false), services: loaded.services)
    // What is made once for a run is no part of its rounds.
    try session.restart(with: settings)
    return try TimedRun(session)
  }
}

struct BenchResult: Encodable {
  var model: ModelSummary
  var threads: Int
  var cost: CostTable
  var drafters: [DrafterResult]

  /// As a table.
  var text: String {
    var lines = [
      "\(model.name), \(model.precision), \(threads) thread\(threads == 1 ? "" : "s")",
      "plain pass: \(Int(cost.plainMicroseconds)) µs, "
        + "\(Int(1e6 / cost.plainMicroseconds)) passes a second",
      "c(n): "
        + cost.rowCounts.map { "c(\($0)) = \(decimal(cost.relativeCost(rows: $0)))" }
        .joined(separator: ", "),
    ]
    if let draft = cost.draft {
      lines.append(
        "drafting a level with \(draft.drafter), in plain passes: "
          + draft.rowCounts.map { rows in
            let cost = cost.relativeDraftCost(rows: rows, drafter: draft.drafter) ?? 0
            return "\(rows) \(rows == 1 ? "row" : "rows") \(decimal(cost))"
          }.joined(separator: ", "))
    }
    if let exits = cost.exits {
      lines.append(
        "drafting a token behind a layer, in plain passes: "
          + exits.layers.map { layer in
            "layer \(layer) \(decimal(cost.relativeExitCost(layer: layer) ?? 0))"
          }.joined(separator: ", "))
    }
    var table = TextTable(
      ["drafter", "tokens/s", "÷ plain", "tokens/pass"] + Phase.allCases.map { "\($0.rawValue) %" })
    for row in drafters {
      table.add(
        [
          row.drafter, decimal(row.tokensPerSecond), decimal(row.relativeToPlain),
          decimal(row.tokensPerPass),
        ]
          + Phase.allCases.map { decimal(100 * (row.phaseShares[$0.rawValue] ?? 0)) })
    }
    lines.append(table.text)
    return lines.joined(separator: "\n")
  }

  private func decimal(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}

/// Medians over runs.
struct DrafterResult: Encodable {
  var drafter: String
  var runs: Int
  var tokensPerSecond: Double
  /// Median of the ratios of each run to the plain run of the same prompt in the same turn.
  var relativeToPlain: Double
  var tokensPerPass: Double
  var phaseShares: [String: Double]

  init(_ drafter: String, _ measured: [TimedRun], _ plain: [TimedRun]) {
    func median(_ numbers: [Double]) -> Double {
      numbers.isEmpty ? 0 : numbers.sorted()[numbers.count / 2]
    }
    self.drafter = drafter
    runs = measured.count
    tokensPerSecond = median(measured.map(\.tokensPerSecond))
    relativeToPlain = median(zip(measured, plain).map { $0.tokensPerSecond / $1.tokensPerSecond })
    let passes = measured.reduce(0) { $0 + $1.passes }
    tokensPerPass = Double(measured.reduce(0) { $0 + $1.tokens.count }) / Double(max(1, passes))
    let total = measured.reduce(0) { $0 + $1.timings.total }
    phaseShares = Dictionary(
      uniqueKeysWithValues: Phase.allCases.map { phase in
        (phase.rawValue, measured.reduce(0) { $0 + $1.timings[phase] } / max(total, 1))
      })
  }
}
