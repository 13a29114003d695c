import ArgumentParser
import Decoding
import DraftTrees
import Drafters
import FoundationEssentials
import Timeline
import Tokens
import Verification

/// `draftscope check lossless`: drafted output against plain output, token for token.
struct CheckLossless: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lossless",
    abstract: "Compares drafted output with plain output, token for token.",
    discussion: """
      Every drafter runs with every verifier that is safe with it, at each temperature and seed, on \
      every prompt. One differing token fails the check.
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var resources: DraftingResourceOptions

  @Option(help: "Prompts, one JSON object a line (prompt, turns, question or text).")
  var prompts: String

  @Option(help: "The most prompts to take, spread evenly over the file.")
  var limit: Int?

  @Option(help: "Tokens to emit for each run.")
  var maxTokens = 128

  @Option(name: .customLong("drafter"), help: "Only these drafters; may be given again.")
  var drafters: [String] = []

  @Option(name: .customLong("verifier"), help: "Only these verifiers; may be given again.")
  var verifiers: [String] = []

  @Option(name: .customLong("growth"), help: "Only these growth policies; may be given again.")
  var growths: [String] = []

  @Option(help: "A temperature to check; may be given again. Default: 0 and 0.8.")
  var temperature: [Double] = []

  @Option(help: "Seeds for each temperature above 0: this many, from 1.")
  var seeds = 3

  @Option(
    help: ArgumentHelp(
      "The most drafted nodes, or auto to let the measured cost decide, which may be to draft "
        + "nothing.", valueName: "n|auto"))
  var budget = Budget(count: DraftingOptions.shownBudget)

  @Flag(help: "Use the prompts as they are, without the model's chat template.")
  var raw = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if maxTokens < 1 || seeds < 1 { throw ValidationError("Counts are 1 or more.") }
    if let wrong = temperature.first(where: { !($0 >= 0 && $0 <= 100) }) {
      throw ValidationError("--temperature takes 0 to 100, not \(wrong).")
    }
  }

  func run() throws {
    let items = try PromptSet(path: prompts, limit: limit).items
    let names =
      drafters.isEmpty ? DrafterRegistry.names(with: resources.atHand(for: model)) : drafters
    for name in names {
      let needs = try DrafterRegistry.descriptor(of: name).needs
      if let need = needs.subtracting(resources.atHand(for: model)).first {
        throw DraftingError.missing(need, drafter: name)
      }
    }
    for name in verifiers { _ = try VerifierRegistry.descriptor(of: name) }
    for name in growths { _ = try GrowthRegistry.descriptor(of: name) }
    let loaded = try model.loader(with: resources)({ what, _ in progress(what) }, { false })
    let cost = try CostCalibration.measure(loaded.target, draftModel: loaded.draftModel)
    let temperatures = temperature.isEmpty ? [0, 0.8] : temperature
    let check = LosslessCheck(
      drafters: names, verifiers: verifiers.isEmpty ? VerifierRegistry.names : verifiers,
      growths: growths.isEmpty ? nil : growths, budgets: [budget.count],
      samplings: temperatures.map { SamplingSettings(temperature: $0) },
      seeds: (0..<seeds).map { UInt64($0 + 1) }, maximumTokens: maxTokens,
      endTokens: Set(loaded.summary.endTokens), cost: cost, services: loaded.services)
    let tokens = try items.map { item in
      let encoded = try loaded.encode(item.text, !raw)
      let room = loaded.target.contextLength - maxTokens
      guard encoded.count <= room else {
        throw CommandFailure(
          "\(prompts): prompt \(item.id) has \(encoded.count) tokens, and there is room for "
            + "\(room); give a larger --context or another --limit")
      }
      return encoded
    }
    var tally: [String: Tally] = [:]
    let report = try check.run(loaded.target, prompts: tokens) { run, difference, emitted, passes in
      let settings = run.settings
      let key =
        "\(settings.drafter)/\(settings.growth) with \(settings.verifier), temperature "
        + "\(settings.sampling.temperature)"
      tally[key, default: Tally()].add(emitted, passes, isDifferent: difference != nil)
      progress("prompt \(run.prompt + 1) of \(tokens.count): \(key), seed \(run.seed)")
    }
    clearProgress()
    try present(report, tally, items)
    if !report.differences.isEmpty { throw ExitCode(1) }
  }

  private struct Tally: Encodable {
    var runs = 0
    var tokens = 0
    var passes = 0
    var differing = 0

    mutating func add(_ emitted: Int, _ passCount: Int, isDifferent: Bool) {
      runs += 1
      tokens += emitted
      passes += passCount
      differing += isDifferent ? 1 : 0
    }
  }

  private struct Result: Encodable {
    var runs: Int
    var tokens: Int
    var differences: [String]
    var byPair: [String: Tally]
  }

  private func present(
    _ report: LosslessCheck.Report, _ tally: [String: Tally], _ items: [PromptSet.Item]
  ) throws {
    let differences = report.differences.map { difference in
      let run = difference.run
      return
        "prompt \(items[run.prompt].id), \(run.settings.drafter) with \(run.settings.verifier), "
        + "temperature \(run.settings.sampling.temperature), seed \(run.seed): token "
        + "\(difference.index) is \(name(difference.found)), plain has \(name(difference.expected))"
    }
    if json {
      let result = Result(
        runs: report.runCount, tokens: report.tokenCount, differences: differences, byPair: tally)
      StandardStreams.writeResult(try JSONText.line(result) + "\n")
      return
    }
    var table = TextTable(["drafter and verifier", "runs", "tokens", "per pass", "differing runs"])
    for (key, row) in tally.sorted(by: { $0.key < $1.key }) {
      let rate = Double(row.tokens) / Double(max(1, row.passes))
      table.add([
        key, "\(row.runs)", "\(row.tokens)", "\((rate * 100).rounded() / 100)", "\(row.differing)",
      ])
    }
    StandardStreams.writeResult(table.text + "\n")
    for line in differences.prefix(10) { StandardStreams.writeResult(line + "\n") }
    StandardStreams.writeResult(
      "\(report.runCount) runs, \(report.tokenCount) tokens, "
        + "\(report.differences.count) runs differ from plain decoding\n")
  }

  private func name(_ token: TokenID?) -> String { token.map { "\($0)" } ?? "nothing (the end)" }

  private func progress(_ text: String) {
    if StandardStreams.errorIsTerminal { StandardStreams.writeProgress(text) }
  }

  private func clearProgress() {
    if StandardStreams.errorIsTerminal { StandardStreams.writeProgress("") }
  }
}
