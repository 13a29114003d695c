import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

struct BanditTests {
  private let arms = [
    DrafterArm(drafter: "prompt-lookup", growth: "native", isCheap: true),
    DrafterArm(drafter: "draft-model", growth: "chain", isCheap: false),
  ]
  private let open = RoundSettings.testing(drafter: "none", budget: 3)

  private func round(_ drafter: String, drafted: Int, kept: Int) -> Round {
    var settings = open
    settings.drafter = drafter
    settings.growth = drafter == "draft-model" ? "chain" : "native"
    return .drafted(drafted, kept: kept, settings: settings)
  }

  private func numbers(_ label: String, _ choice: Choice) throws -> [String: Double] {
    try #require(choice.candidates.first { $0.label == label }).numbers
  }

  @Test func everyDrafterIsPlayedOnceFirstInTheirOrder() throws {
    var ucb = try controller("ucb", arms: arms)
    var played: [String?] = []
    for _ in 0..<3 {
      let choice = ucb.choose(open)
      played.append(choice.drafter)
      ucb.observe(round(choice.drafter ?? "", drafted: choice.drafter == "none" ? 0 : 1, kept: 0))
    }
    #expect(played == ["none", "prompt-lookup", "draft-model"])
  }

  /// The largest gain with three nodes is 4 / c(4) = 4 / 1.5; rewards are gains over it.
  @Test func theBoundIsTheMeanRewardAndItsBonus() throws {
    var ucb = try controller("ucb", arms: arms)
    ucb.observe(round("none", drafted: 0, kept: 0))
    ucb.observe(round("prompt-lookup", drafted: 3, kept: 3))
    ucb.observe(round("draft-model", drafted: 1, kept: 0))
    ucb.observe(round("prompt-lookup", drafted: 1, kept: 1))
    let choice = ucb.choose(open)
    let largest = 4 / 1.5
    let lookup = try numbers("prompt-lookup", choice)
    #expect(abs((lookup["mean"] ?? 0) - (1 + 2 / 1.3 / largest) / 2) < 1e-12)
    #expect(abs((lookup["bonus"] ?? 0) - naturalLogarithm(4).squareRoot()) < 1e-12)
    #expect(lookup["count"] == 2)
    let model = try numbers("draft-model", choice)
    #expect(abs((model["mean"] ?? 0) - 1 / 1.3 / largest) < 1e-12)
    #expect(abs((model["bonus"] ?? 0) - (2 * naturalLogarithm(4)).squareRoot()) < 1e-12)
    #expect(choice.drafter == "none")
    #expect(choice.measure == "upper confidence bound")
  }

  /// After the seven rounds in turn the bonus is the same for all: the best mean plays for ever.
  @Test func theReleasedRuleStopsExploring() throws {
    var shipped = try controller("ucb:shipped=1", arms: arms)
    var played: [String] = []
    for _ in 0..<60 {
      let choice = shipped.choose(open)
      let drafter = choice.drafter ?? ""
      played.append(drafter)
      shipped.observe(
        round(drafter, drafted: drafter == "none" ? 0 : 1, kept: drafter == "draft-model" ? 1 : 0))
    }
    #expect(Array(played.prefix(4)) == ["none", "prompt-lookup", "draft-model", "none"])
    #expect(played.dropFirst(7).allSatisfy { $0 == "draft-model" })
    let choice = shipped.choose(open)
    #expect(Set(choice.candidates.compactMap { $0.numbers["bonus"] }).count == 1)
    #expect(choice.reason.hasSuffix("the bonus is the same for all, as in the released code"))
    var textbook = try controller("ucb", arms: arms)
    var counts: [String: Int] = [:]
    for _ in 0..<60 {
      let drafter = textbook.choose(open).drafter ?? ""
      counts[drafter, default: 0] += 1
      textbook.observe(
        round(drafter, drafted: drafter == "none" ? 0 : 1, kept: drafter == "draft-model" ? 1 : 0))
    }
    #expect(counts.values.allSatisfy { $0 > 5 })
  }

  @Test func thompsonFindsTheDrafterThatPays() throws {
    var thompson = try controller("thompson", arms: arms)
    var counts: [String: Int] = [:]
    for _ in 0..<200 {
      let drafter = thompson.choose(open).drafter ?? ""
      counts[drafter, default: 0] += 1
      thompson.observe(
        round(drafter, drafted: drafter == "none" ? 0 : 3, kept: drafter == "draft-model" ? 3 : 0))
    }
    #expect((counts["draft-model"] ?? 0) > 150)
  }

  @Test func thompsonDrawsTheSameFromTheSameRounds() throws {
    func run(_ text: String) throws -> [Choice] {
      var thompson = try controller(text, arms: arms)
      return (0..<30).map { round in
        let choice = thompson.choose(open)
        #expect(thompson.choose(open) == choice)
        thompson.observe(
          self.round(
            choice.drafter ?? "", drafted: choice.drafter == "none" ? 0 : 2,
            kept: choice.drafter == "none" ? 0 : round % 3))
        return choice
      }
    }
    #expect(try run("thompson") == run("thompson"))
    #expect(try run("thompson") != run("thompson:seed=2"))
  }

  /// (1 + 2) / 2 tokens believed after one round of two, with the imagined round of one token.
  @Test func thompsonBelievesTheMeanWithOneImaginedRound() throws {
    var thompson = try controller("thompson", arms: arms)
    thompson.observe(round("prompt-lookup", drafted: 1, kept: 1))
    let lookup = try numbers("prompt-lookup", thompson.choose(open))
    #expect(lookup["mean"] == 1.5)
    #expect(lookup["cost"] == 1.3)
    #expect(lookup["count"] == 1)
  }
}
