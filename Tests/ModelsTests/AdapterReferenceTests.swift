import Foundation
import ModelFiles
import Models
import Tensors
import Testing

private let smollm2Path = ProcessInfo.processInfo.environment["DRAFTSCOPE_SMOLLM2"]

/// What is trained beside oak and SmolLM2 against PyTorch, in 64-bit floats over the weights that the
/// files keep.
@Suite struct AdapterReferenceTests {
  private func check(
    _ adapter: EmbeddedAdapter, of file: GGUFFile, _ precision: Precision, tolerance: Double
  ) throws {
    let reference = try LayerReference("\(adapter.rawValue)-reference")
    let team = WorkerTeam(threads: 2)
    let model = try LlamaModel(
      file: file, precision: precision, adapter: GGUFFile(adapter), team: team)
    let session = try LlamaSession(model: model, contextLength: 64, team: team)
    let kangaroo = try #require(try KangarooAdapter(session))
    for prompt in reference.prompts {
      session.truncate(to: 0)
      kangaroo.truncate(to: 0)
      try session.prefill(prompt.ids) { false }
      let count = prompt.ids.count
      let expected = try #require(prompt.kangaroo)
      #expect(kangaroo.exitLayer == expected.exitLayer)
      kangaroo.advance(
        try session.streams(of: prompt.ids, at: 0, behind: kangaroo.exitLayer),
        parents: prompt.ids.indices.map { $0 == 0 ? nil : $0 - 1 })
      kangaroo.forEachRow([count - 1], vocabulary: .whole) {
        expected.expect($1, within: tolerance, "\(prompt.id), kangaroo")
      }
      try prompt.expectExits(of: session, within: tolerance)
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
