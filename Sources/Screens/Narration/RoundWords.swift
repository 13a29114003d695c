import DraftTrees
import Timeline
import Tokens

/// The phrases of one round.
struct RoundWords {
  private let round: Round
  private var tree: DraftTree { round.tree }

  /// The most tokens that are listed by name in one sentence.
  private static let mostListed = 8

  init(_ round: Round) { self.round = round }

  // MARK: The whole round

  /// "drafted 5 tokens in 3 branches".
  var drafted: String {
    guard tree.draftedCount > 0 else { return "drafted nothing" }
    let parents = Set(tree.parents.compactMap { $0 })
    let leafCount = tree.nodes.dropFirst().count { !parents.contains(NodeIndex($0)) }
    let branches = leafCount == 1 ? "1 branch" : "\(leafCount) branches"
    return "drafted \(Narrator.tokens(tree.draftedCount)) in \(branches)"
  }

  /// What was accepted, and what the target added.
  var outcome: [String] {
    guard let judgement = round.judgement else { return ["not judged yet"] }
    var parts: [String] = []
    if tree.draftedCount > 0 {
      let names = judgement.accepted.map { name(of: $0) }
      parts.append(
        names.isEmpty ? "accepted none" : "accepted \(names.count) (\(listed(names, by: ", ")))")
    }
    guard let extra = judgement.extra else {
      return parts + ["then nothing follows the end token"]
    }
    let instead = refused(below: judgement.accepted.last ?? .root)
    switch judgement.extraVerdict {
    case .corrected where !instead.isEmpty:
      parts.append("then target chose \(name(of: extra)) instead of \(listed(instead, by: " or "))")
    case .bonus where !judgement.accepted.isEmpty:
      parts.append("then target added \(name(of: extra)) as a bonus")
    default: parts.append("then target chose \(name(of: extra))")
    }
    return parts
  }

  // MARK: Events

  func drafted(_ node: NodeIndex) -> String {
    let place = node.rawValue
    var text = "Drafted \(name(of: node)) after \(name(of: parent(of: node)))"
    text += ", depth \(tree.depths[place])"
    if let q = tree.draftProbabilities[place] { text += ", draft probability \(spoken(q))" }
    if !tree.sources[place].isEmpty { text += ", source \(tree.sources[place])" }
    return text + (tree.isPruned[place] ? "; pruned afterwards." : ".")
  }

  func scored(_ node: NodeIndex) -> String {
    guard node.rawValue < round.scores.count else { return "Scored \(name(of: node))." }
    let score = round.scores[node.rawValue]
    var facts: [String] = []
    if let p = score.targetProbability { facts.append("target probability \(spoken(p))") }
    if node != .root, let reach = score.reach { facts.append("reach \(spoken(reach))") }
    if let best = score.alternatives.first {
      facts.append(
        "most likely next \(name(of: best.token)) at \(spoken(best.modelProbability))")
    }
    let subject = node == .root ? "the anchor \(name(of: node))" : name(of: node)
    return "Scored \(subject)\(facts.isEmpty ? "" : ": " + facts.joined(separator: ", "))."
  }

  func judged(_ step: Int) -> String {
    guard let judgement = round.judgement, judgement.steps.indices.contains(step) else {
      return "Judged."
    }
    let decided = judgement.steps[step].decided
    let action = judgement.steps[step].action
    guard action.kind == .argmax || action.kind == .sample, let token = action.token else {
      return decision(action, decided)
    }
    var text = "After \(name(of: action.at)) \(choice(action)) \(name(of: token)): "
    let refused = decided.filter { $0.verdict == .rejected }.map { name(of: $0.node) }
    if decided.contains(where: { $0.verdict == .accepted }) {
      text += "drafted, so accepted"
      if !refused.isEmpty { text += "; rejected \(listed(refused, by: ", "))" }
    } else if refused.isEmpty {
      text += "nothing was drafted here"
    } else {
      text += "not drafted, so rejected \(listed(refused, by: ", "))"
    }
    return text + "."
  }

  func committed(_ number: Int) -> String {
    guard round.committed.indices.contains(number) else { return "Committed." }
    let token = round.committed[number]
    let origin =
      switch token.origin {
      case .accepted: "accepted from the draft"
      case .corrected: "corrected by the target"
      case .bonus:
        tree.draftedCount == 0
          ? "chosen by the target" : "a bonus after a fully accepted path"
      case .rejected, .unreached, .pending: token.origin.rawValue
      }
    return "Committed \(name(of: token.token)), \(origin)."
  }

  // MARK: Parts

  private func choice(_ action: JudgeStep.Action) -> String {
    guard action.kind == .sample else { return "the target's most probable token is" }
    let probability = spoken(action.numbers[.probability] ?? 0)
    let uniform = NumberText.fixed(action.uniform ?? 0, decimals: 4)
    return "the target draws, with probability \(probability) and draw \(uniform),"
  }

  /// A step that tests, weighs or draws.
  private func decision(_ action: JudgeStep.Action, _ decided: [NodeVerdict]) -> String {
    var text = "After \(name(of: action.at)), \(action.kind.words)"
    if let token = action.token { text += " \(name(of: token))" }
    var facts: [String] = []
    if let uniform = action.uniform {
      facts.append("draw \(NumberText.fixed(uniform, decimals: 4))")
    }
    for number in JudgeNumber.allCases {
      guard let value = action.numbers[number] else { continue }
      let text = NumberText.fixed(value, decimals: number.isCount ? 0 : 2)
      facts.append("\(number.label) \(text)")
    }
    if !facts.isEmpty { text += ": " + facts.joined(separator: ", ") }
    if let isAccepted = action.isAccepted { text += isAccepted ? "; accepted" : "; refused" }
    let refused = decided.filter { $0.verdict == .rejected }.map { name(of: $0.node) }
    if action.kind != .test, !refused.isEmpty {
      text += "; rejected \(listed(refused, by: ", "))"
    }
    return text + "."
  }

  private func parent(of node: NodeIndex) -> NodeIndex { tree.parents[node.rawValue] ?? .root }

  /// The scored children of a node that the verifier refused.
  private func refused(below node: NodeIndex) -> [String] {
    tree.children(of: node).filter { !tree.isPruned[$0.rawValue] }.map { name(of: $0) }
  }

  private func listed(_ names: [String], by separator: String) -> String {
    guard names.count > Self.mostListed else { return names.joined(separator: separator) }
    let shown = names.prefix(Self.mostListed).joined(separator: separator)
    return "\(shown) and \(names.count - Self.mostListed) more"
  }

  private func name(of node: NodeIndex) -> String { name(of: tree.tokens[node.rawValue]) }

  private func name(of token: TokenID) -> String {
    guard let piece = round.pieces[token] else { return "token \(token)" }
    return SpokenToken.text(piece)
  }

  private func spoken(_ probability: Double) -> String {
    probability > 0 && probability < 0.005
      ? "below 0.01" : NumberText.fixed(probability, decimals: 2)
  }
}
