import ArgumentParser
import Decoding
import Timeline

/// `draftscope check trace FILE`
struct CheckTrace: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Judges every recorded round again and compares.",
    discussion: """
      Needs no model: the verdicts follow from the recorded probabilities, the seed and the \
      verifier's rule. Status 1 when something differs.
      """)

  @OptionGroup var trace: TraceArguments
  @Option(help: "How many differences to print.") var differences = 10

  func run() throws {
    let audit = TraceAudit(try trace.load())
    for difference in audit.differences.prefix(max(0, differences)) { print(difference) }
    let hidden = audit.differences.count - max(0, differences)
    if hidden > 0 { print("... and \(hidden) more") }
    print(
      """
      \(audit.roundCount) rounds, \(audit.stepCount) decisions, \(audit.nodeCount) drafted nodes: \
      \(audit.differences.count) differences
      """)
    if !audit.differences.isEmpty { throw ExitCode.failure }
  }
}
