import DraftTrees
import Timeline
import Tokens
import Verification

/// Judges every round of a recorded run again, from the recorded probabilities and the seed, and
/// compares. Needs no model.
///
/// At a node the recorded law is known at its children, at the recorded alternatives and at the
/// token chosen. The verifier judges from those: the choice is right when no other of them beats
/// it. Besides, reach, path, emitted tokens and positions must follow from one another.
public struct TraceAudit: Hashable, Sendable {
  /// Rounds judged, those shared by branches once.
  public private(set) var roundCount = 0
  /// Decisions of the verifiers in them.
  public private(set) var stepCount = 0
  /// Drafted nodes of these rounds.
  public private(set) var nodeCount = 0
  /// What is not as it must be, in the order of the rounds.
  public private(set) var differences: [TraceDifference] = []

  public init(_ trace: Trace) {
    let timeline = trace.timeline
    for note in trace.notes {
      if case .contradiction(let found) = note {
        differences.append(TraceDifference(found))
      }
    }
    for (number, branch) in timeline.branches.enumerated() {
      let before = timeline.line(of: number).dropLast(branch.rounds.count)
      var text = timeline.header.prompt.tokens + before.flatMap { $0.committed.map(\.token) }
      var isFinished = before.last?.finish != nil
      for round in branch.rounds {
        var audit = RoundAudit(round, header: timeline.header)
        if isFinished { audit.report("round", nil, expected: "none after the end", found: "one") }
        audit.checkPlace(after: text)
        audit.checkScores()
        audit.checkJudgement()
        audit.checkEmission(after: text)
        differences += audit.differences
        roundCount += 1
        stepCount += round.judgement?.steps.count ?? 0
        nodeCount += round.tree.draftedCount
        text += round.committed.map(\.token)
        isFinished = round.finish != nil
      }
    }
  }
}

/// Something in a trace that is not as the rest of it makes it.
public struct TraceDifference: Hashable, Sendable {
  public var round: Int
  public var branch: Int
  /// Nil when it is about the round.
  public var node: NodeIndex?
  /// The field, named as in the file.
  public var field: String
  public var expected: String
  public var found: String

  init(
    round: Int, branch: Int, node: NodeIndex?, field: String, expected: String, found: String
  ) {
    self.round = round
    self.branch = branch
    self.node = node
    self.field = field
    self.expected = expected
    self.found = found
  }

  init(_ contradiction: TraceContradiction) {
    self.init(
      round: contradiction.round, branch: contradiction.branch,
      node: NodeIndex(contradiction.node), field: contradiction.field,
      expected: contradiction.derived, found: contradiction.recorded)
  }
}

extension TraceDifference: CustomStringConvertible {
  public var description: String {
    let place = branch == 0 ? "round \(round)" : "branch \(branch) round \(round)"
    let node = node.map { ", node \($0)" } ?? ""
    return "\(place)\(node): \(field): expected \(expected), found \(found)"
  }
}
