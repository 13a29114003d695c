import DraftTrees
import Timeline
import Tokens
import Verification

/// Checks one recorded round against what must follow from its own numbers.
struct RoundAudit {
  private let round: Round
  private let header: RunHeader
  private(set) var differences: [TraceDifference] = []

  init(_ round: Round, header: RunHeader) {
    self.round = round
    self.header = header
  }

  mutating func report(_ field: String, _ node: NodeIndex?, expected: String, found: String) {
    differences.append(
      TraceDifference(
        round: round.index, branch: round.branch, node: node, field: field, expected: expected,
        found: found))
  }

  private mutating func compare<Value: Equatable>(
    _ field: String, _ node: NodeIndex? = nil, expected: Value?, found: Value?
  ) {
    guard expected != found else { return }
    func text(_ value: Value?) -> String { value.map { "\($0)" } ?? "none" }
    report(field, node, expected: text(expected), found: text(found))
  }

  /// Numbers that another program computed in another order may differ in their last digits.
  private mutating func compareNumbers(
    _ field: String, _ node: NodeIndex?, expected: Double?, found: Double?
  ) {
    if let expected, let found, abs(expected - found) <= 1e-9 * max(1, abs(expected)) { return }
    compare(field, node, expected: expected, found: found)
  }

  /// The round stands where the text before it ends.
  mutating func checkPlace(after text: [TokenID]) {
    compare("position", expected: text.count - 1, found: round.position)
    compare("token", .root, expected: text.last, found: round.tree.anchor)
  }

  /// Reach is the product of the probabilities on the path; a token named twice has one p.
  mutating func checkScores() {
    let tree = round.tree
    guard round.scores.count == tree.count else {
      return compare("targetProbability", expected: tree.count, found: round.scores.count)
    }
    for index in tree.nodes where !tree.isPruned[index] {
      let (node, score) = (NodeIndex(index), round.scores[index])
      guard let parent = tree.parents[index] else {
        compareNumbers("reach", node, expected: 1, found: score.reach)
        continue
      }
      let above = round.scores[parent.rawValue]
      compareNumbers(
        "reach", node, expected: (above.reach ?? 0) * (score.targetProbability ?? 0),
        found: score.reach)
      if let twin = above.alternatives.first(where: { $0.token == tree.tokens[index] }) {
        compareNumbers(
          "targetProbability", node, expected: twin.targetProbability,
          found: score.targetProbability)
      }
    }
    for index in tree.nodes where tree.isPruned[index] {
      compare(
        "targetProbability", NodeIndex(index), expected: nil,
        found: round.scores[index].targetProbability)
    }
  }

  /// Verifiers that need no more of a law than a trace has of it.
  private static let judgedAgain = [
    GreedyVerifier.descriptor.name, SampleMatchVerifier.descriptor.name,
  ]

  /// Each decision follows from the numbers it was recorded with.
  private mutating func checkSteps(of found: Judgement) {
    let audit = StepAudit(
      round, judgement: found, seed: header.seed, endTokens: Set(header.model.endTokens))
    for finding in audit.findings {
      report(finding.field, finding.node, expected: finding.expected, found: finding.found)
    }
  }

  /// The verifier, asked again, decides the same in the same steps. One that works on whole laws
  /// cannot be asked: its steps are checked against their own numbers.
  mutating func checkJudgement() {
    guard let found = round.judgement else {
      return report("steps", nil, expected: "a judgement", found: "none")
    }
    guard let verifier = try? VerifierRegistry.make(round.settings.verifier) else {
      return report(
        "settings.verifier", nil,
        expected: "one of \(VerifierRegistry.names.joined(separator: ", "))",
        found: JSONValue.string(round.settings.verifier).text)
    }
    guard Self.judgedAgain.contains(round.settings.verifier) else {
      return checkSteps(of: found)
    }
    var draws = KeyedDraws(KeyedRandomness(seed: header.seed), position: round.position)
    let expected = verifier.judge(
      round.tree, laws: RecordedLaws(round, vocabularySize: header.model.vocabularySize),
      draws: &draws, endTokens: Set(header.model.endTokens))
    compare("steps", expected: expected.steps.count, found: found.steps.count)
    for (number, pair) in zip(expected.steps, found.steps).enumerated() {
      compare("steps[\(number)]", expected: pair.0, found: pair.1)
    }
    compare("accepted", expected: expected.accepted, found: found.accepted)
    compare("extra", expected: expected.extra, found: found.extra)
    compare("extraVerdict", expected: expected.extraVerdict, found: found.extraVerdict)
  }

  private mutating func compare(_ name: String, expected: JudgeStep, found: JudgeStep) {
    let (action, foundAction) = (expected.action, found.action)
    let at = action.at
    guard action.kind == foundAction.kind else {
      return report(
        name, at, expected: action.kind.rawValue, found: foundAction.kind.rawValue)
    }
    compare("\(name).at", at, expected: at, found: foundAction.at)
    compare("\(name).token", at, expected: action.token, found: foundAction.token)
    compare("\(name).uniform", at, expected: action.uniform, found: foundAction.uniform)
    compare("\(name).isAccepted", at, expected: action.isAccepted, found: foundAction.isAccepted)
    for number in JudgeNumber.allCases {
      compareNumbers(
        "\(name).\(number.rawValue)", at, expected: action.numbers[number],
        found: foundAction.numbers[number])
    }
    compare("\(name).child", at, expected: action.child, found: foundAction.child)
    for node in Set((expected.decided + found.decided).map(\.node)).sorted() {
      compare(
        "\(name).decided", node,
        expected: expected.decided.last { $0.node == node }?.verdict,
        found: found.decided.last { $0.node == node }?.verdict)
    }
  }

  /// The round emits its accepted path and the extra token, cut where the run's limit is.
  mutating func checkEmission(after text: [TokenID]) {
    guard let judgement = round.judgement else { return }
    var expected = judgement.accepted.map {
      CommittedToken(token: round.tree.tokens[$0.rawValue], origin: .accepted, node: $0)
    }
    if let extra = judgement.extra {
      expected.append(
        CommittedToken(token: extra, origin: judgement.extraVerdict, node: nil))
    }
    let left = max(0, header.maximumTokens - (text.count - header.prompt.tokens.count))
    expected = Array(expected.prefix(left))
    if round.finish == .tokenLimit {
      compare("finish", expected: left, found: round.committed.count)
    }
    compare("committed", expected: expected.count, found: round.committed.count)
    for (number, pair) in zip(expected, round.committed).enumerated() {
      let name = "committed[\(number)]"
      compare("\(name).token", pair.0.node, expected: pair.0.token, found: pair.1.token)
      compare("\(name).origin", pair.0.node, expected: pair.0.origin, found: pair.1.origin)
      compare("\(name).node", pair.0.node, expected: pair.0.node, found: pair.1.node)
    }
    if let last = round.committed.last?.token, header.model.endTokens.contains(last) {
      compare("finish", expected: .endToken, found: round.finish)
    } else if round.finish == .endToken {
      report("finish", nil, expected: "none: no end token was committed", found: "endToken")
    }
  }
}
