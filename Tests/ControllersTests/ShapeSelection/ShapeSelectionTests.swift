import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

/// Choosing shapes from estimates, and learning to.
struct ShapeSelectionTests {
  /// A round that drafted a chain of four from a law that is sure of its token, of which the target
  /// would keep each with the chance `acceptance`.
  private func round(
    _ index: Int, acceptance: Double, entropy: Double, drafter: String = "draft-model"
  ) -> Round {
    var tree = DraftTree(anchor: 0, law: .independent)
    var node = NodeIndex.root
    for token in 1...4 {
      node = tree.append(TokenID(token), under: node, draftProbability: 1, source: "path")
    }
    tree.seal()
    var round = Round.testing(
      tree: tree, committed: [9], index: index, settings: .testing(drafter: drafter))
    round.scores = tree.nodes.map { node in
      NodeScore(
        targetProbability: node == 0 ? nil : acceptance, reach: nil, alternatives: [],
        entropy: entropy)
    }
    round.judgement = Judgement(steps: [], accepted: [], extra: 9, extraVerdict: .corrected)
    round.overlaps = (0..<4).map {
      NodeOverlap(
        node: NodeIndex($0), refusals: [1 - acceptance, 1, 1, 1], draftEntropy: 0)
    }
    return round
  }

  private func history(_ acceptance: Double, rounds: Int = 60) -> AgreementHistory {
    var history = AgreementHistory()
    for index in 0..<rounds {
      history.observe(round(index, acceptance: acceptance, entropy: 1))
    }
    return history
  }

  private let free = CostModel(CostTable(rowCounts: [1, 2], microseconds: [100, 100]))
  private let dear = CostModel(CostTable(rowCounts: [1, 2], microseconds: [100, 190]))

  @Test func meansFollowWhatWasSeenAndDeeperLevelsTakeTheOneAbove() {
    let levels = history(0.8).levels
    #expect(levels.count == 8)
    for level in levels { #expect(abs(level.keeps[0] - 0.8) < 0.05) }
    // Further draws from a law that is sure of one token bring nothing.
    for level in levels { #expect(level.keeps[1] < 0.05) }
    #expect(AgreementHistory().levels[0].refusals[0] == 0.4)
  }

  @Test func anotherDrafterStartsAnew() {
    var history = history(0.9)
    history.observe(round(60, acceptance: 0.1, entropy: 1, drafter: "early-exit"))
    #expect(history.levels[0].keeps[0] < 0.6)
  }

  @Test func theMostTokensForTheirTimeWin() throws {
    func best(_ acceptance: Double, _ cost: CostModel) -> ShapeEstimate {
      ShapeEstimate.best(
        of: ShapeSelector(cost: cost).estimates(
          after: history(acceptance), budget: 4, drafter: "draft-model"))
    }
    // Where rows are free the longest chain has the most.
    #expect(best(0.8, free).shape == DraftShape(trunk: 0, paths: 1, length: 4))
    #expect(abs(best(0.8, free).value - (1 + 0.8 + 0.64 + 0.512 + 0.4096)) < 0.2)
    // A row for 0.9 pays for a token of chance 0.95, and not for one of 0.5.
    #expect(best(0.95, dear).shape?.depth == 1)
    #expect(best(0.5, dear).shape == nil)
    #expect(best(0.5, dear).value == 1)
  }

  @Test func aShapeCostsItsRowsAndItsLevels() {
    var table = CostTable(rowCounts: [1, 2, 8], microseconds: [100, 110, 170])
    table.draft = DraftCost(drafter: "draft-model", rowCounts: [1, 3], microseconds: [20, 30])
    let shape = DraftShape(trunk: 1, paths: 3, length: 2)
    let estimate = ShapeEstimate(shape, drafter: "draft-model", cost: CostModel(table))
    // c(8) + two laws of one row, down to the trunk's end, + one level of three rows.
    #expect(abs(estimate.cost - (1.7 + 2 * 0.2 + 0.3)) < 1e-12)
    #expect(ShapeEstimate(shape, drafter: "another", cost: CostModel(table)).cost == 1.7)
  }

  @Test func theTableOfCandidatesNamesTheChosenShape() throws {
    var controller = ShapeController(ControllerContext(cost: free))
    for index in 0..<40 { controller.observe(round(index, acceptance: 0.8, entropy: 1)) }
    let settings = RoundSettings.testing(
      drafter: "draft-model", growth: "delayed", budget: 6)
    let choice = controller.choose(settings)
    #expect(choice.controller == "shape")
    #expect(choice.growth == "delayed:trunk=0,paths=1,length=6")
    #expect(choice.budget == 6)
    let chosen = choice.candidates.filter(\.isChosen)
    #expect(chosen.map(\.label) == ["chain of 6"])
    #expect(choice.candidates.map(\.value).max() == chosen.first?.value)
    #expect(choice.candidates.first?.label == "plain")
    #expect(choice.candidates.count == 11)
    #expect(choice.reason.hasPrefix("chain of 6: 3."))
  }

  @Test func whilePlainRoundsPayMostEveryEighthDrafts() {
    var controller = ShapeController(ControllerContext(cost: dear))
    for index in 0..<40 { controller.observe(round(index, acceptance: 0.3, entropy: 1)) }
    let settings = RoundSettings.testing(
      drafter: "draft-model", growth: "delayed", budget: 6)
    var drafted: [Int] = []
    for index in 0..<24 {
      let choice = controller.choose(settings)
      if choice.budget > 0 {
        drafted.append(index)
        #expect(choice.reason.contains("is tried again"))
        controller.observe(round(index, acceptance: 0.3, entropy: 1))
      } else {
        #expect(choice.growth == nil)
        controller.observe(.testing(tree: .chain(0, []), committed: [1], settings: settings))
      }
    }
    #expect(drafted == [7, 15, 23])
  }

  @Test func aLearnedControllerUsesItsModel() throws {
    let model = try #require(ShapeTraining(examples).fit(budget: 4, traces: 1))
    // A sure end of the last round promises 0.9, which pays for a row of 0.6; the mean does not.
    let middling = CostModel(CostTable(rowCounts: [1, 2], microseconds: [100, 160]))
    var (learned, analytic) = (
      LearnedShapeController(ControllerContext(cost: middling, shapeModel: model)),
      ShapeController(ControllerContext(cost: middling))
    )
    let settings = RoundSettings.testing(
      drafter: "draft-model", growth: "delayed", budget: 4)
    for index in 0..<50 {
      let seen = round(
        index, acceptance: index % 2 == 0 ? 0.9 : 0.2, entropy: index % 2 == 0 ? 3 : 0.1)
      learned.observe(seen)
      analytic.observe(seen)
    }
    #expect(analytic.choose(settings).budget == 0)
    #expect(learned.choose(settings).candidates.max { $0.value < $1.value }?.label != "plain")
  }

  /// Rounds whose acceptance follows from how undecided the target was at the end of the last one.
  private var examples: [ShapeExample] {
    var rounds: [Round] = []
    var generator = SeededGenerator(seed: 4)
    var isSure = true
    for index in 0..<600 {
      let acceptance = isSure ? 0.9 : 0.2
      isSure = Bool.random(using: &generator)
      rounds.append(round(index, acceptance: acceptance, entropy: isSure ? 0.1 : 3))
    }
    return ShapeExample.examples(of: rounds, endTokens: [])
  }

  @Test func trainingFindsWhatAFeatureTells() throws {
    let examples = examples
    let model = try #require(ShapeTraining(examples).fit(budget: 4, traces: 1))
    #expect(model.problem == nil)
    let chain = DraftShape(trunk: 0, paths: 1, length: 4)
    func error(_ selector: ShapeSelector) throws -> Double {
      let errors = try examples.dropFirst(20).map { example in
        let estimate = try #require(
          example.estimates(by: selector, budget: 4).first { $0.shape == chain })
        return abs(estimate.expectedAccepted - (try #require(example.accepted(with: chain))))
      }
      return errors.reduce(0, +) / Double(errors.count)
    }
    let analytic = try error(ShapeSelector(cost: free))
    #expect(analytic > 1)
    #expect(try error(ShapeSelector(cost: free, model: model)) < analytic / 4)
  }

  @Test func tooFewRoundsTeachNothing() {
    #expect(ShapeTraining(Array(examples.prefix(50))).fit(budget: 4, traces: 1) == nil)
  }

  @Test func roundsThatStoppedByABarAreNoExamples() {
    var barred = round(0, acceptance: 0.5, entropy: 1)
    barred.choice.reachBar = 0.1
    #expect(ShapeExample.examples(of: [barred], endTokens: []).isEmpty)
  }

  @Test func equationsAreSolvedExactly() throws {
    var equations = NormalEquations(unknownCount: 3)
    for x in 0..<10 {
      let row = [1, Double(x), Double(x * x)]
      equations.add(row, value: 2 - row[1] + 0.5 * row[2])
    }
    let solution = try #require(equations.solve(penalty: 0))
    #expect(zip(solution, [2, -1, 0.5]).allSatisfy { abs($0 - $1) < 1e-9 })
    let shrunk = try #require(equations.solve(penalty: 1e9))
    #expect(abs(shrunk[1]) < 1e-3 && abs(shrunk[2]) < 1e-3)
    #expect(NormalEquations(unknownCount: 2).solve(penalty: 0) == nil)
  }
}
