import ArgumentParser
import Decoding
import FoundationEssentials
import Timeline

/// `draftscope replay`: the interface over a recorded run, with no model at hand.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Opens a recorded run; no model is needed.")

  @Argument(help: "A trace file, or - for standard input.")
  var file: String

  @Flag(help: "Read up to the first wrong line instead of refusing the file.")
  var partial = false

  @OptionGroup(title: "Display") var display: DisplayOptions

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let trace = try TraceLoader.load(path: file, isPartial: partial)
    let preferences = try Preferences(display, environment: environment)
    let form = try OutputForm.choose(
      display, wantsJSON: false, isTracePiped: false, isInputData: file == "-",
      preferences: preferences, environment: environment)
    let source = RunSource.replay(trace, name: file)
    switch form {
    case .plain:
      for note in trace.notes { StandardStreams.writeMessage("\(note)") }
      StandardStreams.writeResult(Transcript.text(of: trace.timeline))
    case .linear(let because):
      try LinearRun(preferences: preferences, because: because).run(source: source)
    case .terminal(let survey):
      try ScreenRun(preferences: preferences).run(source: source, survey: survey)
    case .script(let path):
      try ScreenRun(preferences: preferences)
        .run(source: source, script: path, size: display.size.size)
    }
  }
}
