import DraftTrees
import Tokens

/// The law of the outcome for a given tree.
struct ConditionalVector: Decodable, VectorEntry {
  private struct Outcome: Decodable {
    var accepted: [TokenID]
    var token: TokenID
    var prob: Double
  }

  let name: String?
  private let model: String
  private let verifier: String
  private let tree: VectorTree
  private let outcomes: [Outcome]

  private enum CodingKeys: String, CodingKey {
    case name = "id"
    case model, verifier, outcomes
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    model = try container.decode(String.self, forKey: .model)
    verifier = try container.decode(String.self, forKey: .verifier)
    outcomes = try container.decode([Outcome].self, forKey: .outcomes)
    tree = try VectorTree(from: decoder)
  }

  func differences(on bench: inout VectorBench) throws(VectorProblem) -> [String] {
    let tree = try tree.draftTree()
    let law = ExactLaw(
      of: try bench.verifier(verifier), on: tree,
      laws: TableLaws(try bench.model(model), tree: tree))
    var expected: [VectorOutcome: Double] = [:]
    for outcome in outcomes {
      expected[VectorOutcome(accepted: outcome.accepted, token: outcome.token)] = outcome.prob
    }
    var found: [VectorOutcome: Double] = [:]
    for (outcome, chance) in law.outcomes {
      found[VectorOutcome(accepted: outcome.accepted, token: outcome.extra)] = chance
    }
    return bench.differences("probability", found, expected)
  }
}
