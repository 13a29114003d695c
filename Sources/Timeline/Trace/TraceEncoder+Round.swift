import DraftTrees
import Tokens

// A round as JSON. The readers are in TraceReading+Round.swift and TraceReading+Tree.swift.
extension TraceEncoder {
  static func traceValue(_ round: Round) -> JSONValue {
    var members = opening(round)
    members += treeMembers(round.tree, of: round)
    if !round.shadows.isEmpty {
      members.append(
        JSONMember("shadows", .array(round.shadows.map { value($0, of: round) })))
    }
    if !round.scores.isEmpty { members += scoreMembers(round) }
    if let judgement = round.judgement { members += judgementMembers(judgement, of: round.tree) }
    if !round.outlooks.isEmpty {
      members.append(JSONMember("outlooks", .array(round.outlooks.map(value))))
    }
    if let bias = round.bias {
      members.append(
        JSONMember(
          "bias",
          object(
            ("totalVariation", JSONValue(bias.totalVariation)),
            ("of", .string(bias.scope.rawValue)))))
    }
    if !round.overlaps.isEmpty { members.append(JSONMember("overlap", value(round.overlaps))) }
    if let exits = round.exits { members.append(JSONMember("exits", value(exits))) }
    members.append(
      JSONMember("committed", .array(round.committed.map { value($0, of: round) })))
    if let finish = round.finish {
      members.append(JSONMember("finish", .string(finish.rawValue)))
    }
    members.append(JSONMember("learned", .array(round.learned.map { .string($0) })))
    members.append(
      JSONMember(
        "microseconds",
        .object(
          Phase.allCases.compactMap { phase in
            round.timings.microseconds[phase].map { JSONMember(phase.rawValue, JSONValue($0)) }
          })))
    let others = otherPieces(round)
    if !others.isEmpty { members.append(JSONMember("otherText", .array(others))) }
    return .object(members)
  }

  private static func opening(_ round: Round) -> [JSONMember] {
    var members = [
      JSONMember("kind", "round"),
      JSONMember("round", .integer(round.index)),
      JSONMember("branch", .integer(round.branch)),
    ]
    if let fork = round.forkedFrom {
      members.append(
        JSONMember(
          "forkedFrom",
          object(("branch", .integer(fork.branch)), ("round", .integer(fork.round)))))
    }
    return members + [
      JSONMember("position", .integer(round.position)),
      JSONMember("settings", value(round.settings)),
      JSONMember("choice", value(round.choice)),
    ]
  }

  /// Parallel arrays, one entry a node.
  static func treeMembers(_ tree: DraftTree, of round: Round) -> [JSONMember] {
    var members = [
      JSONMember("law", .string(tree.law.rawValue)),
      JSONMember("token", tokens(tree.tokens)),
      JSONMember("text", .array(tree.tokens.map { value(round.pieces[$0]) })),
      JSONMember("parent", .array(tree.parents.map { value($0) })),
      JSONMember("depth", .array(tree.depths.map { .integer($0) })),
      JSONMember("source", .array(tree.sources.map { .string($0) })),
      JSONMember("isPruned", .array(tree.isPruned.map { .boolean($0) })),
      JSONMember("draftProbability", .array(tree.draftProbabilities.map { JSONValue($0) })),
    ]
    if tree.estimates.contains(where: { $0 != nil }) {
      members.append(JSONMember("estimate", .array(tree.estimates.map { JSONValue($0) })))
    }
    if tree.law == .independent {
      members.append(
        JSONMember("draws", .array(tree.draws.map { .array($0.map { .integer($0.rawValue) }) })))
    }
    return members
  }

  /// Parallel arrays, one entry a node.
  private static func scoreMembers(_ round: Round) -> [JSONMember] {
    [
      JSONMember(
        "targetProbability", .array(round.scores.map { JSONValue($0.targetProbability) })),
      JSONMember("reach", .array(round.scores.map { JSONValue($0.reach) })),
      JSONMember("entropy", .array(round.scores.map { JSONValue($0.entropy) })),
      JSONMember(
        "alternatives",
        .array(
          round.scores.map { score in
            guard !score.alternatives.isEmpty else { return .null }
            let alternatives = score.alternatives
            return object(
              ("token", tokens(alternatives.map(\.token))),
              ("text", .array(alternatives.map { value(round.pieces[$0.token]) })),
              ("targetProbability", .array(alternatives.map { JSONValue($0.targetProbability) })),
              ("modelProbability", .array(alternatives.map { JSONValue($0.modelProbability) })))
          })),
    ]
  }

  private static func judgementMembers(_ judgement: Judgement, of tree: DraftTree) -> [JSONMember] {
    let verdicts = judgement.verdicts(in: tree, after: judgement.steps.count)
    return [
      JSONMember("verdict", .array(verdicts.map { .string($0.rawValue) })),
      JSONMember("steps", .array(judgement.steps.map(value))),
      JSONMember("accepted", .array(judgement.accepted.map { .integer($0.rawValue) })),
      JSONMember("extra", judgement.extra.map { value($0) } ?? .null),
      JSONMember("extraVerdict", .string(judgement.extraVerdict.rawValue)),
    ]
  }

  private static func value(_ outlook: VerifierOutlook) -> JSONValue {
    let judgement = outlook.judgement
    return object(
      ("verifier", .string(outlook.verifier)),
      ("expectedAccepted", outlook.expectedAccepted.map { JSONValue($0) }),
      ("acceptedLengths", .array(outlook.acceptedLengths.map { JSONValue($0) })),
      (
        "firstToken",
        outlook.firstTokens.isEmpty
          ? nil
          : object(
            ("token", .array(outlook.firstTokens.map { JSONValue($0.token?.index) })),
            ("emitted", .array(outlook.firstTokens.map { JSONValue($0.emitted) })),
            ("target", .array(outlook.firstTokens.map { JSONValue($0.target) })))
      ),
      ("bias", outlook.bias.map { JSONValue($0) }),
      ("steps", .array(judgement.steps.map(value))),
      ("accepted", .array(judgement.accepted.map { .integer($0.rawValue) })),
      ("extra", judgement.extra.map { value($0) } ?? .null),
      ("extraVerdict", .string(judgement.extraVerdict.rawValue)))
  }

  private static func value(_ step: JudgeStep) -> JSONValue {
    let decided = JSONValue.array(
      step.decided.map {
        object(("node", value($0.node)), ("verdict", .string($0.verdict.rawValue)))
      })
    let action = step.action
    var members = [
      ("action", JSONValue.string(action.kind.rawValue)), ("at", value(action.at)),
    ]
    if let token = action.token { members.append(("token", value(token))) }
    if let uniform = action.uniform { members.append(("uniform", JSONValue(uniform))) }
    if let isAccepted = action.isAccepted { members.append(("isAccepted", .boolean(isAccepted))) }
    for number in JudgeNumber.allCases {
      guard let found = action.numbers[number] else { continue }
      members.append((number.rawValue, JSONValue(found)))
    }
    members += [("child", value(action.child)), ("decided", decided)]
    return .object(members.map { JSONMember($0, $1) })
  }

  private static func value(_ committed: CommittedToken, of round: Round) -> JSONValue {
    object(
      ("token", value(committed.token)), ("text", value(round.pieces[committed.token])),
      ("origin", .string(committed.origin.rawValue)), ("node", value(committed.node)))
  }

  /// The texts of tokens that stand nowhere else in the line, by token number.
  private static func otherPieces(_ round: Round) -> [JSONValue] {
    var named = Set(round.tree.tokens)
    for shadow in round.shadows { named.formUnion(shadow.tree.tokens) }
    named.formUnion(round.committed.map(\.token))
    for score in round.scores { named.formUnion(score.alternatives.map(\.token)) }
    return round.pieces.keys.filter { !named.contains($0) }.sorted().map {
      object(("token", value($0)), ("text", value(round.pieces[$0])))
    }
  }
}
