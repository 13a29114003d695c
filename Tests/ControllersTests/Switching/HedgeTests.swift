import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

struct HedgeTests {
  private let open = RoundSettings.testing(drafter: "none", budget: 4)
  private let first = DrafterArm(drafter: "prompt-lookup", growth: "native", isCheap: true)
  private let second = DrafterArm(drafter: "goose", growth: "native", isCheap: true)
  private let dear = DrafterArm(drafter: "draft-model", growth: "chain", isCheap: false)

  private func hedge(
    _ parameters: String = "hedge", arms: [DrafterArm]
  ) throws -> HedgeController {
    try #require(try controller(parameters, arms: arms) as? HedgeController)
  }

  /// A plain round that emits `text`, beside shadows of these chains.
  private func watched(
    _ text: [TokenID], _ shadows: [(DrafterArm, [TokenID])], microseconds: Double = 0
  ) -> Round {
    var round = Round.testing(tree: .chain(0, []), committed: text, settings: open)
    round.judgement = Judgement(steps: [], accepted: [], extra: text.last, extraVerdict: .bonus)
    round.shadows = shadows.map {
      ShadowProposal(
        drafter: $0.0.drafter, growth: $0.0.growth, tree: .chain(0, $0.1),
        microseconds: microseconds)
    }
    return round
  }

  private func candidate(_ label: String, _ choice: Choice) throws -> Candidate {
    try #require(choice.candidates.first { $0.label == label })
  }

  @Test func nothingIsDraftedBeforeAnythingIsKnown() throws {
    let choice = try hedge(arms: [first, second]).choose(open)
    #expect(choice.drafter == "none")
    #expect(choice.reason == "plain until the first proposals are decided")
    #expect(choice.candidates.map(\.label) == ["none", "prompt-lookup", "goose"])
    #expect(choice.candidates.allSatisfy { abs($0.value - 1.0 / 3) < 1e-12 })
  }

  /// Gains with two rows: 2 / 1.3 for the drafter that was right, 1 / 1.3 for the other, 1 for a
  /// plain round; weights exp(η g) over their sum, and again with the first round at 0.95.
  @Test func weightsAreTheExponentialsOfDecayedGains() throws {
    var hedge = try hedge("hedge:eta=1", arms: [first, second])
    hedge.observe(watched([5], [(first, [5]), (second, [6])]))
    let gains = [1, 2 / 1.3, 1 / 1.3]
    func expected(_ mass: Double) -> [Double] {
      let masses = gains.map { exponential($0 * mass) }
      return masses.map { $0 / masses.reduce(0, +) }
    }
    #expect(zip(hedge.weights, expected(1)).allSatisfy { abs($0 - $1) < 1e-12 })
    hedge.observe(watched([5], [(first, [5]), (second, [6])]))
    #expect(zip(hedge.weights, expected(1.95)).allSatisfy { abs($0 - $1) < 1e-12 })
    let choice = hedge.choose(open)
    #expect(choice.drafter == "prompt-lookup")
    #expect(
      choice.reason.hasPrefix("prompt-lookup wins 1.54 tokens for the time of a plain round"))
  }

  /// Behind a token the target was not sure of, a node must be likelier to be kept.
  @Test func whereTheTargetHesitatedFewerNodesPay() throws {
    func bar(_ parameters: String, entropy: Double) throws -> Double {
      var hedge = try hedge(parameters, arms: [first, second])
      for index in 1...12 {
        var round = watched([5], [(first, [5]), (second, [6])])
        round.scores[0].entropy = index == 12 ? entropy : 2
        hedge.observe(round)
      }
      return hedge.choose(open).reachBar
    }
    let usual = try bar("hedge", entropy: 2)
    #expect(usual > 0 && usual < 1)
    #expect(try bar("hedge", entropy: 6) > usual)
    #expect(try bar("hedge", entropy: 0) < usual)
    #expect(try bar("hedge", entropy: 1000) < 1)
    #expect(try bar("hedge:entropy=0", entropy: 6) == usual)
  }

  @Test func theStandardRateDependsOnTheNumberOfDrafters() throws {
    var hedge = try hedge(arms: [first, second])
    hedge.observe(watched([5], [(first, [5]), (second, [6])]))
    let eta = (8 * naturalLogarithm(3) / 20).squareRoot()
    #expect(
      abs(hedge.weights[1] / hedge.weights[0] - exponential(eta * (2 / 1.3 - 1))) < 1e-12)
  }

  /// Plain rounds were chosen: 2 rounds of gain 1. The better drafter had 2 / 1.3 in both.
  @Test func regretIsAgainstEveryFixedDrafterOverTheSameRounds() throws {
    var hedge = try hedge(arms: [first, second])
    for _ in 0..<2 { hedge.observe(watched([5], [(first, [5]), (second, [6])])) }
    let choice = hedge.choose(open)
    let better = try candidate("prompt-lookup", choice).numbers
    #expect(abs((better["cumulative gain"] ?? 0) - 4 / 1.3) < 1e-12)
    #expect(abs((better["regret"] ?? 0) - (4 / 1.3 - 2)) < 1e-12)
    #expect(try candidate("none", choice).numbers["regret"] == 0)
    #expect(abs((try candidate("goose", choice).numbers["regret"] ?? 0) - (2 / 1.3 - 2)) < 1e-12)
  }

  /// A chain of three beside a plain round is known only when three tokens are there.
  @Test func aDeepShadowWaitsForTheTextThatDecidesIt() throws {
    var hedge = try hedge(arms: [first])
    hedge.observe(watched([5], [(first, [5, 6, 7])]))
    #expect(hedge.waitingCount == 1)
    #expect(hedge.weights[0] == hedge.weights[1])
    hedge.observe(watched([6], []))
    #expect(hedge.waitingCount == 1)
    hedge.observe(watched([7], []))
    #expect(hedge.waitingCount == 0)
    let record = try candidate("prompt-lookup", hedge.choose(open)).numbers
    #expect(record["acceptance"] == 3)
    #expect(abs((record["mean gain"] ?? 0) - 4 / 1.5) < 1e-12)
  }

  @Test func aShadowThatIsWrongAtOnceIsDecidedAtOnce() throws {
    var hedge = try hedge(arms: [first])
    hedge.observe(watched([8], [(first, [5, 6, 7])]))
    #expect(hedge.waitingCount == 0)
  }

  @Test func whenNothingPaysNobodyDrafts() throws {
    var hedge = try hedge(arms: [first, second])
    for _ in 0..<5 { hedge.observe(watched([5], [(first, [6]), (second, [])])) }
    let choice = hedge.choose(open)
    #expect(choice.drafter == "none")
    #expect(
      choice.reason
        == "nothing pays: goose, the best, would win 1.00 tokens for the time of a plain round")
  }

  /// With a budget given and without one: a row must win as much as it would elsewhere.
  @Test(arguments: [4, nil])
  func nodesThatAreNotLikelyEnoughAreLeftOut(budget: Int?) throws {
    var (hedge, settings) = (try hedge(arms: [first]), open)
    settings.budget = budget
    let before = hedge.choose(settings)
    #expect(before.reachBar > 0)
    for _ in 0..<5 { hedge.observe(watched([5], [(first, [5])])) }
    let after = hedge.choose(settings)
    #expect(after.drafter == "prompt-lookup")
    #expect(after.reachBar > before.reachBar)
    if let budget { #expect(after.budget == budget) }
  }

  @Test func acceptanceCountsOnlyRoundsThatDrafted() throws {
    var hedge = try hedge(arms: [first])
    hedge.observe(watched([5], [(first, [5])]))
    for _ in 0..<3 { hedge.observe(watched([5], [(first, [])])) }
    #expect(try candidate("prompt-lookup", hedge.choose(open)).numbers["acceptance"] == 1)
  }

  /// One drafter has all of 0.02 plain passes a round; a proposal of 50 of 1000 microseconds is 0.05,
  /// allowed every fourth round. The first is not counted.
  @Test func watchingIsThinnedToItsShareOfTheTime() throws {
    var hedge = try hedge(arms: [first])
    let proposals = [(first, [TokenID(6)])]
    hedge.observe(watched([5], proposals, microseconds: 900))
    #expect(hedge.shadows(beside: hedge.choose(open)) == [first])
    hedge.observe(watched([5], proposals, microseconds: 50))
    let choice = hedge.choose(open)
    #expect(try candidate("prompt-lookup", choice).numbers["interval"] == 4)
    #expect(
      choice.reason.hasSuffix(
        "prompt-lookup is watched every 4 rounds only, as a proposal takes 0.05 plain passes"))
    var watchedRounds: [Int] = []
    for round in 2..<20 {
      if !hedge.shadows(beside: hedge.choose(open)).isEmpty { watchedRounds.append(round) }
      hedge.observe(watched([5], []))
    }
    // In the first rounds all propose whose proposals take less than a tenth of a pass.
    #expect(watchedRounds == [2, 3, 4, 8, 12, 16])
  }

  /// Between the steps of a person everything takes longer: what counts is how a proposal compares with
  /// a pass of the same minutes, not with one that was measured at a stretch.
  @Test func watchingIsThinnedByPassesAsTheyRunNow() throws {
    func interval(score: Double) throws -> Double? {
      var hedge = try hedge(arms: [first])
      for _ in 0..<30 {
        var round = watched([5], [(first, [5])], microseconds: 200)
        round.timings[.score] = score
        hedge.observe(round)
      }
      return try candidate("prompt-lookup", hedge.choose(open)).numbers["interval"]
    }
    #expect(try interval(score: 1000) == 16)
    #expect(try interval(score: 20_000) == 1)
  }

  /// What a drafter takes to propose counts against it: 2 tokens for 1.3 + 0.9 passes.
  @Test func draftingTimeCountsAgainstADrafter() throws {
    var hedge = try hedge(arms: [first])
    hedge.observe(watched([5], [(first, [5])], microseconds: 900))
    let choice = hedge.choose(open)
    #expect(
      abs((try candidate("prompt-lookup", choice).numbers["mean gain"] ?? 0) - 2 / 2.2) < 1e-12)
    #expect(choice.drafter == "none")
  }

  @Test func theDrafterThatDraftsIsNotWatchedBeside() throws {
    var hedge = try hedge(arms: [first, second])
    for _ in 0..<3 { hedge.observe(watched([5], [(first, [5]), (second, [6])])) }
    let choice = hedge.choose(open)
    #expect(choice.drafter == "prompt-lookup")
    #expect(hedge.shadows(beside: choice) == [second])
  }

  @Test func dearDraftersAreLeftOutUnlessAskedFor() throws {
    #expect(
      try hedge(arms: [first, dear]).choose(open).candidates.map(\.label)
        == ["none", "prompt-lookup"])
    var asked = try hedge("hedge:dear=1", arms: [first, dear])
    asked.observe(watched([5], [(first, [6])]))
    let choice = asked.choose(open)
    #expect(choice.drafter == "draft-model")
    #expect(asked.shadows(beside: choice) == [first])
    #expect(choice.reason == "draft-model cannot be watched, so it is played now and then")
  }

  @Test func theMemoryIsBoundedOverTenThousandRounds() throws {
    var hedge = try hedge(arms: [first, second])
    var most = 0
    for round in 0..<10_000 {
      let token = TokenID(round % 5)
      let ahead = (0..<8).map { TokenID((round + $0) % 5) }
      hedge.observe(watched([token], [(first, ahead), (second, ahead)]))
      most = max(most, hedge.waitingCount)
    }
    #expect(most <= 2 * 8)
    #expect(hedge.choose(open).drafter == "prompt-lookup")
  }
}
