import ArgumentParser
import FoundationEssentials

/// The text to continue.
struct PromptOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The text to continue, or the question to answer.")
  var prompt: String?

  @Option(help: "A file with the text.")
  var promptFile: String?

  @Argument(help: ArgumentHelp("A lone - reads the text from standard input.", valueName: "-"))
  var dash: String?

  @Flag(
    exclusivity: .exclusive,
    help: "Render the prompt through the model's chat template, or use it as it is.")
  var rendering: Rendering?

  enum Rendering: String, EnumerableFlag {
    case chat, raw
  }

  func validate() throws {
    if let dash, dash != "-" {
      throw ValidationError("Unexpected argument '\(dash)'. A prompt is given with --prompt.")
    }
    if [prompt != nil, promptFile != nil, dash != nil].filter({ $0 }).count > 1 {
      throw ValidationError("Give one of --prompt, --prompt-file and -.")
    }
  }

  /// The text, or nil when none was given.
  func text() throws -> String? {
    let text: String
    if let prompt {
      text = prompt
    } else if let promptFile {
      text = try StandardStreams.readText(path: promptFile)
    } else if dash != nil {
      text = try StandardStreams.readText(path: "-")
    } else {
      return nil
    }
    guard !text.isEmpty else { throw CommandFailure("the prompt is empty; give some text") }
    return text
  }
}
