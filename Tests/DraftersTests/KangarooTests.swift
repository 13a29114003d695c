import DraftTrees
import Drafters
import Models
import TestSupport
import Testing
import Timeline
import Tokens

struct KangarooTests {
  private let target = TableModel(order: 2, seed: 4)

  private func drafter(
    _ name: String = "kangaroo:stop=0", adapter: TableAdapter? = nil
  ) throws -> any Drafter {
    try DrafterRegistry.make(
      name,
      DraftingContext(
        vocabularySize: 12, prompt: [1], target: target,
        adapted: AdaptedExit(adapter ?? TableAdapter(for: target))))
  }

  private func request(
    _ text: [TokenID], _ growth: String = "chain", budget: Int = 4, temperature: Double = 0
  ) -> DraftRequest {
    var request = DraftRequest.testing(text, growth: growth, budget: budget)
    request.sampling = SamplingSettings(temperature: temperature)
    return request
  }

  /// Brings the target's cache to a text, as a session does.
  private func read(_ text: [TokenID]) throws {
    target.truncate(to: 0)
    try target.prefill(text.dropLast(), isCancelled: { false })
  }

  @Test(arguments: GrowthRegistry.policyNames)
  func aProposalDependsOnTheTextAlone(growth: String) throws {
    var used = try drafter()
    var generator = SeededGenerator(seed: 3)
    var text: [TokenID] = [1, 2, 3]
    for round in 0..<40 {
      if round % 7 == 6 {
        text.removeLast(Int.random(in: 0..<text.count - 1, using: &generator))
      }
      try read(text)
      let tree = try used.propose(request(text, growth, budget: 6, temperature: 0.8))
      try read(text)
      var fresh = try drafter()
      #expect(try fresh.propose(request(text, growth, budget: 6, temperature: 0.8)) == tree)
      if let node = tree.nodes.randomElement(using: &generator), !tree.isPruned[node] {
        text += tree.tokens(to: NodeIndex(node))
      }
      text.append(TokenID(Int.random(in: 0..<12, using: &generator)))
    }
  }

  @Test func afterADraftAcceptedAsAWholeTheAdapterCatchesUpOnItsLastToken() throws {
    let adapter = TableAdapter(for: target)
    var drafter = try drafter(adapter: adapter)
    var text: [TokenID] = [1, 2, 3]
    try read(text)
    var tree = try drafter.propose(request(text))
    #expect(adapter.prefilledCount == 2)
    // The rows of the anchor and of all drafted tokens but the last stand in the adapter.
    text += tree.tokens.dropFirst() + [7]
    try read(text)
    tree = try drafter.propose(request(text))
    #expect(adapter.prefilledCount == 3)
    // Two of four accepted: the adapter has seen both.
    text += tree.tokens.dropFirst().prefix(2) + [7]
    try read(text)
    _ = try drafter.propose(request(text))
    #expect(adapter.prefilledCount == 3)
    #expect(adapter.cachedCount == text.count - 1)
  }

  @Test func roundsOfAnotherDrafterAreCaughtUpOn() throws {
    let adapter = TableAdapter(for: target)
    var drafter = try drafter(adapter: adapter)
    try read([1, 2, 3])
    _ = try drafter.propose(request([1, 2, 3]))
    let text: [TokenID] = [1, 2, 3, 4, 5, 6, 7, 8]
    try read(text)
    let tree = try drafter.propose(request(text))
    var fresh = try self.drafter()
    try read(text)
    #expect(try fresh.propose(request(text)) == tree)
    #expect(adapter.cachedCount == 7)
  }

  @Test func theTokenOfAnUnsureLawIsKeptAndItsSuccessorIsNot() throws {
    try read([1, 2, 3])
    var free = try drafter()
    let whole = try free.propose(request([1, 2, 3], budget: 8))
    // The stop rule looks at the adapter's own law, whatever the temperature.
    var largest: [Double] = []
    for depth in 0..<whole.draftedCount {
      let text = [1, 2, 3] + whole.tokens.dropFirst().prefix(depth)
      try read(text)
      var sampled = try drafter()
      _ = try sampled.propose(request(text, budget: 1, temperature: 1))
      largest.append(sampled.draftLaw(at: .root)?.probabilities.max() ?? 0)
    }
    for threshold in largest.map({ $0 + 1e-9 }) {
      try read([1, 2, 3])
      var stopping = try drafter("kangaroo:stop=\(threshold)")
      let tree = try stopping.propose(request([1, 2, 3], budget: 8))
      let end = try #require(largest.firstIndex { $0 < threshold })
      #expect(tree.tokens == Array(whole.tokens.prefix(end + 2)))
    }
  }

  @Test func draftedRowsAreNotComputedAgainByTheScorePass() throws {
    try read([1, 2, 3])
    var drafter = try drafter()
    _ = try drafter.propose(request([1, 2, 3], budget: 1))
    let before = target.layerRows
    let tree = try drafter.propose(request([1, 2, 3], budget: 4))
    try target.score(tokens: tree.tokens, parents: tree.parents.map { $0?.rawValue })
    for layer in 1...4 {
      #expect(target.layerRows[layer, default: 0] - before[layer, default: 0] == 5)
    }
  }

  @Test func preparingReadsThePromptUntilItIsCancelled() throws {
    let adapter = TableAdapter(for: target)
    var drafter = try drafter(adapter: adapter)
    let prompt = (0..<200).map { TokenID($0 % 12) }
    try read(prompt)
    var asked = 0
    #expect(throws: CancellationError.self) {
      try drafter.prepare(prompt) {
        asked += 1
        return asked > 2
      }
    }
    #expect(adapter.cachedCount == 128)
    try drafter.prepare(prompt) { false }
    #expect(adapter.cachedCount == 199)
    #expect(adapter.prefilledCount == 199)
  }
}
