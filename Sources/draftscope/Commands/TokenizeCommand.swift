import ArgumentParser
import Foundation
import ModelFiles
import Tokens

/// `draftscope tokenize …`
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Shows the tokens of a text.",
    discussion: """
      The text is taken as it stands, from --text or from standard input up to its end, the last \
      newline included. No begin token is added.
      """)

  @Option(help: "A known name, or the path of a .gguf file.") var model = "smollm2"
  @Option(help: "The text; standard input when left out.") var text: String?
  @Flag(help: "Take strings such as <|im_end|> as ordinary text.") var noSpecial = false
  @Flag(help: "Print the token numbers as a JSON array.") var json = false

  func run() throws {
    let tokenizer = try Tokenizer(file: ModelStore().open(model))
    let bytes = try text.map { Array($0.utf8) } ?? Self.standardInput()
    let tokens = tokenizer.encode(bytes: bytes, parseSpecial: !noSpecial)
    if json {
      print(try JSONText.line(tokens))
    } else {
      for token in tokens {
        let number = String(token.rawValue)
        let padding = String(repeating: " ", count: max(0, 8 - number.count))
        let mark = tokenizer.isSpecial(token) ? "  special" : ""
        print("\(padding)\(number)  \(VisibleText.quoted(tokenizer.piece(of: token)))\(mark)")
      }
    }
    if tokenizer.decode(tokens) != bytes {
      StandardStreams.writeMessage(
        "note: the vocabulary has no token for some bytes of this text; they were left out")
    }
  }

  private static func standardInput() throws -> [UInt8] {
    do {
      return Array(try FileHandle.standardInput.readToEnd() ?? Data())
    } catch {
      throw FileProblem(path: "standard input", reason: "cannot be read")
    }
  }
}
