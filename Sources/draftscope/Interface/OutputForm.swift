import Controllers
import Decoding
import Drafters
import Screens
import Terminal
import Timeline

/// The form in which a run is shown, by where its output goes.
enum OutputForm {
  /// Text on standard output, and the end.
  case plain
  /// One sentence a step, typed commands; the reason is told once.
  case linear(because: String)
  case terminal(TerminalSurvey)
  case script(path: String)

  /// - Parameters:
  ///   - isTracePiped: the trace goes to standard output.
  ///   - isInputData: standard input is read as data, so keys come from the controlling terminal.
  static func choose(
    _ display: DisplayOptions, wantsJSON: Bool, isTracePiped: Bool, isInputData: Bool,
    preferences: Preferences, environment: [String: String]
  ) throws -> OutputForm {
    if let script = display.script { return .script(path: script) }
    guard !wantsJSON, !isTracePiped,
      TerminalSurvey.hasTerminal(standardInputIsData: isInputData)
    else { return .plain }
    if preferences.isLinear { return .linear(because: "") }
    let survey = TerminalSurvey.take(environment: environment)
    switch survey.kind {
    case .drawable: return .terminal(survey)
    case .linear(let because): return .linear(because: because)
    }
  }

  /// Whether a person steps through the run.
  var isInteractive: Bool {
    if case .plain = self { return false }
    return true
  }
}

/// Where the rounds of an interface come from.
enum RunSource {
  case live(EngineSetup, RunRequest)
  case replay(Trace, name: String)

  /// What a person is to be told of it.
  var notes: [String] {
    guard case .live(let setup, _) = self, let note = setup.samples.note else { return [] }
    return [note]
  }

  /// What drafters have at hand. In a replay nothing drafts, so nothing is missed.
  var resources: Set<DrafterNeed> {
    switch self {
    case .live(let setup, _): setup.resources
    case .replay: Set(DrafterNeed.allCases)
    }
  }

  /// What a controller misses here, and how to give it; nil when it can decide. In a replay nothing
  /// decides.
  func lack(of controller: ControllerDescriptor) -> String? {
    guard case .live(let setup, _) = self, controller.needsShapeModel,
      setup.configuration.shapeModel == nil
    else { return nil }
    return "a trained selector: start with --selector"
  }
}
