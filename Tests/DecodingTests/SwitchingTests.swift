import Controllers
import Decoding
import DraftTrees
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens

/// Controllers that choose the drafter or its length, in sessions.
struct SwitchingTests {
  private func settings(
    _ controller: String, _ sampling: SamplingSettings, verifier: String = "sample-match",
    budget: Int? = nil
  ) -> RoundSettings {
    var settings = RoundSettings.testing(
      drafter: "prompt-lookup", verifier: verifier, growth: "native", budget: budget,
      sampling: sampling)
    settings.controller = controller
    return settings
  }

  @Test func hedgeFindsADrafterAndWatchesTheOthers() throws {
    let session = try makeSession(
      TableModel(order: 1, seed: 3), settings("hedge", .greedy, budget: 4), maximumTokens: 120)
    try session.finish()
    let drafters = Set(session.line.map(\.settings.drafter))
    #expect(drafters.count > 1)
    #expect(session.line.count < 80, "\(session.line.count) passes for 120 tokens")
    #expect(session.line[0].settings.drafter == "none")
    for round in session.line {
      let names = round.shadows.map(\.drafter)
      #expect(!names.contains(round.settings.drafter) && !names.contains("draft-model"))
      #expect(Set(round.choice.candidates.map(\.label)).isSuperset(of: names))
    }
  }

  /// Drafters that only watch learn later, several rounds at a stretch: what they propose is what one
  /// proposes that learned from each round as it came.
  @Test func aDrafterThatWatchesHasLearnedFromEveryRound() throws {
    let prompt: [TokenID] = [1, 2, 3]
    let session = try makeSession(
      TableModel(order: 1, seed: 3), prompt: prompt, settings("hedge", .greedy, budget: 4),
      maximumTokens: 120)
    try session.finish()
    let line = session.line
    let watched = Set(line.flatMap { $0.shadows.map(\.drafter) })
    #expect(watched.count > 3)
    for name in watched {
      var drafter = try DrafterRegistry.make(
        name,
        DraftingContext(
          vocabularySize: 12, prompt: prompt, promptRows: session.promptRows, retrieval: someText))
      var (text, count) = (prompt, 0)
      for round in line {
        if let shadow = round.shadows.first(where: { $0.drafter == name }) {
          let tree = try drafter.propose(
            DraftRequest(
              text: text, growth: shadow.growth, budget: round.choice.budget,
              reachBar: round.choice.reachBar, sampling: .greedy,
              randomness: KeyedRandomness(seed: 1), endTokens: []))
          #expect(tree.tokens == shadow.tree.tokens, "\(name), round \(round.index)")
          count += 1
        }
        _ = drafter.observe(round, describes: false)
        text += round.committed.map(\.token)
      }
      #expect(count > 0)
    }
  }

  /// The regret shown at the end is that of the gains as the rounds themselves tell them.
  @Test func regretFollowsFromTheRounds() throws {
    let session = try makeSession(
      TableModel(order: 1, seed: 3), settings("hedge", .greedy, budget: 4), maximumTokens: 100)
    try session.finish()
    let last = try #require(session.line.last)
    let cost = CostModel(nil)
    // Those behind the last are not decided when it chooses: the deepest tree has four levels.
    let candidate = try #require(
      last.choice.candidates.first { $0.label == "prompt-lookup" })
    var (other, played) = (0.0, 0.0)
    var sums: [(Double, Double)] = []
    for (index, round) in session.line.enumerated() {
      let text = session.line[index...].flatMap { $0.committed.map(\.token) }
      let shadow = round.shadows.first { $0.drafter == "prompt-lookup" }
      let tree = shadow?.tree ?? round.tree
      let accepted = shadow?.acceptedCount(along: text) ?? (round.committed.count - 1)
      other += Double(1 + accepted) / cost.relativeCost(rows: tree.count)
      played += Double(round.committed.count) / cost.relativeCost(rows: round.tree.count)
      sums.append((other, other - played))
    }
    #expect(
      sums.suffix(6).contains {
        abs($0.0 - (candidate.numbers["cumulative gain"] ?? 0)) < 1e-9
          && abs($0.1 - (candidate.numbers["regret"] ?? 0)) < 1e-9
      })
  }

  @Test func armsCanBeNamed() throws {
    var settings = settings("ucb", .greedy, budget: 4)
    settings.arms = ["goose", "aded"]
    let session = try makeSession(TableModel(order: 1, seed: 3), settings)
    try session.finish()
    #expect(
      session.line[0].choice.candidates.map(\.label) == ["none", "goose", "aded"])
  }

  @Test func aVerifierOfDrawnChainsLeavesTheDraftersItSuits() throws {
    var settings = settings(
      "thompson", SamplingSettings(temperature: 1), verifier: "token", budget: 3)
    (settings.drafter, settings.growth) = ("draft-model", "chain")
    let session = try makeSession(TableModel(order: 1, seed: 3), settings)
    try session.finish()
    #expect(session.line.contains { $0.settings.drafter == "draft-model" })
  }

  @Test func stopRulesNeedAChain() throws {
    var settings = settings("svip", .greedy)
    settings.growth = "fixed-tree"
    #expect(throws: DecodingError.self) { try settings.validate() }
    settings.growth = "chain"
    try settings.validate()
  }

  // MARK: - Cost

  /// A session of useless drafters that take every node they may, on a clock of its own.
  /// - Returns: plain passes it took a token, by the cost table.
  private func uselessCost(
    _ controller: String?, proposalMicroseconds: Double, tokens: Int
  ) throws -> Double {
    let cost = CostTable(
      rowCounts: [1, 2, 4, 8, 16], microseconds: [1000, 1300, 1500, 2100, 3300])
    let clock = TestClock()
    let services = SessionServices(
      makeDrafter: { name, context in
        guard name != "none" else { return NoDrafter(context) }
        return ScriptedDrafter { request, tree in
          clock.microseconds += proposalMicroseconds
          var parent = NodeIndex.root
          // Token 11 never comes.
          for _ in 0..<request.budget {
            parent = tree.append(11, under: parent, source: "useless")
          }
        }
      }, microseconds: { clock.microseconds })
    var settings = RoundSettings.testing(drafter: "prompt-lookup", budget: nil)
    settings.controller = controller
    settings.arms = ["prompt-lookup", "token-recycling", "goose"]
    let session = try DecodingSession(
      target: TableModel(saying: (0..<500).map { TokenID($0 % 5) }), prompt: [0, 1, 2],
      settings: settings,
      options: SessionOptions(seed: 1, maximumTokens: tokens, cost: cost), services: services)
    try session.finish()
    let passes = session.line.reduce(0.0) { sum, round in
      sum + cost.relativeCost(rows: round.tree.count)
    }
    return (passes + clock.microseconds / 1000) / Double(session.emitted.count)
  }

  @Test func uselessDraftersCostAtMostThreePercentUnderAuto() throws {
    #expect(try uselessCost(nil, proposalMicroseconds: 0, tokens: 400) <= 1.03)
    #expect(try uselessCost(nil, proposalMicroseconds: 0, tokens: 400) > 1)
  }

  @Test(arguments: [0, 5, 40, 300] as [Double])
  func uselessDraftersCostAtMostThreePercentUnderHedge(microseconds: Double) throws {
    #expect(try uselessCost("hedge", proposalMicroseconds: microseconds, tokens: 400) <= 1.03)
  }
}

/// A clock that moves only when told to.
private final class TestClock {
  var microseconds = 0.0
}
