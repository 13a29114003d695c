import DraftTrees
import Tokens

// What was chosen, what else was proposed and what the layers say. The readers are in
// TraceReading+Choice.swift.
extension TraceEncoder {
  static func value(_ choice: Choice) -> JSONValue {
    var members: [(String, JSONValue?)] = [
      ("controller", .string(choice.controller)),
      ("budget", .integer(choice.budget)),
      ("reachBar", JSONValue(choice.reachBar)),
      ("reason", .string(choice.reason)),
      ("exitLayer", choice.exitLayer.map { .integer($0) }),
      (
        "stop",
        choice.stop.map {
          object(("rule", .string($0.kind.rawValue)), ("threshold", JSONValue($0.threshold)))
        }
      ),
      ("drafter", choice.drafter.map { .string($0) }),
      ("growth", choice.growth.map { .string($0) }),
    ]
    if !choice.candidates.isEmpty {
      members += [
        ("measure", .string(choice.measure)),
        ("candidates", .array(choice.candidates.map(value))),
      ]
    }
    return .object(members.compactMap { key, value in value.map { JSONMember(key, $0) } })
  }

  private static func value(_ candidate: Candidate) -> JSONValue {
    object(
      ("label", .string(candidate.label)),
      ("drafter", candidate.drafter.map { .string($0) }),
      ("growth", candidate.growth.map { .string($0) }),
      ("exitLayer", candidate.exitLayer.map { .integer($0) }),
      ("draftLength", candidate.draftLength.map { .integer($0) }),
      ("value", JSONValue(candidate.value)),
      ("isChosen", .boolean(candidate.isChosen)),
      (
        "numbers",
        candidate.numbers.isEmpty
          ? nil
          : .object(
            candidate.numbers.sorted { $0.key < $1.key }.map { JSONMember($0, JSONValue($1)) })
      ))
  }

  static func value(_ shadow: ShadowProposal, of round: Round) -> JSONValue {
    .object(
      [
        JSONMember("drafter", .string(shadow.drafter)),
        JSONMember("growth", .string(shadow.growth)),
      ] + treeMembers(shadow.tree, of: round) + [
        JSONMember("microseconds", JSONValue(shadow.microseconds))
      ])
  }

  static func value(_ exits: ExitSurvey) -> JSONValue {
    object(
      ("node", .array(exits.rows.map { value($0.node) })),
      ("position", .array(exits.rows.map { .integer($0.position) })),
      ("target", tokens(exits.rows.map(\.target))),
      ("isCommitted", .array(exits.rows.map { .boolean($0.isCommitted) })),
      (
        "exits",
        .array(
          exits.exits.map { exit in
            object(
              ("layer", .integer(exit.layer)), ("token", tokens(exit.tokens)),
              ("probability", .array(exit.probabilities.map { JSONValue($0) })))
          })
      ),
      ("shortVocabularySize", exits.shortVocabularySize.map { .integer($0) }),
      ("microseconds", JSONValue(exits.microseconds)))
  }
}
