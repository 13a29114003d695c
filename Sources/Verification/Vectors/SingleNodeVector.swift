import DraftTrees
import Tokens

/// One node with k draws: how often each rule keeps a token of the tree, and the best any rule could.
struct SingleNodeVector: Decodable, VectorEntry {
  private struct Selection: Decodable {
    var rho: Double
    var beta: Double
    var passMass: Double

    enum CodingKeys: String, CodingKey {
      case rho, beta
      case passMass = "p_acc"
    }
  }

  let p: [Double]
  private let q: [Double]
  let k: Int
  private let acceptance: [String: Double]
  private let kseq: Selection

  private enum CodingKeys: String, CodingKey {
    case p, q, k, acceptance, kseq
  }

  var name: String? { nil }

  func differences(on bench: inout VectorBench) throws(VectorProblem) -> [String] {
    guard !p.isEmpty, p.count == q.count, p.count <= 16, (1...8).contains(k) else {
      throw VectorProblem("needs p and q of one length up to 16, and k from 1 to 8")
    }
    let (target, draft) = (TokenLaw(dense: p), TokenLaw(dense: q))
    let selection = SequentialSelection(
      target: TokenMasses(target), draft: TokenMasses(draft), drawCount: k)
    var differences = [
      bench.difference("rho", selection.rho, kseq.rho),
      bench.difference("beta", selection.beta, kseq.beta),
      bench.difference("pass mass", selection.passMass, kseq.passMass),
    ].compactMap(\.self)
    for (rule, expected) in acceptance.sorted(by: { $0.key < $1.key }) {
      let found = try acceptance(of: rule, target, draft, bench)
      if let difference = bench.difference("acceptance of \(rule)", found, expected) {
        differences.append(difference)
      }
    }
    return differences
  }

  private func acceptance(
    of rule: String, _ target: TokenLaw, _ draft: TokenLaw, _ bench: VectorBench
  ) throws(VectorProblem) -> Double {
    func kept(_ verifier: String, _ drafting: VectorDrafting) throws(VectorProblem) -> Double {
      var laws: [[TokenID]: TokenLaw] = [[]: target]
      for token in p.indices { laws[[TokenID(token)]] = target }
      let table = LawTable(
        vocabularySize: p.count, depth: 1, target: laws, draft: [[]: draft])
      let law = ExactLaw(of: try bench.verifier(verifier), table: table) {
        drafting.tree(from: table, &$0)
      }
      return 1 - law.acceptedLengths[0]
    }
    let independent = VectorDrafting(kind: .independentPaths, paths: k, length: 1)
    let distinct = VectorDrafting(kind: .withoutReplacement, branching: [k])
    switch rule {
    case "rrsw_on_merged_iid": return try kept("rrsw", independent)
    case "rrsw_on_swor": return try kept("rrsw", distinct)
    case "optimum_iid", "optimum_swor":
      return OptimalAcceptance.value(
        target: target, draft: draft, draws: k, withReplacement: rule == "optimum_iid")
    default: return try kept(rule, independent)
    }
  }
}
