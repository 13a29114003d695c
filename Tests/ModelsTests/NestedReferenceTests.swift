import ModelFiles
import Models
import Tensors
import Testing

/// sprig, the nested draft models of oak, against PyTorch at every exit.
@Suite struct NestedReferenceTests {
  /// Fast: activations are rounded to eight bits.
  @Test(arguments: [(Precision.reference, 1e-3), (.fast, 0.15)])
  func everyNestedExitGivesTheLogitsOfPyTorch(
    _ precision: Precision, _ tolerance: Double
  ) throws {
    let reference = try LayerReference("sprig-reference")
    let team = WorkerTeam(threads: 2)
    let model = try LlamaModel(
      file: ModelStore(environment: [:]).open("sprig"), precision: precision, team: team)
    let session = try LlamaSession(model: model, contextLength: 64, team: team)
    #expect(!reference.prompts.isEmpty)
    for prompt in reference.prompts {
      #expect(prompt.exits?.map(\.layer) == model.nestedExits)
      session.truncate(to: 0)
      try session.prefill(prompt.ids) { false }
      try prompt.expectExits(of: session, within: tolerance)
    }
  }
}
