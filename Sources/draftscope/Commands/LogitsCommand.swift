import ArgumentParser
import ModelFiles
import Models
import Tensors
import Tokens

/// `draftscope logits …`
struct LogitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logits",
    abstract: "Shows the largest logits after a prompt.",
    discussion: """
      The prompt is taken as it stands, or with --chat as a user's message in the model's chat \
      template. Strings such as <|im_end|> are special tokens.
      """)

  private enum Form: EnumerableFlag {
    case raw
    case chat

    static func help(for value: Form) -> ArgumentHelp? {
      switch value {
      case .raw: "Take the prompt as it stands."
      case .chat: "Take the prompt as a user's message."
      }
    }
  }

  @OptionGroup var options: ModelOptions
  @Option(name: [.short, .long], help: "The prompt.") var prompt: String
  @Flag private var form = Form.raw
  @Option(help: "How many logits to show.") var top = 20
  @Flag(help: "Print a JSON array of {\"id\", \"logit\"}, the largest first.") var json = false

  private struct Entry: Encodable {
    let id: TokenID
    let logit: Float
  }

  func validate() throws {
    if prompt.isEmpty { throw ValidationError("The prompt is empty; give --prompt some text.") }
    if top < 1 { throw ValidationError("--top takes at least 1, not \(top).") }
  }

  func run() throws {
    let file = try ModelStore().open(options.model)
    let tokenizer = try Tokenizer(file: file)
    let tokens = try self.tokens(file, tokenizer)
    guard let last = tokens.last else {
      throw FileProblem(path: options.model, reason: "has no token for any byte of the prompt")
    }
    let team = WorkerTeam(threads: options.threadCount)
    let model = try LlamaModel(file: file, precision: options.precision, team: team)
    let session = try LlamaSession(
      model: model, contextLength: max(options.contextLength, tokens.count), team: team)
    try session.prefill(tokens.dropLast(), isCancelled: { false })
    try session.score(tokens: [last], parents: [nil])
    let entries = session.withLogits(row: 0) { logits in
      logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }.prefix(top)
        .map { Entry(id: TokenID($0), logit: logits[$0]) }
    }
    guard !json else { return print(try JSONText.line(entries)) }
    for entry in entries {
      print("\(entry.id)\t\(entry.logit)\t\(VisibleText.quoted(tokenizer.piece(of: entry.id)))")
    }
  }

  private func tokens(_ file: GGUFFile, _ tokenizer: Tokenizer) throws -> [TokenID] {
    let text =
      switch form {
      case .raw: prompt
      case .chat: try ChatTemplate(file: file).render(user: prompt)
      }
    let tokens = tokenizer.encode(text)
    guard !tokens.isEmpty, tokenizer.addsBeginToken, let begin = tokenizer.beginToken,
      tokens[0] != begin
    else { return tokens }
    return [begin] + tokens
  }
}
