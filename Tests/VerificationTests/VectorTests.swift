import Foundation
import Testing

@testable import Verification

/// The reference file, replayed. What needs minutes in a debug build is left to
/// `draftscope check verifiers`.
struct VectorTests {
  static let file: VectorFile = {
    let url = Bundle.module.url(forResource: "Fixtures/verifiers", withExtension: "json")!
    return try! JSONDecoder().decode(VectorFile.self, from: Data(contentsOf: url))
  }()

  private func check(_ name: String, _ entries: [some VectorEntry]) {
    var bench = VectorBench(Self.file)
    let group = bench.check(name, entries)
    for difference in group.differences.prefix(10) { Issue.record("\(difference)") }
  }

  @Test func everyTraceIsReplayed() {
    #expect(Self.file.traces.count == 1004)
    check("traces", Self.file.traces)
  }

  @Test func everyLawGivenATreeAgrees() {
    #expect(Self.file.conditional.count == 502)
    check("conditional", Self.file.conditional)
  }

  @Test(arguments: ["worked", "neg", "greedy_target"])
  func everyLawOfSmallDraftsAgrees(model: String) {
    let entries = Self.file.marginal.filter { $0.model == model && $0.drafting.paths < 3 }
    #expect(entries.count == 31)
    check("marginal", entries)
  }

  @Test func everySingleNodeOfTwoDrawsAgrees() {
    let entries = Self.file.singleNode.filter { $0.k == 2 && $0.p.count <= 3 }
    #expect(entries.count == 2)
    check("single_node", entries)
  }

  @Test func everyMistakeShowsAsRecorded() {
    #expect(Self.file.negativeControls.count == 21)
    check("negative_controls", Self.file.negativeControls)
  }

  @Test func aWrongExpectationIsNamed() throws {
    let url = Bundle.module.url(forResource: "Fixtures/verifiers", withExtension: "json")!
    let text = try String(contentsOf: url, encoding: .utf8)
      .replacing("\"accept_prob\":0.9166666666666666", with: "\"accept_prob\":0.9166666")
    let file = try JSONDecoder().decode(VectorFile.self, from: Data(text.utf8))
    var bench = VectorBench(file)
    let group = bench.check("traces", file.traces)
    #expect(
      group.differences.first
        == "traces shared-m0-t002a: step 0: accept probability is 0.9166666666666666, "
        + "expected 0.9166666")
  }
}
