import DraftTrees
import Tokens

/// One logged step of a verifier.
struct TraceStepVector: Decodable, Sendable {
  private enum Operation: String, Decodable, Sendable {
    case test, residual, update, pick, sample
    case selectPath = "select_path"
    case setUp = "kseq_setup"
  }

  private enum CodingKeys: String, CodingKey {
    case op, node, at, p, q, accepted, weight, removed, remaining, index, k, rho, beta, gamma
    case path, ranking, dist, token
    case uniform = "u"
    case acceptance = "accept_prob"
    case residualMass = "residual_mass"
    case weightBefore = "weight_before"
    case weightAfter = "weight_after"
    case passMass = "p_acc"
    case skewedDraft = "skewed_q"
  }

  private let op: Operation
  /// Tokens down to the node tested.
  private let node: String?
  /// Tokens down to the node whose law is looked at.
  private let at: String?
  private let p: Double?
  private let q: Double?
  private let acceptance: Double?
  private let uniform: Double?
  private let accepted: Bool?
  private let weight: Double?
  private let residualMass: Double?
  private let removed: TokenID?
  private let weightBefore: Double?
  private let weightAfter: Double?
  private let remaining: [TokenID]?
  private let index: Int?
  private let k: Int?
  private let rho: Double?
  private let beta: Double?
  private let passMass: Double?
  private let gamma: Double?
  private let path: [TokenID]?
  private let ranking: [[TokenID]]?
  private let skewedDraft: [String: [Double]]?
  private let dist: [Double]?
  private let token: TokenID?

  /// Takes the steps that stand for this one from the log.
  func differences(from log: inout TraceLog, _ bench: VectorBench) -> [String] {
    if op == .selectPath { return selectionDifferences(log, bench) }
    guard let found = log.next() else { return ["there is no such step"] }
    guard kinds.contains(found.kind) else {
      return ["is \"\(found.kind)\", expected \"\(op.rawValue)\""]
    }
    var differences = numbers(of: found, log).compactMap { name, value, expected in
      expected.flatMap { expected in
        bench.difference(name, value ?? .nan, expected)
      }
    }
    func compare<Value: Equatable>(_ name: String, _ value: Value?, _ expected: Value?) {
      guard let expected, value != expected else { return }
      differences.append(
        "\(name) is \(value.map { "\($0)" } ?? "nothing"), expected \(expected)")
    }
    compare("node", found.child.map(log.key), node)
    compare("place", log.key(found.at), at)
    compare("token", found.token, removed ?? token)
    compare("verdict", found.isAccepted, accepted)
    if let remaining, let index, remaining.indices.contains(index) {
      compare("token", found.token, remaining[index])
      compare("remaining", found.numbers[.remaining], Double(remaining.count))
    }
    return differences
  }

  private var kinds: Set<JudgeStep.Kind> {
    switch op {
    case .test: [.test]
    case .residual, .update: [.update]
    case .pick: [.pick]
    case .setUp: [.solve]
    case .selectPath: [.select]
    case .sample: [.draw, .sample]
    }
  }

  /// Name, found and expected value; what the file does not give is not compared.
  private func numbers(
    of found: JudgeStep.Action, _ log: TraceLog
  ) -> [(String, Double?, Double?)] {
    let number = found.numbers
    return [
      ("uniform", found.uniform, uniform),
      ("p", log.number(.targetProbability, in: found), p),
      ("q", log.number(.skewedProbability, .draftProbability, in: found), q),
      ("accept probability", number[.acceptance], acceptance),
      ("weight", number[.weight], weight ?? weightBefore),
      ("weight afterwards", number[.nextWeight], weightAfter),
      ("rho", number[.rho], rho), ("beta", number[.beta], beta),
      ("pass mass", number[.passMass], passMass), ("gamma", number[.gamma], gamma),
      ("draws", number[.remaining], k.map { Double($0) }),
      ("probability", number[.probability], share { $0 == $1 }),
      ("below", number[.below] ?? share { $0 < $1 }, share { $0 < $1 }),
      // The file calls the mass of an untouched law 1.
      (
        "residual mass", number[.residualMass] ?? (op == .sample ? residualMass : nil),
        residualMass
      ),
    ]
  }

  /// The part of `dist` on tokens that stand so to the token drawn.
  private func share(_ isPart: (Int, Int) -> Bool) -> Double? {
    guard let dist, let token else { return nil }
    let total = dist.reduce(0, +)
    return dist.indices.reduce(0) { $0 + (isPart($1, token.index) ? dist[$1] : 0) } / total
  }

  private func selectionDifferences(_ log: TraceLog, _ bench: VectorBench) -> [String] {
    guard let path, let ranking, let skewedDraft, path.count <= ranking.count else {
      return ["is not complete"]
    }
    let found = log.selection.compactMap(\.token)
    guard found == path else { return ["selects \(vectorKey(found)), expected \(vectorKey(path))"] }
    return log.selection.enumerated().flatMap { place, action -> [String] in
      let rank = ranking[place].firstIndex(of: path[place]).map { Double($0 + 1) }
      let law = skewedDraft[log.key(action.at)] ?? []
      let skewed = law.indices.contains(path[place].index) ? law[path[place].index] : .nan
      return [
        bench.difference("rank", action.numbers[.rank] ?? .nan, rank ?? .nan),
        bench.difference("skewed q", action.numbers[.skewedProbability] ?? .nan, skewed),
      ].compactMap(\.self)
    }
  }
}
