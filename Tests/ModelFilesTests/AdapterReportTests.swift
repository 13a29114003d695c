import TestSupport
import Testing

@testable import ModelFiles

struct AdapterReportTests {
  /// - Parameter short: a key whose array is cut.
  private func file(short: String = "") throws -> GGUFFile {
    var builder = GGUFBuilder()
    builder.set("draftscope.adapter.target", "oak")
    builder.set("draftscope.training.summary", "8 tokens")
    builder.set("draftscope.exits.layers", [Int32(2)])
    builder.set("draftscope.heldout.parts", ["prose", "code"])
    builder.set("draftscope.heldout.tokens", [Int32(30), 10])
    builder.set("draftscope.kangaroo.exit_layer", 2)
    func set(_ key: String, _ values: [Float]) {
      builder.set(key, key == short ? Array(values.dropLast()) : values)
    }
    for (measure, before, after) in [
      ("loss", Float(4), Float(3)), ("agreement", 0.5, 0.75), ("overlap", 0.25, 0.5),
    ] {
      for part in ["prose", "code"] {
        set("draftscope.exits.before.\(measure).\(part)", [before])
        set("draftscope.exits.\(measure).\(part)", [after])
      }
      set("draftscope.kangaroo.\(measure)", [after, after + 4])
    }
    return try GGUFFile(bytes: builder.bytes, name: "beside")
  }

  @Test func exitsAreToldBeforeAndAfterAndTheAdapterAsAMeanOverTokens() throws {
    let report = try #require(try AdapterReport(file: file()))
    #expect(report.summary == "8 tokens")
    #expect(report.exits.count == 1)
    #expect(report.exits[0].before == .init(layer: 2, loss: 4, agreement: 0.5, overlap: 0.25))
    #expect(report.exits[0].after == .init(layer: 2, loss: 3, agreement: 0.75, overlap: 0.5))
    #expect(report.kangaroo == .init(layer: 2, loss: 4, agreement: 1.75, overlap: 1.5))
    #expect(report.kangarooShort == nil)
  }

  @Test func aModelsFileHasNoSuchReport() throws {
    #expect(try AdapterReport(file: ModelStore(environment: [:]).open("oak")) == nil)
  }

  @Test(arguments: ["draftscope.exits.before.loss.code", "draftscope.kangaroo.overlap"])
  func numbersThatDoNotFitTogetherAreRefusedByName(key: String) throws {
    let error = #expect(throws: GGUFError.self) { try AdapterReport(file: file(short: key)) }
    #expect(error?.description.contains(key) == true)
  }

  @Test(arguments: EmbeddedAdapter.allCases)
  func anAdapterInsideTheProgramBelongsToItsModel(adapter: EmbeddedAdapter) throws {
    #expect(EmbeddedAdapter(for: adapter.model) == adapter)
    let file = try GGUFFile(adapter)
    #expect(try file.string("draftscope.adapter.target").isEmpty == false)
    #expect(try AdapterReport(file: file) != nil)
    #expect(EmbeddedAdapter(for: "twig") == nil)
  }
}
