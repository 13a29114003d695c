import ArgumentParser
import Timeline

/// `draftscope stats FILE`
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Prints the numbers of a recorded run, each with what it was made of.",
    discussion: """
      Every rate stands beside its numerator and denominator. Tokens per second are those of \
      the machine and the moment of the recording. TRACE.md explains each number.
      """)

  enum Form: String, EnumerableFlag {
    case json, csv
  }

  @OptionGroup var trace: TraceArguments
  @OptionGroup var branch: BranchOption
  @Flag(help: "As JSON, or as CSV, instead of a table for people.") var form: Form?
  @Option(help: "Only so many rounds, the latest.") var last: Int?

  func validate() throws {
    if let last, last < 1 { throw ValidationError("--last takes 1 or more, not \(last).") }
  }

  func run() throws {
    var timeline = try trace.load().timeline
    try branch.look(at: &timeline)
    let statistics = timeline.statistics(last: last)
    switch form {
    case nil: print(StatisticsFormat.text(statistics), terminator: "")
    case .csv?: print(StatisticsFormat.csv(statistics), terminator: "")
    case .json?: print(StatisticsFormat.json(statistics).text)
    }
  }
}
