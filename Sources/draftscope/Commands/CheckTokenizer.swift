import ArgumentParser
import ModelFiles
import Tokens

/// `draftscope check tokenizer FILE`
struct CheckTokenizer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer",
    abstract: "Compares the tokenizer with reference cases.",
    discussion: """
      FILE is a JSON object whose "cases" are objects with "text", "ids" (special tokens parsed) \
      and, where it differs, "ids_plain" (special tokens taken as text). Each text must give its \
      ids, and its ids must give back the text byte for byte.
      """)

  @Argument(help: "The reference cases.") var file: String
  @Option(help: "A known name, or the path of a .gguf file.") var model = "smollm2"
  @Option(help: "How many differences to print.") var differences = 10

  private struct Reference: Decodable {
    struct Case: Decodable {
      let text: String
      let ids: [TokenID]
      let plainIDs: [TokenID]?

      enum CodingKeys: String, CodingKey {
        case text, ids
        case plainIDs = "ids_plain"
      }
    }

    let cases: [Case]
  }

  func run() throws {
    let reference = try JSONText.read(file, as: Reference.self)
    let tokenizer = try Tokenizer(file: ModelStore().open(model))
    var found: [String] = []
    for (index, reference) in reference.cases.enumerated() {
      found += Self.differences(in: reference, tokenizer).map { "case \(index): \($0)" }
    }
    for line in found.prefix(differences) { print(line) }
    if found.count > differences { print("… and \(found.count - differences) more") }
    print("\(reference.cases.count) cases, \(found.count) differences")
    if !found.isEmpty { throw ExitCode.failure }
  }

  private static func differences(in reference: Reference.Case, _ tokenizer: Tokenizer) -> [String]
  {
    var found: [String] = []
    let text = VisibleText.quoted(reference.text)
    func compare(_ name: String, _ expected: [TokenID], parseSpecial: Bool) {
      let tokens = tokenizer.encode(reference.text, parseSpecial: parseSpecial)
      guard tokens != expected else { return }
      found.append("\(text)\n  \(name) expected \(expected)\n  \(name) found    \(tokens)")
    }
    compare("ids", reference.ids, parseSpecial: true)
    compare("ids_plain", reference.plainIDs ?? reference.ids, parseSpecial: false)
    if let unknown = reference.ids.first(where: { !tokenizer.contains($0) }) {
      found.append("\(text)\n  token \(unknown) is not in the vocabulary")
    } else if tokenizer.decode(reference.ids) != Array(reference.text.utf8) {
      let decoded = TokenPiece(bytes: tokenizer.decode(reference.ids))
      found.append("\(text)\n  ids give back \(VisibleText.quoted(decoded))")
    }
    return found
  }
}
