import Foundation
import Testing

/// `draftscope law` on the worked table: a vocabulary of three, drafts of two tokens.
@Suite struct LawCommandTests {
  private var table: String {
    get throws {
      try #require(Bundle.module.url(forResource: "Fixtures/table", withExtension: "json")).path
    }
  }

  private struct Row: Decodable {
    let verifier: String
    let isSafe: Bool
    let expectedAccepted: Double
    let totalVariation: Double
  }

  private func rows(_ arguments: String...) throws -> [String: Row] {
    let result = try Program.run(["law", try table, "--json"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    let rows = try JSONDecoder().decode([Row].self, from: Data(result.output.utf8))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.verifier, $0) })
  }

  @Test func twoIndependentPathsHaveTheirExactExpectations() throws {
    let rows = try rows("--growth", "independent-paths:paths=2,length=2")
    let expectations: [String: Double] = [
      "sample-match": 0.697265625, "token": 1.25, "block": 1.28125, "naive-tree": 1.375,
      "spec-infer": 1.3828125, "k-seq": 1.449425163, "traversal": 1.419053819444,
      "traversal-with-replacement": 1.42578125, "greedy-multi-path": 1.6640625,
    ]
    for (verifier, expected) in expectations {
      let row = try #require(rows[verifier])
      #expect(abs(row.expectedAccepted - expected) < 1e-6, "\(verifier)")
      #expect(row.totalVariation < 1e-12, "\(verifier)")
      #expect(row.isSafe)
    }
  }

  @Test func anUnsafeVerifierIsCountedWithItsBias() throws {
    let rows = try rows("--growth", "gumbel-top-k", "--verifier", "spec-infer")
    #expect(rows["spec-infer"]?.isSafe == false)
    #expect((rows["spec-infer"]?.totalVariation ?? 0) > 0.05)
  }

  @Test func whatIsWrongWithATableIsNamed() throws {
    let empty = try Program.run("law", "-", input: Array("{}".utf8))
    #expect(empty.status == 1)
    #expect(empty.errors.contains(#"there is no "vocab""#))
    let uneven = #"{"vocab":2,"depth":1,"p":{"":[0.5,0.6]},"q":{}}"#
    let wrong = try Program.run("law", "-", input: Array(uneven.utf8))
    #expect(wrong.status == 1)
    #expect(wrong.errors.hasPrefix("Error: -: "))
  }

  @Test func aPolicyWithContinuousDrawsIsRefusedWithOthers() throws {
    let result = try Program.run("law", try table, "--growth", "stochastic-beam")
    #expect(result.status == 1)
    #expect(result.errors.contains("use one of chain,"))
  }
}
