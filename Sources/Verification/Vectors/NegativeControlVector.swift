import DraftTrees
import Tokens

/// A known mistake, and what it makes of the output.
struct NegativeControlVector: Decodable, VectorEntry {
  private let model: String
  private let drafting: String
  private let bug: String
  private let variation: Double
  private let emitted: [String: Double]

  private enum CodingKeys: String, CodingKey {
    case model, drafting, bug, emitted
    case variation = "tv_to_target"
  }

  var name: String? { "\"\(bug)\"" }

  func differences(on bench: inout VectorBench) throws(VectorProblem) -> [String] {
    let table = try bench.model(model)
    guard
      let rule = Self.rules[bug].flatMap({ CounterExampleRegistry.find($0)?.verifier })
        ?? (bug.hasPrefix("typical acceptance") ? TypicalVerifier(epsilon: 0.3, delta: 0.09) : nil)
    else { throw VectorProblem("no counter-example is known for it") }
    let law = try bench.law(model, try drafting(depth: table.depth), rule)
    let found = law.totalVariation(from: table)
    var differences = bench.differences("probability", law.emitted.byVectorKey, emitted)
    if let difference = bench.difference("total variation", found, variation) {
      differences.append(difference)
    }
    if found < 1e-6 { differences.append("the mistake does not show") }
    return differences
  }

  private func drafting(depth: Int) throws(VectorProblem) -> VectorDrafting {
    switch drafting {
    case "chain": VectorDrafting(kind: .chain, length: depth)
    case "argmax chain": VectorDrafting(kind: .highest, count: 1)
    case "swor [2,2]": VectorDrafting(kind: .withoutReplacement, branching: [2, 2])
    case "topk 2": VectorDrafting(kind: .highest, count: 2)
    case "iid_paths 2": VectorDrafting(kind: .independentPaths, paths: 2, length: depth)
    case "iid_paths 3 length 2": VectorDrafting(kind: .independentPaths, paths: 3, length: 2)
    default: throw VectorProblem("unknown drafting \"\(drafting)\"")
    }
  }

  /// The counter-example of each mistake.
  private static let rules = [
    "token: on rejection sample from p instead of the residual": "wrong-token-target",
    "token: softmax of the clipped difference as residual": "wrong-token-softmax",
    "token: argmax draft verified with p/q": "wrong-token-argmax",
    "block: stop at the first failed test (prefix rule)": "wrong-block-prefix",
    "block: residual (p-q)+ instead of (w*p-q)+": "wrong-block-residual",
    "block: acceptance probability w_i instead of h_i": "wrong-block-weight",
    "block: one shared uniform for all positions": "wrong-block-shared-coin",
    "rrs: SWOR draws but q never renormalised": "wrong-recursive-draft",
    "rrsw: siblings re-sorted by q descending before verification": "wrong-recursive-sorted",
    "rrsw: residual not updated between siblings": "wrong-recursive-residual",
    "iid paths de-duplicated, then with-replacement rounds over distinct children":
      "wrong-distinct-draws",
    "rrs: i.i.d. draws sorted by q descending": "wrong-sorted-draws",
    "deterministic top-2 tree verified with p/q ratios": "wrong-chosen-ratio",
    "traversal: final token from the original p": "wrong-traversal-target",
    "traversal: sibling weights not refreshed after a rejection": "wrong-traversal-siblings",
    "traversal: q not renormalised after a rejection": "wrong-traversal-draft",
    "traversal: next leaf = smallest insertion index instead of post-order":
      "wrong-traversal-order",
    "gbv: block verification with the unskewed q": "wrong-multi-path-draft",
    "gbv: clamped ratio with draft-order ties": "wrong-multi-path-ties",
    "kseq: rho = 1": "wrong-k-seq-undivided",
  ]
}
