import Foundation
import ModelFiles
import Models
import Tensors
import Testing
import Tokens

private let smollm2Path = ProcessInfo.processInfo.environment["DRAFTSCOPE_SMOLLM2"]

/// What is trained beside oak and SmolLM2 against PyTorch, in 64-bit floats over the weights that the
/// files keep.
@Suite struct AdapterReferenceTests {
  private struct Reference: Decodable {
    struct Entry: Decodable {
      let id: Int
      let logit: Double
    }

    /// Logits at the last position behind a layer.
    struct Row: Decodable {
      let layer: Int?
      let exitLayer: Int?
      let top: [Entry]
      let logSum: Double

      enum CodingKeys: String, CodingKey {
        case layer
        case exitLayer = "exit_layer"
        case top = "top5"
        case logSum = "logsumexp"
      }
    }

    struct Prompt: Decodable {
      let id: String
      let ids: [TokenID]
      let kangaroo: Row
      let exits: [Row]?
    }

    let prompts: [Prompt]
  }

  private func check(
    _ adapter: EmbeddedAdapter, of file: GGUFFile, _ precision: Precision, tolerance: Double
  ) throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "Fixtures/\(adapter.rawValue)-reference", withExtension: "json"))
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    let team = WorkerTeam(threads: 2)
    let model = try LlamaModel(
      file: file, precision: precision, adapter: GGUFFile(adapter), team: team)
    let session = try LlamaSession(model: model, contextLength: 64, team: team)
    let kangaroo = try #require(try KangarooAdapter(session))
    func compare(_ logits: UnsafeBufferPointer<Float>, _ expected: Reference.Row, _ what: String) {
      for entry in expected.top {
        #expect(
          abs(Double(logits[entry.id]) - entry.logit) < tolerance,
          "\(what), token \(entry.id): \(logits[entry.id]), not \(entry.logit)")
      }
      let summary = LogitProcessing.summary(logits: logits, count: 1)
      #expect(abs(summary.logSum - expected.logSum) < tolerance, "\(what)")
    }
    for prompt in reference.prompts {
      session.truncate(to: 0)
      kangaroo.truncate(to: 0)
      try session.prefill(prompt.ids) { false }
      let count = prompt.ids.count
      #expect(kangaroo.exitLayer == prompt.kangaroo.exitLayer)
      kangaroo.advance(
        try session.streams(of: prompt.ids, at: 0, behind: kangaroo.exitLayer),
        parents: prompt.ids.indices.map { $0 == 0 ? nil : $0 - 1 })
      kangaroo.forEachRow([count - 1], vocabulary: .whole) {
        compare($1, prompt.kangaroo, "\(prompt.id), kangaroo")
      }
      for exit in prompt.exits ?? [] {
        let layer = try #require(exit.layer)
        let stream = try session.streams(
          of: Array(prompt.ids.suffix(1)), at: count - 1, behind: layer)
        session.forEachExit(of: stream, behind: layer, vocabulary: .whole) {
          compare($1, exit, "\(prompt.id), layer \(layer)")
        }
      }
    }
  }

  private func oak() throws -> GGUFFile { try ModelStore(environment: [:]).open("oak") }

  @Test func referencePrecisionGivesTheLogitsOfPyTorch() throws {
    try check(.oak, of: oak(), .reference, tolerance: 1e-3)
  }

  @Test func fastPrecisionComesNear() throws {
    // Activations are rounded to eight bits.
    try check(.oak, of: oak(), .fast, tolerance: 0.15)
  }

  @Test(.enabled(if: smollm2Path != nil, "DRAFTSCOPE_SMOLLM2 names no file"))
  func translatorsAndAdapterOfSmolLM2GiveTheLogitsOfPyTorch() throws {
    let file = try GGUFFile(path: #require(smollm2Path))
    try check(.smollm2, of: file, .reference, tolerance: 5e-3)
    try check(.smollm2, of: file, .fast, tolerance: 0.3)
  }
}
