import DraftTrees
import Tokens

/// The rounds of a run as tables for other programs, all branches, one row a thing.
///
/// Columns are named as in the trace file; an empty field is a missing value.
public enum TraceTable: String, Hashable, Sendable, CaseIterable {
  case rounds, nodes, alternatives, tokens

  /// The table as CSV, its first row the names of the columns.
  public func csv(_ timeline: Timeline) -> String {
    let rounds = timeline.branches.flatMap(\.rounds)
    let rows: [[String]] =
      switch self {
      case .rounds: rounds.map(Self.row)
      case .nodes: rounds.flatMap(Self.nodeRows)
      case .alternatives: rounds.flatMap(Self.alternativeRows)
      case .tokens: rounds.flatMap(Self.tokenRows)
      }
    return TableText.csv([columns] + rows)
  }

  private var columns: [String] {
    ["branch", "round"]
      + {
        switch self {
        case .rounds:
          [
            "position", "drafter", "verifier", "growth", "temperature", "topK", "topP", "minP",
            "controller", "budget", "reachBar", "drafted", "pruned", "accepted", "emitted",
            "finish",
          ] + Phase.allCases.map { "\($0.rawValue)Microseconds" }
        case .nodes:
          [
            "node", "parent", "depth", "token", "text", "source", "isPruned",
            "draftProbability", "targetProbability", "reach", "entropy", "verdict",
          ]
        case .alternatives:
          ["node", "rank", "token", "text", "targetProbability", "modelProbability"]
        case .tokens: ["position", "token", "text", "origin", "node"]
        }
      }()
  }

  private static func row(_ round: Round) -> [String] {
    let sampling = round.settings.sampling
    let pruned = round.tree.isPruned.count { $0 }
    return [
      "\(round.branch)", "\(round.index)", "\(round.position)", round.settings.drafter,
      round.settings.verifier, round.settings.growth, "\(sampling.temperature)",
      "\(sampling.topK)", "\(sampling.topP)", "\(sampling.minP)", round.choice.controller,
      "\(round.choice.budget)", "\(round.choice.reachBar)", "\(round.tree.draftedCount)",
      "\(pruned)", "\(round.judgement?.accepted.count ?? 0)", "\(round.committed.count)",
      round.finish?.rawValue ?? "",
    ].map(TableText.safe) + Phase.allCases.map { text(round.timings.microseconds[$0]) }
  }

  private static func nodeRows(_ round: Round) -> [[String]] {
    let tree = round.tree
    let verdicts = round.judgement.map { $0.verdicts(in: tree, after: $0.steps.count) }
    return tree.nodes.map { node in
      let score = round.scores.indices.contains(node) ? round.scores[node] : nil
      return [
        "\(round.branch)", "\(round.index)", "\(node)", text(tree.parents[node]),
        "\(tree.depths[node])", "\(tree.tokens[node])", piece(tree.tokens[node], round),
        TableText.safe(tree.sources[node]), "\(tree.isPruned[node])",
        text(tree.draftProbabilities[node]), text(score?.targetProbability),
        text(score?.reach), text(score?.entropy), verdicts?[node].rawValue ?? "",
      ]
    }
  }

  private static func alternativeRows(_ round: Round) -> [[String]] {
    round.scores.enumerated().flatMap { node, score in
      score.alternatives.enumerated().map { rank, alternative in
        [
          "\(round.branch)", "\(round.index)", "\(node)", "\(rank + 1)", "\(alternative.token)",
          piece(alternative.token, round), "\(alternative.targetProbability)",
          "\(alternative.modelProbability)",
        ]
      }
    }
  }

  private static func tokenRows(_ round: Round) -> [[String]] {
    round.committed.enumerated().map { number, committed in
      [
        "\(round.branch)", "\(round.index)", "\(round.position + 1 + number)",
        "\(committed.token)", piece(committed.token, round), committed.origin.rawValue,
        text(committed.node),
      ]
    }
  }

  private static func text<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "" }

  /// A token's text as inside a JSON string; bytes that are no text as `<E28D>`.
  private static func piece(_ token: TokenID, _ round: Round) -> String {
    guard let piece = round.pieces[token] else { return "" }
    if let text = piece.text { return TableText.safe(text) }
    let digits = piece.bytes.map {
      ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true)
    }
    return "<\(digits.joined())>"
  }
}
