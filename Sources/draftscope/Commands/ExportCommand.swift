import ArgumentParser
import Timeline

/// `draftscope export FILE --csv TABLE`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a recorded run as a table for other programs.",
    discussion: "All branches are in the tables. TRACE.md explains the columns.")

  @OptionGroup var trace: TraceArguments
  @Option(help: "Which table: rounds, nodes, alternatives or tokens; one row for each.")
  var csv: TraceTable

  func run() throws { print(csv.csv(try trace.load().timeline), terminator: "") }
}

extension TraceTable: ExpressibleByArgument {}
