import Foundation
import Testing

@testable import draftscope

struct PolicyVectorTests {
  private func fixture() throws -> String {
    let url = try #require(
      Bundle.module.url(
        forResource: "policies", withExtension: "json", subdirectory: "Fixtures"))
    return try String(contentsOf: url, encoding: .utf8)
  }

  private func check(_ text: String) throws -> PolicyVectors.Outcome {
    try JSONDecoder().decode(PolicyVectors.self, from: Data(text.utf8)).check()
  }

  @Test func everyPolicyGivesTheReferenceResults() throws {
    let outcome = try check(fixture())
    #expect(outcome.differences == [])
    #expect(outcome.comparedCount > 200)
  }

  /// A number changed in the ninth digit, or a token, is found and named.
  @Test(arguments: [
    ("2.8629", "2.8628", "policies.sequoia_dp.best_value[3][3]"),
    ("[2, 0], 0.2281494140625", "[2, 0], 0.2281494240625", "policies.eagle2[0]"),
    ("\"estimate\": 0.4671630859375", "\"estimate\": 0.46716308", "policies.dyspec[0].nodes[3]"),
    ("\"tokens\": [2, 1, 1], \"logprob\"", "\"tokens\": [2, 1, 0], \"logprob\"", "diverse_beam[0]"),
    ("\"order\": [2, 0]", "\"order\": [0, 2]", "policies.rsd_c_gumbel_topk.cases[0].order"),
    ("\"perturbed\": 1.150312554237741", "\"perturbed\": 1.1503125", "rsd_s_stochastic_beam[0]"),
  ])
  func aWrongExpectationIsNamed(_ right: String, _ wrong: String, _ place: String) throws {
    let text = try fixture()
    let changed = try #require(text.range(of: right))
    let outcome = try check(text.replacingCharacters(in: changed, with: wrong))
    #expect(!outcome.differences.isEmpty)
    #expect(outcome.differences.contains { $0.contains(place) })
  }
}
