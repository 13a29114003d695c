import ArgumentParser
import Decoding
import DraftTrees
import Drafters
import FoundationEssentials
import Screens
import Tokens
import Verification

/// `draftscope compare verifiers`: tokens per pass of every verifier with every growth policy.
struct CompareVerifiers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verifiers",
    abstract: "Tokens per pass of every verifier and growth policy, beside what papers say.",
    discussion: """
      Every growth policy has the same budget of nodes; every verifier that is safe with it runs on \
      the same prompts with the same seed. The intervals hold 95 % of what resampling the prompts \
      gives. Below the table, what papers and theorems say is compared with what was measured.
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var resources: DraftingResourceOptions

  @Option(help: "Prompts, one JSON object a line (prompt, turns, question or text).")
  var prompts: String

  @Option(help: "The most prompts to take, spread evenly over the file.")
  var limit = 12

  @Option(
    name: [.short, .long],
    help: "Who drafts: a drafter with a law of its own, or the draft model itself: twig.")
  var drafter = DraftModelDrafter.descriptor.name

  @Option(
    name: .customLong("growth"),
    help: "A growth policy, with parameters; may be given again. Default: one of each kind.")
  var growths: [String] = []

  @Option(
    name: .customLong("verifier"), help: "Only these verifiers; may be given again.")
  var verifiers: [String] = []

  @Option(help: "A temperature; may be given again. Default: 0, 0.6 and 1.")
  var temperature: [Double] = []

  @Option(help: "The most drafted nodes in a tree.")
  var budget = 6

  @Option(help: "Tokens to emit for each run.")
  var maxTokens = 64

  @Option(help: "Every draw is a function of this and of its position.")
  var seed: UInt64 = 1

  @Flag(help: "Use the prompts as they are, without the model's chat template.")
  var raw = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if maxTokens < 1 || limit < 1 || budget < 1 { throw ValidationError("Counts are 1 or more.") }
    if let wrong = temperature.first(where: { !($0 >= 0 && $0 <= 100) }) {
      throw ValidationError("--temperature takes 0 to 100, not \(wrong).")
    }
  }

  private struct Result: Encodable {
    let drafter: String
    let budget: Int
    let prompts: Int
    let rows: [VerifierComparison.Row]
    let findings: [VerifierClaim.Finding]
  }

  func run() throws {
    let items = try PromptSet(path: prompts, limit: limit).items
    var drafter = drafter
    let resources = resources.naming(&drafter)
    for name in verifiers { _ = try VerifierRegistry.descriptor(of: name) }
    let descriptor = try DrafterRegistry.descriptor(of: drafter)
    let shapes = growths.isEmpty ? standardGrowths(of: descriptor) : growths
    if let need = descriptor.needs.subtracting(resources.atHand(for: model)).first {
      throw DraftingError.missing(need, drafter: drafter)
    }
    for shape in shapes { _ = try descriptor.law(with: shape) }
    let loaded = try model.loader(with: resources)({ what, _ in progress(what) }, { false })
    let room = loaded.target.contextLength - maxTokens
    let tokens = try items.map { try loaded.encode($0.text, !raw) }.filter { $0.count <= room }
    guard !tokens.isEmpty else {
      throw CommandFailure("\(prompts): every prompt is too long for the model's context")
    }
    let comparison = VerifierComparison(
      drafter: drafter, growths: shapes,
      verifiers: verifiers.isEmpty ? VerifierRegistry.names : verifiers,
      temperatures: temperature.isEmpty ? [0, 0.6, 1] : temperature, budget: budget,
      maximumTokens: maxTokens, seed: seed)
    let rows = try comparison.run(
      loaded.target, prompts: tokens, services: loaded.services
    ) { row in
      progress("\(row.arm.growth) with \(row.arm.verifier), temperature \(row.arm.temperature)")
    }
    progress("")
    let findings = VerifierClaim.all.flatMap { $0.findings(in: rows) }
    if json {
      let result = Result(
        drafter: drafter, budget: budget, prompts: tokens.count, rows: rows, findings: findings)
      return StandardStreams.writeResult(try JSONText.line(result) + "\n")
    }
    StandardStreams.writeResult(
      "\(loaded.summary.name), drafter \(drafter), \(budget) nodes, \(tokens.count) prompts of "
        + "\(items.count), \(maxTokens) tokens each\n\n"
        + table(rows) + "\n\n" + text(findings) + "\n")
  }

  /// The policies a drafter can draft with, in shapes of about `budget` nodes.
  private func standardGrowths(of descriptor: DrafterDescriptor) -> [String] {
    let half = max(1, budget / 2)
    let trunk = max(1, budget / 3)
    let branch = max(1, (budget - trunk) / 2)
    let shaped = [
      "independent-paths": "independent-paths:paths=2,length=\(half)",
      "delayed": "delayed:trunk=\(trunk),paths=2,length=\(branch)",
      "stochastic-beam": "stochastic-beam:width=2,depth=\(half)",
    ]
    return descriptor.growths.map { shaped[$0] ?? $0 }
  }

  private func table(_ rows: [VerifierComparison.Row]) -> String {
    var table = TextTable([
      "TEMPERATURE", "GROWTH", "VERIFIER", "TOKENS/PASS", "95 % INTERVAL", "NODES/PASS", "",
    ])
    for row in rows {
      let rate = row.tokensPerPass
      table.add([
        "\(row.arm.temperature)", row.arm.growth, row.arm.verifier, fixed(rate.value),
        "\(fixed(rate.low)) to \(fixed(rate.high))", fixed(row.nodesPerPass),
        row.mayChangeOutput ? "output may change" : "",
      ])
    }
    return table.text
  }

  private func text(_ findings: [VerifierClaim.Finding]) -> String {
    var table = TextTable(["FINDING", "DIFFERENCE", "95 % INTERVAL", "TEMPERATURE", "CLAIM"])
    for finding in findings {
      let difference = finding.difference
      table.add([
        finding.outcome.rawValue, fixed(difference.value),
        "\(fixed(difference.low)) to \(fixed(difference.high))", "\(finding.temperature)",
        "\(finding.statement) (\(finding.growths.joined(separator: " against ")); "
          + "\(finding.source))",
      ])
    }
    return table.text
  }

  private func fixed(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }

  private func progress(_ text: String) {
    if StandardStreams.errorIsTerminal { StandardStreams.writeProgress(text) }
  }
}
