import DraftTrees
import TestSupport
import Testing
import Tokens

@testable import Timeline

/// What exits and shadow proposals would have brought, counted from the rounds.
@Suite struct HindsightTests {
  /// A round whose text is `committed`, read behind layers 2 and 4: for each whether its token was
  /// right, a row.
  private func round(
    _ index: Int, position: Int, committed: [TokenID], right: [Int: [Bool]] = [:],
    shadows: [(String, [TokenID])] = [], drafter: String = "own"
  ) -> Round {
    var tree = DraftTree(anchor: 1, law: .deterministic)
    var parent = NodeIndex.root
    for token in committed.dropLast() { parent = tree.append(token, under: parent, source: "") }
    tree.seal()
    var round = Round.testing(
      tree: tree, committed: committed, index: index, settings: .testing(drafter: drafter))
    round.position = position
    round.choice.exitLayer = 2
    let path = tree.nodes.map { NodeIndex($0) }
    round.judgement = Judgement(
      steps: [], accepted: Array(path.dropFirst()), extra: committed.last, extraVerdict: .bonus)
    round.timings = PhaseTimings([.draft: 100, .score: 900])
    if !right.isEmpty {
      round.exits = ExitSurvey(
        rows: path.map {
          ExitSurvey.Row(
            node: $0, position: position + $0.rawValue, target: committed[$0.rawValue],
            isCommitted: true)
        },
        exits: right.sorted { $0.key < $1.key }.map { layer, isRight in
          ExitSurvey.Exit(
            layer: layer,
            tokens: zip(committed, isRight).map { $1 ? $0 : TokenID(0) },
            probabilities: isRight.map { $0 ? 0.9 : 0.2 })
        }, microseconds: 250)
    }
    round.shadows = shadows.map { name, tokens in
      var tree = DraftTree(anchor: 1, law: .deterministic)
      var parent = NodeIndex.root
      for token in tokens { parent = tree.append(token, under: parent, source: "") }
      tree.seal()
      return ShadowProposal(drafter: name, growth: "chain", tree: tree, microseconds: 40)
    }
    return round
  }

  private func statistics(_ rounds: [Round], cost: CostTable? = nil) -> Statistics {
    var statistics = Statistics(cost: cost, layerCount: 4)
    for round in rounds { statistics.add(round) }
    return statistics
  }

  @Test func anExitIsCountedAlongTheCommittedText() {
    let exits = statistics([
      round(
        0, position: 5, committed: [7, 8, 9],
        right: [2: [true, false, true], 3: [true, true, true]]),
      round(1, position: 8, committed: [4, 6], right: [2: [true, true], 3: [true, true]]),
    ]).exits
    #expect(exits.layers == [2, 3])
    #expect(exits.agreement(behind: 2) == Ratio(4, per: 5))
    #expect(exits.overhead == Ratio(500, per: 2000))
    // The rows are one stretch: right, wrong, right, right, right.
    let one = exits.replay(layer: 2, length: 1)
    #expect([one.passes, one.emitted, one.stretches] == [3, 5, 1])
    let three = exits.replay(layer: 2, length: 3)
    #expect([three.passes, three.emitted] == [2, 5])
    // Two passes and six drafted tokens of half a pass each.
    #expect(three.tokensPerFullPass(layerCount: 4) == Ratio(5, per: 5))
    // The run itself: two passes, two and one drafted at layer 2.
    #expect(exits.ownTokensPerFullPass == Ratio(5, per: 3.5))
  }

  @Test func theBestFixedExitHasTheMostTokensForEachFullPass() throws {
    let exits = statistics([
      round(
        0, position: 5, committed: [7, 8, 9, 4],
        right: [1: [true, true, false, true], 3: [true, true, true, true]])
    ]).exits
    let best = try #require(exits.bestFixed)
    let all = [1, 3].flatMap { layer in
      (1...ExitHindsight.longest).map { exits.replay(layer: layer, length: $0) }
    }
    let values = all.compactMap { $0.tokensPerFullPass(layerCount: 4).value }
    #expect(best.tokensPerFullPass(layerCount: 4).value == values.max())
    #expect([best.layer, best.length] == [1, 2])
  }

  @Test func aGapInWhatWasReadCutsAPassShort() {
    let exits = statistics([
      round(0, position: 5, committed: [7, 8], right: [2: [true, true]]),
      round(1, position: 7, committed: [3]),
      round(2, position: 8, committed: [4, 6], right: [2: [true, true]]),
    ]).exits
    let replay = exits.replay(layer: 2, length: 4)
    #expect([replay.passes, replay.emitted, replay.stretches] == [2, 4, 2])
  }

  @Test func aShadowProposalIsFollowedIntoLaterRounds() throws {
    let arms = statistics([
      round(
        0, position: 5, committed: [7, 8], shadows: [("long", [7, 8, 9, 4]), ("wrong", [6])]),
      round(1, position: 7, committed: [9], shadows: [("long", [9]), ("wrong", [9, 5])]),
      round(2, position: 8, committed: [4, 4]),
    ]).arms
    #expect(arms.rounds == 2)
    #expect(arms.arms["own"]?.accepted == 1)
    // 7 8, then 9 in the next round and 4 in the one after; and 9 of its second proposal.
    #expect(arms.arms["long"]?.accepted == 5)
    #expect(arms.arms["wrong"]?.accepted == 1)
    #expect(arms.arms["long"]?.tokensPerPass == Ratio(7, per: 2))
    let best = try #require(arms.best)
    #expect(best.name == "long")
    // Without c(n), in as many passes: 7 tokens against 3.
    #expect(arms.regret == 4)
  }

  @Test func regretIsCountedInTheSameTimeWhereCostsAreKnown() throws {
    let cost = CostTable(rowCounts: [1, 2], microseconds: [1000, 1500])
    let arms = statistics(
      [round(0, position: 5, committed: [7, 8], shadows: [("none", []), ("long", [7, 8, 9])])],
      cost: cost
    ).arms
    // Own: 100 for drafting less 80 of the shadows, and a pass over two rows.
    #expect(arms.own.microseconds == 1520)
    #expect(arms.arms["none"]?.microseconds == 1040)
    #expect(arms.arms["long"]?.microseconds == 2540)
    let best = try #require(arms.best)
    #expect(best.name == "own")
    #expect(abs(try #require(arms.regret)) < 1e-9)
  }

  @Test func roundsByDrafterAndSwitchesAreCounted() {
    let statistics = statistics(
      ["a", "a", "b", "a"].enumerated().map {
        round($0, position: $0, committed: [3], drafter: $1)
      })
    #expect(statistics.byDrafter["a"]?.rounds == 3)
    #expect(statistics.drafterSwitches == 2)
    let entries = statistics.entries
    #expect(
      entries.first { $0.name == "drafterSwitches" }?.ratio == Ratio(2, per: 3))
    #expect(
      entries.first { $0.name == "roundsByDrafter" && $0.key == "b" }?.ratio == Ratio(1, per: 4))
    #expect(!entries.contains { $0.name == "acceptanceByExit" || $0.name == "drafterRegret" })
  }
}
