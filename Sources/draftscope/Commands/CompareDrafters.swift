import ArgumentParser
import Decoding
import Drafters
import FoundationEssentials
import Timeline
import Tokens

/// `draftscope compare drafters`: what each way to draft brings, beside plain decoding.
struct CompareDrafters: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drafters",
    abstract:
      "Tokens per pass and per second of every drafter and controller, beside plain decoding.",
    discussion: """
      On each prompt plain decoding and all ways to draft run one after another, in an order drawn anew \
      for each repetition, so that a machine that is busy for a while slows all alike. A repetition that \
      was slower for all is evened out, of the repetitions the run of median time counts, and reading the \
      prompt does not. The intervals hold 95 % of what resampling the prompts gives. \
      Beside the ratio by the clock stands the ratio by the measured costs of passes: where the two \
      lie far apart, either the method itself computes much (see its shares of the time), or the \
      machine was busy. With --claims what papers say is held against it, in a file.
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var resources: DraftingResourceOptions
  @OptionGroup(title: "Sampling") var sampling: SamplingOptions

  @Option(
    help: ArgumentHelp(
      "Prompts, one JSON object a line (prompt, turns, question or text; category); may be given "
        + "again.", valueName: "file"))
  var prompts: [String] = []

  @Option(
    name: .customLong("category"), help: "Only prompts of this category; may be given again.")
  var categories: [String] = []

  @Option(help: "The most prompts to take of each category, spread evenly over its prompts.")
  var limit = 4

  @Option(
    name: .customLong("drafter"),
    help: ArgumentHelp(
      "Only these drafters; may be given again.",
      discussion: "With a growth policy behind a slash: draft-model/chain. Default: all at hand.",
      valueName: "drafter[/growth]"))
  var drafters: [String] = []

  @Option(
    name: .customLong("controller"),
    help: ArgumentHelp(
      "Only these controllers; may be given again.",
      discussion: "Default: all that find a drafter at hand."))
  var controllers: [String] = []

  @Option(
    help: ArgumentHelp(
      "Beside the others run every fixed choice: exits, pairs of exit layer and draft length.",
      valueName: "exits"))
  var sweep: Sweep?

  @Option(help: "The most drafted nodes in a tree, or auto.") var budget = Budget(count: 4)

  @Option(help: "Tokens to emit for each run.") var maxTokens = 64

  @Option(help: "Runs of each kind on each prompt.") var repetitions = 3

  @Flag(help: "Use the prompts as they are, without the model's chat template.") var raw = false

  @Flag(help: "Print the result as JSON.") var json = false

  @Option(
    help: ArgumentHelp(
      "Write what papers claim and what was measured to this file.",
      discussion: "Markdown. What it says of other models stays.", valueName: "file"))
  var claims: String?

  enum Sweep: String, ExpressibleByArgument { case exits }

  func validate() throws {
    if prompts.isEmpty { throw ValidationError("--prompts names at least one file.") }
    if maxTokens < 1 || limit < 1 || repetitions < 1 {
      throw ValidationError("Counts are 1 or more.")
    }
  }

  func run() throws {
    let items = try PromptSet(paths: prompts, categories: categories, limitPerCategory: limit).items
    var arms = try DrafterArms(
      drafters: drafters, controllers: controllers, sampling: sampling.settings(),
      budget: budget.count, resources: resources.atHand(for: model))
    let loaded = try model.loader(with: resources)({ what, _ in progress(what) }, { false })
    if sweep == .exits { try arms.sweepExits(layerCount: loaded.target.layerCount) }
    let cost = try CostCalibration.measure(
      loaded.target, draftModel: loaded.draftModel, limit: 2_000_000)
    let fitting = try fitting(items, loaded)
    let comparison = DrafterComparison(
      plain: try arms.plain(), arms: arms.arms,
      options: SessionOptions(
        seed: sampling.seed, maximumTokens: maxTokens, endTokens: Set(loaded.summary.endTokens),
        cost: cost, describesRounds: false),
      repetitions: repetitions)
    let measurements = try comparison.run(
      loaded.target, prompts: fitting, services: loaded.services
    ) { progress("prompt \($0 + 1) of \(fitting.count): \(arms.arms.count + 1) ways") }
    progress("")
    let report = DrafterReport(
      setting: setting(loaded, cost, fitting, leftOut: items.count - fitting.count),
      measurements: measurements, arms: arms)
    if let claims { try ClaimsDocument(report).write(to: claims) }
    StandardStreams.writeResult((json ? try JSONText.line(report) : report.text) + "\n")
  }

  /// The prompts that leave room for the answer.
  private func fitting(_ items: [PromptSet.Item], _ loaded: LoadedModel) throws
    -> [DrafterComparison.Prompt]
  {
    let room = loaded.target.contextLength - maxTokens
    let fitting = try items.map {
      DrafterComparison.Prompt(category: $0.category, tokens: try loaded.encode($0.text, !raw))
    }.filter { $0.tokens.count <= room }
    guard !fitting.isEmpty else {
      throw CommandFailure(
        "\(prompts.joined(separator: ", ")): every prompt is too long for the model's context")
    }
    return fitting
  }

  private func setting(
    _ loaded: LoadedModel, _ cost: CostTable, _ fitting: [DrafterComparison.Prompt], leftOut: Int
  ) -> DrafterReport.Setting {
    DrafterReport.Setting(
      command: (["draftscope"] + CommandLine.arguments.dropFirst()).joined(separator: " "),
      date: Timestamp.now(), machine: EngineSetup.machine(), threads: model.threadCount,
      model: loaded.summary, draftModel: loaded.draftSummary?.name, cost: cost,
      budget: budget.defaultValueDescription, temperature: sampling.settings().temperature,
      maximumTokens: maxTokens, repetitions: repetitions, prompts: fitting.count,
      leftOut: leftOut)
  }

  private func progress(_ text: String) {
    if StandardStreams.errorIsTerminal { StandardStreams.writeProgress(text) }
  }
}
