import ArgumentParser
import Decoding
import FoundationEssentials
import Screens
import Terminal
import Timeline

/// `draftscope run`: decode, and show it in the form that fits where the output goes.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Decodes a prompt and shows every step of it.",
    discussion: """
      In a terminal this opens the interface; into a pipe the text alone is printed, with a summary \
      on standard error. With --script the interface runs without a terminal.

      The steps of a script:
      \(Script.help)
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var resources: DraftingResourceOptions
  @OptionGroup(title: "Prompt") var prompt: PromptOptions
  @OptionGroup(title: "Drafting") var drafting: DraftingOptions
  @OptionGroup(title: "Sampling") var sampling: SamplingOptions
  @OptionGroup(title: "Recording") var recording: RecordingOptions
  @OptionGroup(title: "Display") var display: DisplayOptions

  @Flag(help: "Print the result of the run as JSON.")
  var json = false

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let preferences = try Preferences(display, environment: environment)
    let form = try OutputForm.choose(
      display, wantsJSON: json, isTracePiped: recording.trace == "-",
      isInputData: prompt.dash != nil, preferences: preferences, environment: environment)
    let samples = SamplePrompts(model: model.model)
    let text = try prompt.text() ?? (form.isInteractive ? samples.prompts[0].text : nil)
    guard let text else {
      throw ValidationError("There is no prompt: give --prompt, --prompt-file or -.")
    }
    let settings = try drafting.settings(
      sampling: sampling.settings(defaultTemperature: preferences.temperature),
      usual: (
        preferences.drafter(with: resources.atHand(for: model)),
        preferences.configuration.budget
          ?? (form.isInteractive ? DraftingOptions.shownBudget : nil)
      ), resources: resources.atHand(for: model))
    var setup = try EngineSetup(
      model: model, resources: resources, sampling: sampling, recording: recording,
      maximumTokens: drafting.maxTokens ?? 256, environment: environment)
    setup.configuration.recordsOverlap = recording.overlap
    setup.configuration.shapeModel = try drafting.shapeModel()
    let request = RunRequest(
      promptText: text, isChat: prompt.rendering != .raw, settings: settings)
    switch form {
    case .plain:
      try PlainRun(setup: setup, request: request, wantsJSON: json, isQuiet: display.quiet).run()
    case .linear(let because):
      try LinearRun(preferences: preferences, because: because)
        .run(source: .live(setup, request))
    case .terminal(let survey):
      try ScreenRun(preferences: preferences).run(source: .live(setup, request), survey: survey)
    case .script(let path):
      try ScreenRun(preferences: preferences)
        .run(source: .live(setup, request), script: path, size: display.size.size)
    }
  }
}
