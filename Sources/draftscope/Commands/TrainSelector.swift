import ArgumentParser
import Controllers
import Decoding
import FoundationEssentials
import Screens
import Timeline

/// `draftscope train selector TRACES…`: how to choose the shape of a tree.
struct TrainSelector: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selector",
    abstract: "Trains the selector of shapes for delayed expansion on recorded runs.",
    discussion: """
      Record runs whose drafter draws long paths, one trace a prompt: --drafter draft-model \
      --growth chain --budget 8 --overlap. From the recorded probabilities follows, without a model, what each shape \
      would have accepted on average. Every fourth trace is held out; on those the learned selector \
      is compared with the analytic one and with shapes that are always the same. The rate is \
      tokens for the time of a plain pass, with the costs that the traces were recorded with; \
      intervals hold 95 % of what resampling the traces gives. Use the file with --selector.
      """)

  @Argument(help: "Trace files.", completion: .file()) var traces: [String]

  @Option(name: [.short, .long], help: "Where to write the selector, a JSON file.")
  var output: String

  @Option(help: "The most nodes of a shape.") var budget = 8

  @Flag(
    help: ArgumentHelp(
      "Evaluate as if rows of a pass were free.",
      discussion: "As on an accelerator: c(n) is 1; draft passes cost what was measured."))
  var freeRows = false

  @Flag(help: "Print the evaluation as JSON.") var json = false

  /// Each so many traces one is held out.
  private static let heldOutStep = 4

  func validate() throws {
    if !(1...32).contains(budget) {
      throw ValidationError("--budget takes 1 to 32, not \(budget).")
    }
    if traces.count < Self.heldOutStep {
      throw ValidationError(
        "At least \(Self.heldOutStep) traces are needed: every fourth is held out.")
    }
  }

  func run() throws {
    let items = try traces.sorted().map(item)
    let heldOut = items.indices.filter { $0 % Self.heldOutStep == Self.heldOutStep - 1 }
    let training = items.indices.filter { !heldOut.contains($0) }.map { items[$0] }
    let examples = training.flatMap(\.examples)
    guard let model = ShapeTraining(examples).fit(budget: budget, traces: training.count) else {
      throw CommandFailure(
        "\(examples.count) rounds that drew from a law are too few to learn from: record more, "
          + "with --drafter draft-model --growth chain --budget 8 --overlap")
    }
    let fixed = ShapeEvaluation.bestFixed(training, budget: budget)
    guard
      let evaluation = ShapeEvaluation(
        heldOut.map { items[$0] }, model: model, fixed: fixed.map { [$0] } ?? [], budget: budget)
    else {
      throw CommandFailure(
        "no held-out round drew a path of \(min(budget, DraftShape.mostLevels)) tokens: record with "
          + "--growth chain --budget \(min(budget, DraftShape.mostLevels)) --overlap")
    }
    try write(model)
    StandardStreams.writeResult(
      (json ? try JSONText.pretty(evaluation) : text(evaluation, model)) + "\n")
  }

  private func item(_ path: String) throws -> ShapeEvaluation.Item {
    let timeline = try TraceLoader.load(path: path).timeline
    var cost = timeline.header.cost
    if freeRows, let measured = cost {
      cost?.rowCounts = [1, 2]
      cost?.microseconds = [measured.plainMicroseconds, measured.plainMicroseconds]
    }
    return ShapeEvaluation.Item(
      ShapeExample.examples(
        of: timeline.rounds, endTokens: Set(timeline.header.model.endTokens)),
      cost: CostModel(cost))
  }

  private func write(_ model: ShapeModel) throws {
    do {
      try Data(JSONText.pretty(model).utf8).write(to: URL(filePath: output), options: .atomic)
    } catch {
      throw CommandFailure("\(output): cannot be written; choose another folder")
    }
  }

  private func text(_ evaluation: ShapeEvaluation, _ model: ShapeModel) -> String {
    var table = TextTable(["CHOICE OF SHAPE", "TOKENS/PLAIN PASS", "95 % INTERVAL", "TOKENS/ROUND"])
    for row in evaluation.rows {
      let rate = row.tokensPerPlainPass
      table.add([
        row.name, fixed(rate.value), "\(fixed(rate.low)) to \(fixed(rate.high))",
        fixed(row.tokensPerRound),
      ])
    }
    let gain = evaluation.learnedLessAnalytic
    return """
      trained on \(model.training.rounds) rounds of \(model.training.traces) traces; held out: \
      \(evaluation.rounds) rounds

      \(table.text)

      learned less analytic: \(fixed(gain.value)), 95 % interval \(fixed(gain.low)) to \
      \(fixed(gain.high))
      written to \(output)
      """
  }

  private func fixed(_ value: Double) -> String { NumberText.fixed(value, decimals: 4) }
}
