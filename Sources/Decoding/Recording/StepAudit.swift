import DraftTrees
import Timeline
import Tokens
import Verification

/// Checks the steps of a verifier that works on whole laws, which no trace holds: each decision must
/// follow from the numbers recorded with it, and the outcome from the decisions.
struct StepAudit {
  /// A number that differs, or a fact in words.
  struct Finding {
    var field: String
    var node: NodeIndex
    var expected: String
    var found: String
  }

  private let round: Round
  private let judgement: Judgement
  private var draws: KeyedDraws
  /// K-SEQ's factor at a node.
  private var factors: [NodeIndex: Double] = [:]
  private(set) var findings: [Finding] = []

  init(_ round: Round, judgement: Judgement, seed: UInt64, endTokens: Set<TokenID>) {
    self.round = round
    self.judgement = judgement
    draws = KeyedDraws(KeyedRandomness(seed: seed), position: round.position)
    for (number, step) in judgement.steps.enumerated() {
      check(step.action, "steps[\(number)]")
    }
    checkOutcome(endTokens)
  }

  private mutating func check(_ action: JudgeStep.Action, _ name: String) {
    let numbers = action.numbers
    if let uniform = action.uniform { checkUniform(uniform, of: action, name) }
    if let rho = numbers[.rho] { factors[action.at] = rho }
    switch action.kind {
    case .test: checkTest(action, name)
    case .draw: checkDraw(action, name)
    case .update:
      if let mass = numbers[.residualMass], let weight = numbers[.weight] {
        compareNumbers(
          "\(name).nextWeight", action.at, Self.chance(mass, weight), numbers[.nextWeight])
      }
    case .argmax, .sample, .pick, .solve, .select, .weigh: break
    }
    if let child = action.child, action.token != nil {
      compare("\(name).token", action.at, round.tree.tokens[child.rawValue], action.token)
    }
  }

  /// Draws are numbered in the order of the steps that used them.
  private mutating func checkUniform(
    _ uniform: Double, of action: JudgeStep.Action, _ name: String
  ) {
    guard round.settings.verifier != "wrong-block-shared-coin" else { return }
    let purpose: KeyedRandomness.Purpose = action.kind == .draw ? .residual : .accept
    compare("\(name).uniform", action.at, draws.uniform(for: purpose), uniform)
  }

  private mutating func checkTest(_ action: JudgeStep.Action, _ name: String) {
    let numbers = action.numbers
    let p = numbers[.targetProbability]
    if let uniform = action.uniform, let acceptance = numbers[.acceptance] {
      compare("\(name).isAccepted", action.at, uniform < acceptance, action.isAccepted)
    } else if let p, let threshold = numbers[.threshold] {
      compare("\(name).isAccepted", action.at, p > threshold, action.isAccepted)
    }
    if let p, let q = numbers[.draftProbability] {
      let ratio = q > 0 ? min(1, p / (q * (factors[action.at] ?? 1))) : 0
      compareNumbers("\(name).acceptance", action.at, ratio, numbers[.acceptance])
    }
    if let p, numbers[.round] == 1, let child = action.child,
      round.scores.indices.contains(child.rawValue)
    {
      compareNumbers(
        "\(name).targetProbability", action.at,
        round.scores[child.rawValue].targetProbability, p)
    }
    if let weight = numbers[.weight] {
      let chance = numbers[.residualMass].map { Self.chance($0, weight, isTest: true) } ?? weight
      compareNumbers("\(name).acceptance", action.at, chance, numbers[.acceptance])
    }
  }

  private mutating func checkDraw(_ action: JudgeStep.Action, _ name: String) {
    guard let uniform = action.uniform, let below = action.numbers[.below],
      let probability = action.numbers[.probability], probability > 0
    else { return }
    if uniform < below - 1e-9 || uniform > below + probability + 1e-9 {
      report(
        "\(name).uniform", action.at, "\(below) to \(below + probability)", "\(uniform)")
    }
  }

  /// The accepted path is what the steps accepted, and the extra token the last one drawn.
  private mutating func checkOutcome(_ endTokens: Set<TokenID>) {
    let verdicts = judgement.verdicts(in: round.tree, after: judgement.steps.count)
    let accepted = round.tree.nodes.dropFirst().filter { verdicts[$0] == .accepted }
    compare(
      "accepted", .root, accepted.map { NodeIndex($0) }, judgement.accepted.sorted())
    if let last = judgement.accepted.last {
      compare("accepted", last, round.tree.path(to: last), judgement.accepted)
    }
    let end = judgement.accepted.last.map { round.tree.tokens[$0.rawValue] }
    let isEnd = end.map(endTokens.contains) == true
    let drawn = judgement.steps.last { $0.action.kind == .draw }?.action.token
    compare("extra", .root, isEnd ? nil : drawn, judgement.extra)
  }

  /// S / (S + 1 - w). In an update nothing is left of a weight when nothing is left of p.
  private static func chance(_ mass: Double, _ weight: Double, isTest: Bool = false) -> Double {
    let denominator = mass + 1 - weight
    if !isTest, mass == 0 { return 0 }
    return denominator > 0 ? min(1, mass / denominator) : 1
  }

  private mutating func compareNumbers(
    _ field: String, _ node: NodeIndex, _ expected: Double?, _ found: Double?
  ) {
    if let expected, let found, abs(expected - found) <= 1e-9 * max(1, abs(expected)) { return }
    compare(field, node, expected, found)
  }

  private mutating func compare<Value: Equatable>(
    _ field: String, _ node: NodeIndex, _ expected: Value?, _ found: Value?
  ) {
    guard expected != found else { return }
    func text(_ value: Value?) -> String { value.map { "\($0)" } ?? "none" }
    report(field, node, text(expected), text(found))
  }

  private mutating func report(
    _ field: String, _ node: NodeIndex, _ expected: String, _ found: String
  ) {
    findings.append(Finding(field: field, node: node, expected: expected, found: found))
  }
}
