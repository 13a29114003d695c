import ArgumentParser

/// Where the run is written down.
struct RecordingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the trace to this new file, - for standard output; by default it goes to the state "
        + "folder, where the newest fifty are kept.",
      valueName: "file"))
  var trace: String?

  @Flag(
    help: ArgumentHelp(
      "Record how far draft and target agree along each drafted path.",
      discussion: "For train selector; takes a few percent of a pass."))
  var overlap = false

  @Flag(help: "Record nothing.")
  var noTrace = false

  func validate() throws {
    if trace != nil && noTrace { throw ValidationError("Give --trace or --no-trace, not both.") }
  }
}
