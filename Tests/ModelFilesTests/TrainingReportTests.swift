import TestSupport
import Testing

@testable import ModelFiles

struct TrainingReportTests {
  /// - Parameter short: a key whose array is cut.
  private func trained(short: String = "") -> GGUFBuilder {
    var builder = GGUFBuilder()
    builder.set("draftscope.training.summary", "8 tokens")
    builder.set("draftscope.exits.layers", [Int32(1), 2])
    builder.set("draftscope.heldout.parts", ["prose", "code"])
    builder.set(
      "draftscope.heldout.tokens", short == "draftscope.heldout.tokens" ? [Int32(1)] : [30, 10])
    builder.set("draftscope.heldout.trigram_loss", [Float(4.5), 3.5])
    builder.set("draftscope.exits.loss.prose", [Float(5), 4])
    builder.set(
      "draftscope.exits.loss.code", short == "draftscope.exits.loss.code" ? [Float(3)] : [3, 2])
    builder.set("draftscope.exits.agreement.prose", [Float(0.5), 1])
    builder.set("draftscope.exits.agreement.code", [Float(0.75), 1])
    builder.set("draftscope.exits.overlap.prose", [Float(0.25), 1])
    builder.set("draftscope.exits.overlap.code", [Float(0.5), 1])
    builder.set("draftscope.short_vocabulary.ids", [Int32(3), 1, 2])
    builder.set("draftscope.short_vocabulary.coverage", [Float(0.5), 0.75])
    return builder
  }

  @Test func exitsAreReadByPartAndAveragedByToken() throws {
    let report = try #require(
      try TrainingReport(file: GGUFFile(bytes: trained().bytes, name: "small")))
    #expect(report.summary == "8 tokens")
    #expect(report.parts.map(\.name) == ["prose", "code"])
    #expect(report.parts[1].trigramLoss == 3.5)
    #expect(
      report.parts[0].exits[0] == .init(layer: 1, loss: 5, agreement: 0.5, overlap: 0.25))
    #expect(
      report.mean == [
        .init(layer: 1, loss: 4.5, agreement: 0.5625, overlap: 0.3125),
        .init(layer: 2, loss: 3.5, agreement: 1, overlap: 1),
      ])
    #expect(report.shortVocabulary == .init(tokens: 3, coverage: [0.5, 0.75]))
  }

  @Test func aFileThatSaysNothingHasNoReport() throws {
    var builder = GGUFBuilder()
    builder.set("general.name", "other")
    #expect(try TrainingReport(file: GGUFFile(bytes: builder.bytes, name: "other")) == nil)
  }

  @Test(arguments: ["draftscope.exits.loss.code", "draftscope.heldout.tokens"])
  func numbersThatDoNotFitTogetherAreRefusedByName(key: String) throws {
    let file = try GGUFFile(bytes: trained(short: key).bytes, name: "small")
    let error = #expect(throws: GGUFError.self) { try TrainingReport(file: file) }
    #expect(error?.description.contains(key) == true)
  }
}

struct EmbeddedModelTests {
  @Test(arguments: EmbeddedModel.allCases)
  func aModelInsideTheProgramOpensByItsName(model: EmbeddedModel) throws {
    let file = try ModelStore(environment: [:]).open(model.rawValue)
    #expect(try file.string("general.architecture") == "llama")
    #expect(try Tokenizer(file: file).encode("a").isEmpty == false)
    #expect(throws: ModelStoreError.partOfTheProgram(name: model.rawValue)) {
      try ModelStore(environment: [:]).locate(model.rawValue)
    }
  }
}
