import DraftTrees
import TestSupport
import Testing
import Tokens

struct GrowthPolicyTests {
  /// Token 0 with 0.6, 1 with 0.3, 2 with 0.1, at every node.
  private var steady: TableLaws {
    TableLaws(vocabularySize: 3) { _ in [0.6, 0.3, 0.1] }
  }

  /// Paths of the nodes that are not pruned, as digits, in order.
  private func paths(_ tree: DraftTree) -> [String] {
    tree.nodes.dropFirst().filter { !tree.isPruned[$0] }.map { node in
      tree.tokens(to: NodeIndex(node)).map { "\($0.index)" }.joined()
    }
  }

  private func deterministic(
    _ growth: String, budget: Int, reachBar: Double = 0, endTokens: Set<TokenID> = []
  ) throws -> DraftTree {
    var (laws, draws) = (steady, ScriptedDraws([]))
    let tree = try grow(
      growth, &laws, budget: budget, reachBar: reachBar, endTokens: endTokens, draws: &draws)
    #expect(draws.missingCount == 0)
    #expect(tree.law == .deterministic)
    return tree
  }

  // MARK: Every policy

  @Test(arguments: GrowthRegistry.policyNames, [0, 1, 2, 3, 5, 8, 13])
  func noPolicyExceedsItsBudgetOrGrowsBelowAnEndToken(_ name: String, _ budget: Int) throws {
    for seed in 0..<30 as Range<UInt64> {
      var (laws, draws) = (TableLaws.random(vocabularySize: 5, seed: seed), keyed(seed))
      let tree = try grow(name, &laws, budget: budget, endTokens: [1], draws: &draws)
      #expect(tree.isSealed)
      #expect(tree.isPruned.count { !$0 } <= budget + 1)
      #expect(budget == 0 || tree.isPruned.count { !$0 } > 1)
      for node in tree.nodes.dropFirst() where tree.tokens[node] == 1 {
        #expect(tree.draws[node].isEmpty)
      }
    }
  }

  @Test(arguments: GrowthRegistry.policyNames)
  func theReachBarKeepsTreesSmaller(_ name: String) throws {
    for seed in 0..<20 as Range<UInt64> {
      func count(_ bar: Double) throws -> Int {
        var (laws, draws) = (TableLaws.random(vocabularySize: 5, seed: seed), keyed(seed))
        let tree = try grow(name, &laws, budget: 12, reachBar: bar, draws: &draws)
        return tree.isPruned.count { !$0 }
      }
      #expect(try count(0.3) <= count(0))
      #expect(try count(1) == 1)
    }
  }

  @Test(arguments: GrowthRegistry.policyNames)
  func aLawOfOneTokenGivesAPathOfIt(_ name: String) throws {
    var laws = TableLaws(vocabularySize: 3) { _ in [0, 1, 0] }
    var draws = keyed(1)
    let tree = try grow(name, &laws, budget: 6, draws: &draws)
    #expect(tree.draftedCount > 0)
    #expect(tree.tokens.dropFirst().allSatisfy { $0 == 1 })
    #expect(tree.depths == Array(0...tree.draftedCount))
  }

  @Test(arguments: GrowthRegistry.policyNames)
  func aLawWithoutMassGivesNothing(_ name: String) throws {
    var laws = TableLaws(vocabularySize: 3) { _ in [0, 0, 0] }
    var draws = keyed(1)
    #expect(try grow(name, &laws, budget: 6, draws: &draws).draftedCount == 0)
  }

  /// Where a level is made at once, its laws are asked for at once.
  @Test(arguments: [
    ("fixed-tree:branching=22", [1, 2]), ("top-k:k=2,depth=3", [1, 2, 4]),
    ("eagle-2:k=3,depth=3", [1, 3, 3]), ("gumbel-top-k:k=2,depth=3", [1, 2, 4]),
    ("dyspec-threshold:threshold=0.35", [1, 1, 1]),
  ])
  func aLevelIsOneBatch(_ growth: String, _ batches: [Int]) throws {
    var (laws, draws) = (steady, ScriptedDraws([Double](repeating: 0, count: 60)))
    _ = try grow(growth, &laws, draws: &draws)
    #expect(laws.batches == batches)
  }

  // MARK: Deterministic ones

  @Test func aFixedTreeHasTheBranchingOfItsDigits() throws {
    let tree = try deterministic("fixed-tree:branching=32", budget: 100)
    #expect(paths(tree) == ["0", "1", "2", "00", "01", "10", "11", "20", "21"])
    #expect(tree.sources.dropFirst(4).prefix(2) == ["rank 1", "rank 2"])
    #expect(tree.draftProbabilities[5] == 0.3)
  }

  @Test func aFixedTreeLargerThanTheBudgetKeepsTheSmallestRankSums() throws {
    let tree = try deterministic("fixed-tree:branching=321", budget: 5)
    #expect(paths(tree) == ["0", "1", "2", "00", "01"])
    #expect(paths(try deterministic("fixed-tree:branching=321", budget: 3)) == ["0", "1", "00"])
  }

  @Test func topKKeepsTheMostProbableOfALevelThatDoesNotFit() throws {
    let tree = try deterministic("top-k:k=2,depth=2", budget: 4)
    #expect(paths(tree) == ["0", "1", "00", "01"])
    #expect(tree.estimates[3] == 0.36)
    #expect(paths(try deterministic("top-k:k=2,depth=2", budget: 9, reachBar: 0.17)).count == 5)
  }

  @Test func eagleRerankingPrunesWhatItMade() throws {
    let tree = try deterministic("eagle-2:k=2,depth=2", budget: 3)
    #expect(tree.draftedCount == 6)
    #expect(paths(tree) == ["0", "1", "00"])
    #expect(tree.isPruned == [false, false, false, false, true, true, true])
  }

  @Test func aGroupAvoidsWhatEarlierGroupsTook() throws {
    // log 0.6 - log 0.3 = 0.69: a price of 1 sends the second group elsewhere, 0.5 does not.
    let apart = try deterministic("diverse-beam:groups=2,beams=1,lambda=1,length=2", budget: 9)
    #expect(paths(apart) == ["0", "1", "00", "11"])
    #expect(apart.sources[2] == "group 2, beam 1")
    let together = try deterministic("diverse-beam:groups=2,beams=1,lambda=0.5,length=2", budget: 9)
    #expect(paths(together) == ["0", "00"])
    #expect(together.draftedCount == 2)
  }

  @Test func aBeamThatDiedStaysAsAPrunedNode() throws {
    var laws = TableLaws(vocabularySize: 3) { path in
      path == [0] ? [0.4, 0.35, 0.25] : path == [1] ? [0.3, 0.3, 0.4] : [0.65, 0.3, 0.05]
    }
    var draws = ScriptedDraws([])
    let tree = try grow("diverse-beam:groups=1,beams=2,length=2", &laws, draws: &draws)
    #expect(paths(tree) == ["0", "00", "01"])
    #expect(tree.tokens(to: 2) == [1])
    #expect(tree.isPruned[2])
  }

  // MARK: Sampled ones

  @Test func independentPathsShrinkBeforeAnythingIsDrawn() throws {
    func shape(_ budget: Int) throws -> [Int] {
      var (laws, draws) = (steady, keyed(1))
      let tree = try grow(
        "independent-paths:paths=3,length=4", &laws, budget: budget, draws: &draws)
      return [tree.draws[0].count, tree.depths.max() ?? 0]
    }
    #expect(try shape(12) == [3, 4])
    #expect(try shape(11) == [3, 3])
    #expect(try shape(3) == [3, 1])
    #expect(try shape(2) == [2, 1])
  }

  @Test func equalPathsAreMergedAndCounted() throws {
    var (laws, draws) = (steady, ScriptedDraws([0, 0, 0.7, 0, 0, 0]))
    let tree = try grow("independent-paths:paths=3,length=2", &laws, draws: &draws)
    #expect(paths(tree) == ["0", "1", "00", "10"])
    #expect(tree.draws == [[1, 1, 2], [3, 3], [4], [], []])
    #expect(tree.sources[2] == "path 3")
  }

  @Test func delayedBranchesStartAtTheTrunksEnd() throws {
    var (laws, draws) = (steady, ScriptedDraws([0, 0.7, 0, 0.95, 0, 0]))
    let tree = try grow("delayed:trunk=2,paths=2,length=2", &laws, draws: &draws)
    #expect(paths(tree) == ["0", "01", "010", "012", "0100", "0120"])
    #expect(
      tree.sources.dropFirst() == [
        "trunk", "trunk", "branch 1", "branch 2", "branch 1", "branch 2",
      ])
  }

  @Test func delayedGivesTheTrunkWhatTheBudgetHasFirst() throws {
    func shape(_ budget: Int) throws -> [Int] {
      var (laws, draws) = (steady, ScriptedDraws([Double](repeating: 0, count: 20)))
      return try grow("delayed:trunk=2,paths=2,length=2", &laws, budget: budget, draws: &draws)
        .draws.map(\.count)
    }
    #expect(try shape(2) == [1, 1, 0])
    #expect(try shape(3) == [1, 1, 1, 0])
    #expect(try shape(5) == [1, 1, 2, 0])
    #expect(try shape(6) == [1, 1, 2, 2, 0])
  }

  @Test func siblingsWithoutReplacementAreDistinctAndNumbered() throws {
    var (laws, draws) = (steady, ScriptedDraws([0.95, 0, 0, 0.9, 0, 0]))
    let tree = try grow("gumbel-top-k:k=2,depth=2", &laws, draws: &draws)
    #expect(paths(tree) == ["2", "0", "20", "22", "00", "01"])
    #expect(tree.sources.dropFirst().prefix(4) == ["draw 1", "draw 2", "draw 1", "draw 2"])
    #expect(abs((tree.draftProbabilities[4] ?? 0) - 0.1) < 1e-15)
  }

  // MARK: Sequoia

  @Test func sequoiaFillsTheShapeItsChancesCallFor() throws {
    func paths(_ growth: String) throws -> [Int] {
      var (laws, draws) = (steady, ScriptedDraws([Double](repeating: 0, count: 20)))
      return try grow(growth, &laws, budget: 4, draws: &draws).depths
    }
    #expect(try paths("sequoia:first=0.9,second=0.01") == [0, 1, 2, 3, 4])
    #expect(try paths("sequoia:first=0.4,second=0.4,third=0.1") == [0, 1, 1, 2, 2])
  }

  @Test func sequoiaPrefersRecordedAcceptance() throws {
    var (laws, draws) = (steady, ScriptedDraws([Double](repeating: 0, count: 20)))
    let tree = try grow(
      "sequoia:first=0.9,second=0.01", &laws, budget: 2,
      rankRates: [HitRate(hits: 492, trials: 992), HitRate(hits: 450, trials: 992)], draws: &draws)
    #expect(tree.depths == [0, 1, 1])
    // Eight trials of the parameters on top: (492 + 7.2) / 1000, (450 + 0.08) / 1000.
    let estimates = tree.estimates.compactMap(\.self)
    #expect(zip(estimates, [0.4992, 0.45008]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func sequoiaStopsWhereAnotherNodeCostsMoreThanItBrings() throws {
    func count(_ costs: [Double]) throws -> Int {
      var (laws, draws) = (steady, ScriptedDraws([Double](repeating: 0, count: 20)))
      return try grow("sequoia", &laws, budget: 6, passCosts: costs, draws: &draws).draftedCount
    }
    #expect(try count([1, 1, 1, 1, 1, 1, 1]) >= 5)
    #expect(try count([1, 1.3, 3, 4, 5, 6, 7]) == 1)
    #expect(try count([1, 2, 3, 4, 5, 6, 7]) == 0)
    #expect(try count([]) == 6)
  }

  @Test func aMeasuredDraftPassReplacesTheParameter() throws {
    func depth(_ cost: Double?) throws -> Int {
      var (laws, draws) = (steady, ScriptedDraws([Double](repeating: 0, count: 20)))
      let request = GrowthRequest(
        anchor: 0, budget: 4, passCosts: [1, 1, 1, 1, 1], draftPassCost: cost)
      let tree = try GrowthRegistry.make(GrowthShape("sequoia:draft-cost=0.01")).grow(
        request, laws: &laws, draws: &draws)
      return tree.depths.max() ?? 0
    }
    #expect(try depth(nil) == 4)
    #expect(try depth(0.01) == 4)
    // Four levels at 0.4 bring less than one: 3.3 / 2.6 against (1 + 0.7 + ...) / 1.4.
    #expect(try depth(0.4) == 1)
    #expect(try depth(2) == 0)
  }

  @Test func theProgrammeKnowsWhatIsImpossible() {
    let programme = SequoiaProgramme(acceptance: [0.5], nodeCount: 4, depth: 3)
    #expect(programme.value(nodes: 3, depth: 3) == 1.75)
    #expect(programme.value(nodes: 4, depth: 3) == nil)
    #expect(programme.shape(nodes: 4, depth: 3) == nil)
    #expect(programme.value(nodes: 1, depth: 1) == 1)
  }
}
