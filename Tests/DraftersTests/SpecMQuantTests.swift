import DraftTrees
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens

struct SpecMQuantTests {
  private let table = TableModel(order: 2, seed: 4)
  private let prompt: [TokenID] = [1, 2, 3, 4, 1, 2]

  private func drafter(_ middle: TableModel, prompt: [TokenID]? = nil) throws -> any Drafter {
    try DrafterRegistry.make(
      "spec-m-quant",
      DraftingContext(
        vocabularySize: 12, prompt: prompt ?? self.prompt,
        middleModel: DraftModel(middle, name: "middle")))
  }

  /// What the middle model says greedily behind a text.
  private func greedy(_ text: [TokenID], count: Int) throws -> [TokenID] {
    let fresh = table.drafting(noise: 0)
    var text = text
    try fresh.prefill(text.dropLast(), isCancelled: { false })
    for _ in 0..<count {
      try fresh.score(tokens: [text[text.count - 1]], parents: [nil])
      text.append(
        fresh.withLogits(row: 0) { logits in
          TokenID(logits.indices.max { logits[$0] < logits[$1] }!)
        })
      fresh.commit(path: [0])
    }
    return Array(text.suffix(count))
  }

  private func chain(_ tree: DraftTree) -> [TokenID] {
    tree.nodes.dropFirst().filter { !tree.isPruned[$0] }.map { tree.tokens[$0] }
  }

  @Test(arguments: [1, 3, 6, 20])
  func theTargetSeesTheMiddleModelsGreedyChain(_ budget: Int) throws {
    var drafter = try drafter(table)
    let tree = try drafter.propose(.testing(prompt, budget: budget))
    let tokens = chain(tree)
    let expected = try greedy(prompt, count: tokens.count)
    #expect(tokens == expected)
    // Six are enough, and the last step may bring more.
    #expect(tokens.count >= min(budget, 6) && tokens.count <= budget)
    let last = try #require(tree.nodes.last { !tree.isPruned[$0] })
    #expect(tree.depths[last] == tokens.count)
  }

  /// A run with itself as the target: all is accepted, and what is refused is the small drafter's.
  @Test func whatEachLevelDidStandsInTheTreeAndInTheLines() throws {
    let target = TableModel(order: 1, seed: 3)
    var drafter = try drafter(target.drafting(noise: 0))
    var text = prompt
    var (kept, refused) = (0, 0)
    for index in 0..<12 {
      let tree = try drafter.propose(.testing(text, budget: 8))
      let fresh = target.drafting(noise: 0)
      try fresh.prefill(text.dropLast(), isCancelled: { false })
      let path = tree.nodes.filter { !tree.isPruned[$0] }
      try fresh.score(
        tokens: path.map { tree.tokens[$0] },
        parents: path.indices.map { $0 == 0 ? nil : $0 - 1 })
      let tops = path.indices.map { row in
        fresh.withLogits(row: row) { logits in
          TokenID(logits.indices.max { logits[$0] < logits[$1] }!)
        }
      }
      var round = Round.testing(
        tree: tree, committed: tops, index: index,
        settings: .testing(drafter: "spec-m-quant", growth: "native"))
      round.judgement = Judgement(
        steps: [], accepted: path.dropFirst().map { NodeIndex($0) }, extra: tops.last,
        extraVerdict: .bonus)
      round.scores = tree.nodes.map { node in
        guard let row = path.firstIndex(of: node) else {
          return NodeScore(targetProbability: nil, reach: nil, alternatives: [], entropy: nil)
        }
        return NodeScore(
          targetProbability: 1, reach: 1,
          alternatives: [
            Alternative(token: tops[row], targetProbability: 1, modelProbability: 1)
          ], entropy: 0)
      }
      let lines = drafter.observe(round)
      let sources = tree.sources.dropFirst()
      #expect(
        Set(sources).isSubset(of: [
          "token-recycling, kept by middle", "token-recycling, refused by middle", "middle itself",
        ]))
      for node in tree.nodes where tree.sources[node].hasSuffix("refused by middle") {
        #expect(tree.isPruned[node])
        refused += 1
      }
      let keptNow = sources.count { $0.contains("kept") }
      let own = sources.count { $0 == "middle itself" }
      kept += keptNow
      #expect(
        lines[0].hasPrefix(
          "token-recycling proposed \(sources.count - own), middle kept \(keptNow); so far \(kept)")
      )
      #expect(lines[1].hasPrefix("middle took \(own) passes over \(sources.count) rows; so far"))
      let (k, o) = (
        path.count { tree.sources[$0].contains("kept") },
        path.count { tree.sources[$0] == "middle itself" }
      )
      #expect(
        lines[2].hasPrefix(
          "the target, reaching \(k + o), accepted \(k) of \(k) kept and \(o) of \(o) of middle"))
      text += tops
    }
    // A text of few words: the small drafter learns it from both models.
    #expect(kept > 40 && refused > 0)
  }

  @Test func nothingFollowsAnEndToken() throws {
    let end = try greedy(prompt, count: 3)[2]
    var drafter = try drafter(table)
    let tree = try drafter.propose(.testing(prompt, budget: 9, endTokens: [end]))
    let chain = chain(tree)
    #expect(chain.firstIndex(of: end) == chain.count - 1)
  }

  @Test func aMiddleModelWithoutRoomLeavesTheBufferShort() throws {
    var drafter = try drafter(table.drafting(noise: 0, contextLength: 8))
    let tree = try drafter.propose(.testing(prompt, budget: 6))
    let expected = try greedy(prompt, count: chain(tree).count)
    #expect(chain(tree) == expected && expected.count <= 3)
    var full = try self.drafter(
      table.drafting(noise: 0, contextLength: 8), prompt: Array(repeating: 1, count: 9))
    #expect(try full.propose(.testing(Array(repeating: 1, count: 9), budget: 6)).draftedCount == 0)
  }

  @Test func aBufferThatDoesNotPayIsNotFilled() throws {
    var drafter = try drafter(table)
    var request = DraftRequest.testing(prompt, budget: 9)
    request.reachBar = 0.5
    // 0.7 · 0.7 is below the bar.
    #expect(chain(try drafter.propose(request)).count == 2)
    request.reachBar = 1
    #expect(try drafter.propose(request).draftedCount == 0)
  }

  @Test func withoutAMiddleModelTheRemedyIsNamed() {
    let error = #expect(throws: DraftingError.self) {
      try SpecMQuantDrafter(DraftingContext(vocabularySize: 4, prompt: [0]))
    }
    #expect(
      error?.description
        == "drafter \"spec-m-quant\" needs a model between it and the target: "
        + "start with --middle-model")
  }
}
