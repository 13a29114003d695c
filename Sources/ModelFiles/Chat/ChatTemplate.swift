/// How a conversation is written as a prompt for one model.
///
/// The template in a model file is a program in the Jinja language. It is recognised, not run: the
/// forms of ChatML are known (with or without a default system message, which is taken from the
/// template itself), anything else is `unrecognised` and leaves the prompt as it is.
public enum ChatTemplate: Equatable, Sendable {
  /// The model has no template: a base model that continues text.
  case none
  /// Each message as `<|im_start|>role`, newline, text, `<|im_end|>`, newline.
  ///
  /// - defaultSystem: the system message that is written when none is given; nil for no message.
  case chatML(defaultSystem: String?)
  /// A template that is not known here.
  case unrecognised

  /// The template of a model file. Throws ``GGUFError`` when the metadata holds it as no string.
  public init(file: GGUFFile) throws {
    let key = "tokenizer.chat_template"
    self = file.has(key) ? ChatTemplate(recognising: try file.string(key)) : .none
  }

  /// Recognises a template by what it writes.
  public init(recognising source: String) {
    let conversation: [TemplateItem] = [
      .statement("for message in messages"),
      .text("<|im_start|>"), .expression("message['role']"), .text("\n"),
      .expression("message['content']"), .text("<|im_end|>\n"),
      .statement("endfor"),
      .statement("if add_generation_prompt"), .text("<|im_start|>assistant\n"),
      .statement("endif"),
    ]
    let items = TemplateItem.items(of: source)
    if items == conversation {
      self = .chatML(defaultSystem: nil)
    } else if items.count == conversation.count + 3,
      items[0] == conversation[0], items.dropFirst(4).elementsEqual(conversation.dropFirst()),
      items[1] == .statement("if loop.first and messages[0]['role'] != 'system'"),
      case .text(let system) = items[2], items[3] == .statement("endif"),
      system.hasPrefix("<|im_start|>system\n"), system.hasSuffix("<|im_end|>\n")
    {
      let text = system.dropFirst("<|im_start|>system\n".count).dropLast("<|im_end|>\n".count)
      self = .chatML(defaultSystem: String(text))
    } else {
      self = .unrecognised
    }
  }

  /// Whether `render` writes a conversation and does not only pass the prompt on.
  public var isConversation: Bool {
    if case .chatML = self { true } else { false }
  }

  /// A prompt after which the model answers the user.
  ///
  /// - Parameter system: the system message; nil for the template's own default, if it has one.
  /// - Returns: text to encode with special tokens parsed. Without a conversation template: the
  ///   user's text, after the system message and a blank line where one is given.
  public func render(user: String, system: String? = nil) -> String {
    switch self {
    case .chatML(let defaultSystem):
      let head = (system ?? defaultSystem).map { "<|im_start|>system\n\($0)<|im_end|>\n" } ?? ""
      return head + "<|im_start|>user\n\(user)<|im_end|>\n<|im_start|>assistant\n"
    case .none, .unrecognised:
      return (system.map { "\($0)\n\n" } ?? "") + user
    }
  }
}

extension ChatTemplate: CustomStringConvertible {
  public var description: String {
    switch self {
    case .none: "none; prompts are continued as they stand"
    case .chatML(nil): "ChatML"
    case .chatML(.some): "ChatML with a default system message"
    case .unrecognised: "not recognised; prompts are continued as they stand"
    }
  }
}
