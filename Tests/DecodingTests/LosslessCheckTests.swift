import Decoding
import TestSupport
import Testing
import Timeline
import Tokens

struct LosslessCheckTests {
  private let check = LosslessCheck(
    budgets: [nil, 4],
    samplings: [.greedy, SamplingSettings(temperature: 0.8)], seeds: [1, 2], maximumTokens: 24)

  @Test func aBatchInvariantModelShowsNoDifference() throws {
    var reported = 0
    let report = try check.run(TableModel(order: 1), prompts: [[1, 2], [3]]) {
      _, difference, _, _ in
      reported += 1
      #expect(difference == nil)
    }
    // Five drafters with two growths and one with one, two budgets: with five verifiers greedily,
    // with one and two seeds at temperature 0.8; on two prompts.
    #expect(report.runCount == (5 * 2 + 1) * 2 * (5 + 2) * 2)
    #expect(report.tokenCount == report.runCount * 24)
    #expect(report.passCount < report.tokenCount)
    #expect(report.differences.isEmpty)
    #expect(reported == report.runCount)
  }

  /// A model whose answer depends on how many rows its last pass had is caught.
  @Test func aModelThatIsNotBatchInvariantIsFoundOut() throws {
    final class Box { var model: TableModel? }
    let box = Box()
    let model = TableModel(vocabularySize: 12) { context in
      let shift = box.model?.passes.last ?? 1
      return (0..<12).map { ($0 * 5 + (context.last?.index ?? 0) * 7 + (shift > 1 ? 3 : 0)) % 12 }
        .map(Float.init)
    }
    box.model = model
    defer { box.model = nil }
    let report = try check.run(model, prompts: [[1, 2, 1, 2, 1]])
    let first = try #require(report.differences.first)
    #expect(first.expected != first.found)
    #expect(report.differences.allSatisfy { $0.run.settings.drafter != "none" })
  }
}
