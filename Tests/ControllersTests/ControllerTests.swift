import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

struct ControllerTests {
  private let automatic = RoundSettings.testing(drafter: "token-recycling", budget: nil)
  private let cost = CostModel(
    CostTable(rowCounts: [1, 2, 4, 8, 16], microseconds: [1000, 1300, 1500, 2100, 3300]))

  /// A round that scored `rows` rows and emitted `emitted` tokens.
  private func round(rows: Int, emitted: Int) -> Round {
    .testing(
      tree: .chain(0, [TokenID](repeating: 1, count: rows - 1)),
      committed: [TokenID](repeating: 1, count: emitted), settings: automatic)
  }

  @Test func costsAreReadFromTheTable() {
    #expect(cost.relativeCost(rows: 1) == 1)
    #expect(cost.relativeCost(rows: 3) == 1.4)
    #expect(abs(cost.marginalCost(rows: 4) - 0.15) < 1e-12)
    #expect(abs(cost.slope(rows: 8) - 0.8 / 6) < 1e-12)
    #expect(abs(cost.slope(rows: 2) - 0.3) < 1e-12)
  }

  @Test func whatDraftingCostsRaisesTheBarOfItsDrafterAlone() {
    var table = CostTable(rowCounts: [1, 2, 16], microseconds: [1000, 1300, 2700])
    table.draft = DraftCost(
      drafter: "draft-model", rowCounts: [1, 4], microseconds: [200, 500])
    let cost = CostModel(table)
    #expect(cost.draftCost(rows: 1, drafter: "draft-model") == 0.2)
    #expect(abs(cost.draftCost(rows: 2, drafter: "draft-model") - 0.3) < 1e-12)
    #expect(cost.draftCost(rows: 1, drafter: "prompt-lookup") == 0)
    let drafted = RoundSettings.testing(drafter: "draft-model", budget: nil)
    let dear = ReachBarController(ControllerContext(cost: cost)).choose(drafted)
    let free = ReachBarController(ControllerContext(cost: cost)).choose(automatic)
    #expect(abs(dear.reachBar - free.reachBar - 0.2) < 1e-12)
    #expect(dear.reason.hasPrefix("a further row and its draft costs 0.30 plain steps"))
  }

  @Test func whatNobodyMeasuredCostsWhatItsWeightsSay() {
    let cost = CostModel(
      CostTable(rowCounts: [1, 2, 16], microseconds: [1000, 1300, 2700]),
      levelCosts: ["early-exit": 0.25])
    #expect(cost.draftCost(rows: 1, drafter: "early-exit") == 0.25)
    #expect(cost.draftCost(rows: 1, drafter: "goose") == 0)
  }

  @Test func withoutATableTheCostIsAssumedAndSaidSo() {
    let model = CostModel(nil)
    #expect(abs(model.relativeCost(rows: 4) - 1.58) < 1e-12)
    #expect(
      ReachBarController(ControllerContext(cost: model)).choose(automatic).reason
        == """
        a further row costs 0.14 plain steps (cost assumed, not measured), a step wins 1.00 \
        tokens: a node pays above reach 0.14
        """)
  }

  @Test func aGivenBudgetIsKept() throws {
    var settings = automatic
    settings.budget = 5
    let choice = try ControllerRegistry.make(
      ControllerRegistry.text(for: settings), ControllerContext(cost: cost)
    ).choose(settings)
    #expect(choice.controller == "fixed")
    #expect(choice.budget == 5)
    #expect(choice.reachBar == 0)
    #expect(choice.reason == "as asked: at most 5 drafted tokens")
  }

  @Test func withoutABudgetTheCostSetsTheBar() throws {
    let choice = try ControllerRegistry.make(
      ControllerRegistry.text(for: automatic), ControllerContext(cost: cost)
    ).choose(automatic)
    #expect(choice.controller == "auto")
    #expect(choice.budget == 12)
    #expect(abs(choice.reachBar - (2.85 - 1.3) / 11) < 1e-12)
  }

  @Test func theBarRisesWithWhatDraftingWins() {
    var controller = ReachBarController(ControllerContext(cost: cost))
    let before = controller.choose(automatic).reachBar
    for _ in 0..<20 { controller.observe(round(rows: 4, emitted: 4)) }
    let after = controller.choose(automatic)
    #expect(after.reachBar > before * 1.8)
    #expect(after.reachBar < before * 4 / 1.5)
  }

  /// Six rounds of c(4) = 1.5 that win one token each lose 0.5 (1 + 0.95 + ... + 0.95^5) = 2.649
  /// plain passes; sixty times that is more than the longest rest.
  @Test func draftingThatLosesIsRestedAndTriedAgainWithSmallTrees() {
    var controller = ReachBarController(ControllerContext(cost: cost))
    for _ in 0..<6 { controller.observe(round(rows: 4, emitted: 1)) }
    #expect(controller.choose(automatic).budget == 0)
    #expect(
      controller.choose(automatic).reason
        == "drafting won fewer tokens than plain steps do in that time; plain for 128 more rounds")
    for _ in 0..<127 { controller.observe(round(rows: 1, emitted: 1)) }
    #expect(controller.choose(automatic).budget == 0)
    controller.observe(round(rows: 1, emitted: 1))
    #expect(controller.choose(automatic).budget == 2)
  }

  /// Four rounds of c(3) = 1.4: 0.4 (1 + 0.95 + 0.9025 + 0.857375) = 1.484 plain passes, 90 rounds.
  @Test func aLaterTrialIsShorterAndItsRestIsForItsLoss() {
    var controller = ReachBarController(ControllerContext(cost: cost))
    for _ in 0..<6 { controller.observe(round(rows: 4, emitted: 1)) }
    for _ in 0..<128 { controller.observe(round(rows: 1, emitted: 1)) }
    for _ in 0..<4 { controller.observe(round(rows: 3, emitted: 1)) }
    #expect(controller.choose(automatic).reason.hasSuffix("plain for 90 more rounds"))
    for _ in 0..<90 { controller.observe(round(rows: 1, emitted: 1)) }
    for _ in 0..<4 { controller.observe(round(rows: 3, emitted: 3)) }
    #expect(controller.choose(automatic).budget == 12)
  }

  /// c(13) = 2.7: a round loses 1.7, three of them 1.7 (1 + 0.95 + 0.9025) = 4.849, more than 4.
  @Test func aFirstTrialEndsEarlyWhenItLosesMuch() {
    var controller = ReachBarController(ControllerContext(cost: cost))
    for _ in 0..<2 { controller.observe(round(rows: 13, emitted: 1)) }
    #expect(controller.choose(automatic).budget == 12)
    controller.observe(round(rows: 13, emitted: 1))
    #expect(controller.choose(automatic).budget == 0)
  }

  /// Half a plain pass a drafted node: two rounds of c(3) = 1.4 and one node a level lose what a text of
  /// sixty tokens can bear.
  @Test func aDearDrafterIsTriedWithSmallTreesFirst() {
    var dear = automatic
    dear.drafter = "draft-model"
    let cost = CostModel(
      CostTable(rowCounts: [1, 2, 16], microseconds: [1, 1.3, 3.1]),
      levelCosts: ["draft-model": 0.5])
    func round(emitted: Int) -> Round {
      var round = self.round(rows: 3, emitted: emitted)
      round.settings = dear
      return round
    }
    var losing = ReachBarController(ControllerContext(cost: cost))
    #expect(losing.choose(dear).budget == 2)
    for _ in 0..<2 { losing.observe(round(emitted: 1)) }
    #expect(losing.choose(dear).budget == 0)
    var winning = ReachBarController(ControllerContext(cost: cost))
    for _ in 0..<4 { winning.observe(round(emitted: 3)) }
    #expect(winning.choose(dear).budget > 2)
  }

  @Test func anotherDrafterStartsAnew() {
    var controller = ReachBarController(ControllerContext(cost: cost))
    for _ in 0..<6 { controller.observe(round(rows: 4, emitted: 1)) }
    var other = automatic
    other.drafter = "prompt-lookup"
    #expect(controller.choose(other).budget == 12)
  }

  @Test func whenNoRowPaysItChoosesPlain() {
    let steep = CostModel(CostTable(rowCounts: [1, 2, 16], microseconds: [1, 2.5, 40]))
    let choice = ReachBarController(ControllerContext(cost: steep)).choose(automatic)
    #expect(choice.budget == 0)
    #expect(choice.reason == "even a sure token costs more than it wins")
  }

  @Test func roundsWithoutADraftSayNothingAboutDrafting() {
    var controller = ReachBarController(ControllerContext(cost: cost))
    for _ in 0..<50 { controller.observe(round(rows: 1, emitted: 1)) }
    #expect(controller.choose(automatic).budget == 12)
  }
}
