import Foundation
import Testing
import Tokens

@testable import ModelFiles

/// Checks against references made with other programs. They need the real vocabulary: set
/// DRAFTSCOPE_SMOLLM2 to the path of the model file.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["DRAFTSCOPE_SMOLLM2"] != nil))
struct SmolLM2Tests {
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

  private func file() throws -> GGUFFile {
    try GGUFFile(path: #require(ProcessInfo.processInfo.environment["DRAFTSCOPE_SMOLLM2"]))
  }

  @Test(arguments: ["smollm2-tokenizer", "smollm2-tokenizer-mixed"])
  func textsGiveTheReferenceTokensAndComeBack(_ name: String) throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "json"))
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    let tokenizer = try Tokenizer(file: file())
    #expect(reference.cases.count >= 40)
    for reference in reference.cases {
      #expect(tokenizer.encode(reference.text) == reference.ids)
      #expect(
        tokenizer.encode(reference.text, parseSpecial: false)
          == reference.plainIDs ?? reference.ids)
      #expect(tokenizer.decode(reference.ids) == Array(reference.text.utf8))
    }
  }

  @Test func theModelDescribesItself() throws {
    let file = try file()
    #expect(file.tensors.count == 272)
    #expect(file.unsupportedTensors.isEmpty)
    #expect(try file.tensor("token_embd.weight").format == .q8_0)
    #expect(try file.tensor("token_embd.weight").shape == [576, 49152])
    #expect(try file.tensor("blk.29.ffn_down.weight").format == .q4_1)
    #expect(try file.integer("llama.block_count") == 30)
    let tokenizer = try Tokenizer(file: file)
    #expect(tokenizer.vocabularySize == 49152)
    #expect(tokenizer.endTokens == [0, 2])
    #expect(tokenizer.beginToken == 1)
    #expect(!tokenizer.addsBeginToken)
    #expect(
      try ChatTemplate(file: file)
        == .chatML(
          defaultSystem: "You are a helpful AI assistant named SmolLM, trained by Hugging Face"))
  }

  @Test func theCatalogueNamesThisFile() throws {
    #expect(try file().byteCount == KnownModel.catalogue.first { $0.name == "smollm2" }?.byteCount)
  }
}
