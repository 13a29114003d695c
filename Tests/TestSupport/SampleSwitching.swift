import DraftTrees
import Timeline
import Tokens

/// The rounds of the sample run as a controller would have had them that picks the exit, and as one
/// that picks the drafter. Written by hand; no model and no controller made them.
extension SampleTimeline {
  /// Every round drafted at an exit that was weighed against others, its rows read behind layers 2,
  /// 4, 6, 8 and 10 of 12.
  public static func makeExiting() -> Timeline {
    var header = header
    header.model.layerCount = 12
    header.settings.drafter = "early-exit"
    header.controller = "del"
    // The exit of each round, and from which layer on its rows are right.
    let exits = [4, 4, 6, 6, 8, 8, 6, 6]
    let rightFrom = [
      [2, 6, 8], [4, 4, 10, 6, 12], [10], [2, 4, 4, 6], [12, 6, 8], [2, 2, 4], [6, 4, 4, 8], [2],
    ]
    var timeline = Timeline(header: header)
    for var round in rounds {
      round.settings.drafter = header.settings.drafter
      round.choice = exitChoice(exits[round.index], in: round)
      round.exits = survey(round, rightFrom: rightFrom[round.index])
      timeline.take(round)
    }
    return timeline
  }

  /// Every round with three drafters weighed, two of them in the shadow.
  public static func makeSwitching() -> Timeline {
    var header = header
    header.controller = "hedge"
    let chosen = ["goose", "goose", "aded", "aded", "goose", "aded", "aded", "aded"]
    let weights: [[Double]] = [
      [0.34, 0.33, 0.33], [0.45, 0.35, 0.2], [0.4, 0.44, 0.16], [0.31, 0.55, 0.14],
      [0.46, 0.44, 0.1], [0.3, 0.62, 0.08], [0.22, 0.71, 0.07], [0.18, 0.77, 0.05],
    ]
    var timeline = Timeline(header: header)
    for var round in rounds {
      let drafter = chosen[round.index]
      round.settings.drafter = drafter
      round.choice = switchChoice(drafter, weights[round.index], in: round)
      round.learned = [
        "spine: match of \(2 + round.index % 3) at \(14 + round.index)",
        "average of the spine: 0.\(50 + 3 * round.index) [#####-----]",
        "rows: \(40 + 9 * round.index) known",
      ]
      for name in ["aded", "goose", "none"] where name != drafter {
        round.shadows.append(shadow(name, of: &round))
      }
      timeline.take(round)
    }
    return timeline
  }

  // MARK: Exits

  private static func exitChoice(_ exit: Int, in round: Round) -> Choice {
    let candidates = [2, 4, 6, 8, 10].flatMap { layer in
      (0...6).map { length in
        let acceptance = 0.25 + 0.07 * Double(layer)
        let expected = (0...length).reduce(0.0) { sum, power in
          sum + (0..<power).reduce(1) { product, _ in product * acceptance }
        }
        return Candidate(
          label: "exit \(layer), length \(length)", exitLayer: layer, draftLength: length,
          value: expected / Double(12 + length * layer),
          isChosen: layer == exit && length == 3, numbers: ["acceptance": acceptance])
      }
    }
    return Choice(
      controller: "del", budget: 8,
      reason: "exit \(exit) brings most tokens for each layer run", exitLayer: exit,
      stop: StopRule(.confidence, threshold: 0.41), candidates: candidates,
      measure: "tokens per layer")
  }

  private static func survey(_ round: Round, rightFrom: [Int]) -> ExitSurvey {
    let path = [NodeIndex.root] + (round.judgement?.accepted ?? [])
    let targets = round.committed.map(\.token)
    // The rows of the text, and of the first node that it did not go through.
    let refused = round.tree.nodes.map { NodeIndex($0) }.first {
      !path.contains($0) && !round.tree.isPruned[$0.rawValue]
    }
    let nodes = Array(path.prefix(targets.count)) + (refused.map { [$0] } ?? [])
    let expected = refused.flatMap { round.scores[$0.rawValue].alternatives.first?.token }
    let all = targets + (expected.map { [$0] } ?? [])
    let other = vocabulary.token(" and")
    return ExitSurvey(
      rows: nodes.enumerated().map { place, node in
        ExitSurvey.Row(
          node: node, position: round.position + round.tree.depths[node.rawValue],
          target: all[place], isCommitted: place < targets.count)
      },
      exits: [2, 4, 6, 8, 10].map { layer in
        let isRight = nodes.indices.map { layer >= rightFrom[min($0, rightFrom.count - 1)] }
        return ExitSurvey.Exit(
          layer: layer, tokens: nodes.indices.map { isRight[$0] ? all[$0] : other },
          probabilities: isRight.map { ($0 ? 0.5 : 0.2) + 0.03 * Double(layer) })
      }, microseconds: 1900)
  }

  // MARK: Drafters

  private static func switchChoice(
    _ drafter: String, _ weights: [Double], in round: Round
  ) -> Choice {
    let candidates = zip(["goose", "aded", "none"], weights).map { name, weight in
      Candidate(
        label: name, drafter: name, growth: "best-first", value: weight,
        isChosen: name == drafter, numbers: ["gain": 1 + weight])
    }
    return Choice(
      controller: "hedge", budget: 6,
      reason: "\(drafter) has the largest weight: its proposals brought most tokens in their time",
      drafter: drafter, growth: "best-first", candidates: candidates, measure: "weight")
  }

  /// The first path of the round's own tree with one token more for "goose", its first node alone and
  /// a wrong one below it for "aded"; nothing for "none".
  private static func shadow(_ name: String, of round: inout Round) -> ShadowProposal {
    var tree = DraftTree(anchor: round.tree.anchor, law: .deterministic)
    let text = round.committed.map(\.token)
    let wrong = vocabulary.token(" and")
    round.pieces[wrong] = TokenPiece(" and")
    switch name {
    case "goose":
      var parent = NodeIndex.root
      for token in text.prefix(2) { parent = tree.append(token, under: parent, source: "spine") }
      tree.append(wrong, under: parent, source: "spine")
    case "aded":
      let first = tree.append(text[0], under: .root, source: "search")
      let second = tree.append(wrong, under: first, source: "search")
      tree.append(wrong, under: second, source: "search")
    default: break
    }
    tree.seal()
    return ShadowProposal(
      drafter: name, growth: "best-first", tree: tree,
      microseconds: name == "none" ? 1 : name == "aded" ? 310 : 120)
  }
}
