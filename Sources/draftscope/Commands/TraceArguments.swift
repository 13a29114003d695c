import ArgumentParser
import Decoding
import Timeline

/// A trace to read, and how much of a damaged one.
struct TraceArguments: ParsableArguments {
  @Argument(help: "A trace file, or - for standard input.", completion: .file())
  var file: String

  @Flag(help: "Read a damaged file up to its first wrong line.")
  var partial = false

  /// The trace; what a reader should know goes to standard error.
  func load() throws -> Trace {
    let trace = try TraceLoader.load(path: file, isPartial: partial)
    for note in trace.notes { StandardStreams.writeMessage("\(file): \(note)") }
    return trace
  }
}

/// Which branch of a forked run.
struct BranchOption: ParsableArguments {
  @Option(help: "The number of a branch; by default the newest.")
  var branch: Int?

  func look(at timeline: inout Timeline) throws {
    guard let branch else { return }
    guard timeline.branches.indices.contains(branch) else {
      throw ValidationError(
        "There is no branch \(branch); the trace has 0 to \(timeline.branches.count - 1).")
    }
    timeline.look(at: branch)
  }
}
