import DraftTrees
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens

struct DraftModelTests {
  private let table = TableModel(order: 2, seed: 4)

  private func request(
    _ text: [TokenID], _ growth: String = "chain", budget: Int = 6, temperature: Double = 1,
    endTokens: Set<TokenID> = []
  ) -> DraftRequest {
    var request = DraftRequest.testing(text, growth: growth, budget: budget, endTokens: endTokens)
    request.sampling = SamplingSettings(temperature: temperature)
    return request
  }

  private func drafter(_ model: TableModel) throws -> DraftModelDrafter {
    try DraftModelDrafter(
      DraftingContext(
        vocabularySize: 12, prompt: [], draftModel: DraftModel(model, name: "table")))
  }

  /// Probabilities of the table after a text.
  private func law(_ text: [TokenID], temperature: Double) throws -> [Double] {
    let fresh = table.drafting(noise: 0)
    try fresh.prefill(text.dropLast(), isCancelled: { false })
    try fresh.score(tokens: [text[text.count - 1]], parents: [nil])
    let weights = fresh.withLogits(row: 0) { $0.map { Double($0) } }
      .map { pow2($0 / temperature) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// e^x.
  private func pow2(_ x: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for n in 1...60 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }

  @Test(arguments: GrowthRegistry.policyNames)
  func lawsAreThoseOfTheModelAtEveryNode(_ growth: String) throws {
    var drafter = try drafter(table)
    let text: [TokenID] = [1, 2, 3, 4, 5, 6, 7]
    let tree = try drafter.propose(request(text, growth, budget: 8, temperature: 0.9))
    #expect(tree.draftedCount > 1)
    for node in tree.nodes where !tree.draws[node].isEmpty {
      let expected = try law(text + tree.tokens(to: NodeIndex(node)), temperature: 0.9)
      for child in tree.draws[node] {
        let q = try #require(tree.draftProbabilities[child.rawValue])
        #expect(abs(q - expected[tree.tokens[child.rawValue].index]) < 1e-6)
      }
      let law = drafter.draftLaw(at: NodeIndex(node))
      guard tree.law != .deterministic else {
        #expect(law == nil)
        continue
      }
      for (token, probability) in expected.enumerated() {
        #expect(abs(try #require(law).probability(of: TokenID(token)) - probability) < 1e-6)
      }
    }
  }

  /// Whatever was read before, a proposal depends on the text alone.
  @Test(arguments: GrowthRegistry.policyNames)
  func aProposalDependsOnTheTextAlone(_ growth: String) throws {
    var used = try drafter(table)
    var generator = SeededGenerator(seed: 3)
    var text: [TokenID] = [1, 2, 3]
    for round in 0..<40 {
      if round % 7 == 6 {
        text.removeLast(Int.random(in: 0..<text.count - 1, using: &generator))
      }
      let tree = try used.propose(request(text, growth))
      var fresh = try drafter(table.drafting(noise: 0))
      #expect(try fresh.propose(request(text, growth)) == tree)
      // Now and then a path of the tree, and a token more.
      if let node = tree.nodes.randomElement(using: &generator), !tree.isPruned[node] {
        text += tree.tokens(to: NodeIndex(node))
      }
      text.append(TokenID(Int.random(in: 0..<12, using: &generator)))
    }
  }

  @Test func acceptedRowsAreNotReadAgain() throws {
    let model = table.drafting(noise: 0)
    var drafter = try drafter(model)
    var text: [TokenID] = [1, 2, 3, 4, 5, 6, 7, 8]
    let tree = try drafter.propose(request(text, budget: 4))
    #expect(model.passes.count == 4)
    #expect(model.prefilledCount == 4)
    text += tree.tokens.dropFirst().prefix(3) + [0]
    _ = try drafter.propose(request(text, budget: 1))
    // The anchor and the three accepted have rows; the new anchor alone is computed.
    #expect(model.passes[4...] == [1])
    #expect(model.prefilledCount == 4)
  }

  @Test func aLevelIsOnePass() throws {
    let model = table.drafting(noise: 0)
    var drafter = try drafter(model)
    _ = try drafter.propose(request([1, 2], "top-k:k=2,depth=3", budget: 14))
    #expect(model.passes == [2, 2, 4])
  }

  @Test func atTemperatureZeroAChainIsTheModelsOwnChoice() throws {
    var drafter = try drafter(table)
    let tree = try drafter.propose(request([1, 2], budget: 3, temperature: 0))
    #expect(tree.draftProbabilities.dropFirst() == [1, 1, 1])
    var text: [TokenID] = [1, 2]
    for token in tree.tokens.dropFirst() {
      let law = try law(text, temperature: 1)
      #expect(law[token.index] == law.max())
      text.append(token)
    }
  }

  @Test func atTemperatureZeroRanksComeFromTheModelsOwnLaw() throws {
    var drafter = try drafter(table)
    let tree = try drafter.propose(request([1, 2], "top-k:k=3,depth=1", temperature: 0))
    let law = try law([1, 2], temperature: 1)
    let best = law.indices.sorted { law[$0] > law[$1] }.prefix(3)
    #expect(tree.tokens.dropFirst().map(\.index) == Array(best))
  }

  @Test func aTextLongerThanTheContextIsNotDraftedFor() throws {
    let short = table.drafting(noise: 0, contextLength: 6)
    var drafter = try drafter(short)
    // Positions 0 ... 5 have room: below the anchor at 4 one law more.
    #expect(try drafter.propose(request([1, 2, 3, 4, 5], budget: 6)).draftedCount == 2)
    #expect(try drafter.propose(request([1, 2, 3, 4, 5, 6], budget: 6)).draftedCount == 1)
    #expect(try drafter.propose(request([1, 2, 3, 4, 5, 6, 7], budget: 6)).draftedCount == 0)
    #expect(try drafter.propose(request([1, 2, 3], budget: 6)).draftedCount == 4)
  }

  @Test func aPassWithoutRoomForMoreRowsEndsTheTreeThere() throws {
    let narrow = table.drafting(noise: 0, maximumRowCount: 5)
    var drafter = try drafter(narrow)
    let tree = try drafter.propose(request([1, 2], "top-k:k=2,depth=4", budget: 30))
    #expect(tree.draftedCount == 2 * (1 + 2 + 1))
  }

  @Test func aFailedPassLeavesTheDrafterUsable() throws {
    struct Broken: Error {}
    let model = table.drafting(noise: 0)
    var drafter = try drafter(model)
    model.beforePass = { if model.passes.count == 1 { throw Broken() } }
    #expect(throws: Broken.self) { try drafter.propose(request([1, 2, 3])) }
    model.beforePass = {}
    var fresh = try self.drafter(table)
    #expect(try drafter.propose(request([1, 2, 3])) == fresh.propose(request([1, 2, 3])))
  }

  @Test func learningCountsAcceptanceByPlaceAmongSiblings() throws {
    var drafter = try drafter(table)
    var tree = DraftTree(anchor: 1, law: .withoutReplacement)
    tree.append(2, under: .root, source: "draw 1")
    let second = tree.append(3, under: .root, source: "draw 2")
    tree.append(4, under: second, source: "draw 1")
    tree.seal()
    var round = Round.testing(
      tree: tree, committed: [3, 9], settings: .testing(drafter: "draft-model", growth: "dyspec"))
    round.judgement = Judgement(steps: [], accepted: [second], extra: 9, extraVerdict: .corrected)
    #expect(
      drafter.observe(round)
        == ["accepted by place among siblings: first 0 of 2, second 1 of 1"])
    var other = round
    other.settings.drafter = "prompt-lookup"
    #expect(drafter.observe(other) == [])
  }
}
