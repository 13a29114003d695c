/// Why a model file's tokenizer cannot be used.
public enum TokenizerError: Error, Equatable, Sendable {
  case unsupportedModel(file: String, name: String)
  case unsupportedPreTokenizer(file: String, name: String)
  case emptyVocabulary(file: String)
  case typeCountDiffers(file: String, tokens: Int, types: Int)
  case malformedMerge(file: String, index: Int, text: String)
  case mergeOutsideVocabulary(file: String, index: Int, text: String)
  case tokenOutsideVocabulary(file: String, key: String, token: Int, vocabularySize: Int)
}

extension TokenizerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unsupportedModel(let file, let name):
      "\(file): the tokenizer \"\(name)\" is not supported; use a model with a byte-level BPE "
        + "tokenizer (tokenizer.ggml.model = \"gpt2\")"
    case .unsupportedPreTokenizer(let file, let name):
      "\(file): the pre-tokenizer \"\(name)\" is not supported; supported are "
        + PreTokenizer.supportedNames.map { "\"\($0)\"" }.joined(separator: ", ")
    case .emptyVocabulary(let file):
      "\(file): the vocabulary has no tokens; fetch or convert the model again"
    case .typeCountDiffers(let file, let tokens, let types):
      "\(file): \(tokens) tokens but \(types) token types; convert the model again"
    case .malformedMerge(let file, let index, let text):
      "\(file): merge \(index) is \"\(text)\", which is not two parts with a space between; "
        + "convert the model again"
    case .mergeOutsideVocabulary(let file, let index, let text):
      "\(file): merge \(index), \"\(text)\", names or makes a token that the vocabulary does not "
        + "have; convert the model again"
    case .tokenOutsideVocabulary(let file, let key, let token, let vocabularySize):
      "\(file): \"\(key)\" is \(token), but the vocabulary has only \(vocabularySize) tokens; "
        + "convert the model again"
    }
  }
}
