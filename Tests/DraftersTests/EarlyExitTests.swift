import DraftTrees
import Drafters
import Models
import TestSupport
import Testing
import Timeline
import Tokens

struct EarlyExitTests {
  private let text: [TokenID] = [1, 2, 3, 4]

  /// A target that has read all but the anchor.
  private func target(
    shortVocabulary: [TokenID]? = nil, contextLength: Int = 512, maximumRowCount: Int = 64
  ) throws -> TableModel {
    let model = TableModel(
      order: 2, seed: 4, shortVocabulary: shortVocabulary, contextLength: contextLength,
      maximumRowCount: maximumRowCount)
    try model.prefill(text.dropLast(), isCancelled: { false })
    return model
  }

  private func drafter(_ target: TableModel, _ name: String = "early-exit") throws -> any Drafter {
    try DrafterRegistry.make(
      name, DraftingContext(vocabularySize: 12, prompt: text, target: target))
  }

  private func request(
    _ growth: String = "chain", budget: Int = 4, temperature: Double = 0, exitLayer: Int? = nil,
    stop: StopRule? = nil
  ) -> DraftRequest {
    var request = DraftRequest.testing(text, growth: growth, budget: budget)
    request.sampling = SamplingSettings(temperature: temperature)
    (request.exitLayer, request.stop) = (exitLayer, stop)
    return request
  }

  /// The exit's law at temperature 1 after the text and more tokens.
  private func law(_ drafted: [TokenID], behind layer: Int) throws -> TokenLaw {
    let model = try target()
    let tokens = [text[text.count - 1]] + drafted
    try model.advance(
      tokens: tokens, parents: tokens.indices.map { $0 == 0 ? nil : $0 - 1 }, through: layer)
    let last = tokens.count - 1
    var law = TokenLaw.oneHot(0, vocabularySize: 12)
    model.forEachExit(
      of: model.streams(rows: last..<last + 1, behind: layer), behind: layer, vocabulary: .whole
    ) { law = LogitProcessing.law(logits: $1, settings: SamplingSettings(temperature: 1)) }
    return law
  }

  @Test func aChainIsWhatTheExitSaysAfterItsOwnTokens() throws {
    var drafter = try drafter(target())
    let tree = try drafter.propose(request(exitLayer: 2))
    var path: [TokenID] = []
    for token in tree.tokens.dropFirst() {
      #expect(try law(path, behind: 2).mostProbable == token)
      path.append(token)
    }
    #expect(path.count == 4)
  }

  @Test func draftedRowsAreNotComputedAgainByTheScorePass() throws {
    let target = try target()
    var drafter = try drafter(target)
    let tree = try drafter.propose(request(budget: 5, exitLayer: 3))
    // The last token's row is left to the score pass.
    #expect(target.layerRows == [1: 5, 2: 5, 3: 5])
    try target.score(tokens: tree.tokens, parents: tree.parents.map { $0?.rawValue })
    #expect(target.layerRows == [1: 6, 2: 6, 3: 6, 4: 6])
    #expect(target.passes == [6])
  }

  @Test(arguments: GrowthRegistry.policyNames.filter { $0 != "eagle-2" })
  func rowsOfATreeAreNotComputedAgainEither(growth: String) throws {
    let target = try target()
    var drafter = try drafter(target)
    let tree = try drafter.propose(
      request(growth, budget: 8, temperature: 0.9, exitLayer: 2))
    #expect(tree.draftedCount > 1)
    try target.score(tokens: tree.tokens, parents: tree.parents.map { $0?.rawValue })
    #expect(target.layerRows == [1: tree.count, 2: tree.count, 3: tree.count, 4: tree.count])
  }

  @Test(arguments: GrowthRegistry.policyNames)
  func lawsAreThoseOfTheExitAtEveryNode(growth: String) throws {
    var drafter = try drafter(target())
    let tree = try drafter.propose(
      request(growth, budget: 8, temperature: 1, exitLayer: 1))
    for node in tree.nodes where !tree.draws[node].isEmpty {
      let expected = try law(tree.tokens(to: NodeIndex(node)), behind: 1)
      for child in tree.draws[node] {
        let q = try #require(tree.draftProbabilities[child.rawValue])
        #expect(abs(q - expected.probability(of: tree.tokens[child.rawValue])) < 1e-12)
      }
      #expect(
        drafter.draftLaw(at: NodeIndex(node)) == (tree.law == .deterministic ? nil : expected))
    }
  }

  @Test func theExitOfTheRequestGoesBeforeThatOfTheParameterAndTheUsualOne() throws {
    for (name, asked, expected) in [
      ("early-exit", nil, 1), ("early-exit:exit=3", nil, 3), ("early-exit:exit=3", 2, 2),
    ] as [(String, Int?, Int)] {
      let target = try target()
      var drafter = try drafter(target, name)
      _ = try drafter.propose(request(exitLayer: asked))
      #expect(target.layerRows.keys.max() == expected)
    }
  }

  @Test func anExitThatTheTargetDoesNotHaveIsRefused() throws {
    let error = #expect(throws: DraftingError.self) {
      try drafter(target(), "early-exit:exit=4")
    }
    #expect(
      error?.description
        == #"drafter "early-exit" cannot leave the target behind layer 4: choose one from 1 to 3"#)
  }

  @Test func outsideTheShortVocabularyNothingIsDrafted() throws {
    let short: [TokenID] = [2, 5, 7]
    var drafter = try drafter(target(shortVocabulary: short))
    for growth in ["chain", "top-k", "dyspec"] {
      let tree = try drafter.propose(request(growth, budget: 8, temperature: 1, exitLayer: 2))
      #expect(tree.tokens.dropFirst().allSatisfy(short.contains))
      guard let law = drafter.draftLaw(at: .root) else { continue }
      #expect(law.vocabularySize == 12)
      #expect(law.support == short)
      #expect(abs(law.total - 1) < 1e-12)
    }
    var whole = try self.drafter(target(shortVocabulary: short), "early-exit:short=0")
    _ = try whole.propose(request(temperature: 1, exitLayer: 2))
    #expect(whole.draftLaw(at: .root)?.support == nil)
  }

  @Test func whatALevelCostsIsCountedInPlainPasses() throws {
    // 4 layers and a head of one; the short vocabulary's head is half of that.
    let target = try target(shortVocabulary: [2, 5, 7])
    #expect(try drafter(target).levelCost(exitLayer: 2) == 2.5 / 5)
    #expect(try drafter(target, "early-exit:short=0").levelCost(exitLayer: nil) == 2.0 / 5)
    #expect(
      try DrafterRegistry.make(
        "goose", DraftingContext(vocabularySize: 12, prompt: text)
      ).levelCost(exitLayer: nil) == nil)
  }

  // MARK: Stopping

  @Test func theTokenThatEndsAChainStaysInIt() throws {
    var drafter = try drafter(target())
    let free = try drafter.propose(request(budget: 8, exitLayer: 2))
    var path: [TokenID] = []
    var confidences: [Double] = []
    for token in free.tokens.dropFirst() {
      confidences.append(try law(path, behind: 2).probability(of: token))
      path.append(token)
    }
    // The sum of a row is one of single floats.
    for threshold in confidences.map({ $0 + 1e-6 }) {
      let end = try #require(confidences.firstIndex { $0 < threshold })
      let stopped = try drafter.propose(
        request(budget: 8, exitLayer: 2, stop: StopRule(.confidence, threshold: threshold)))
      #expect(stopped.tokens == Array(free.tokens.prefix(end + 2)))
    }
  }

  @Test func theStopRuleOfTheParameterIsUsedWhereTheRequestHasNone() throws {
    var drafter = try drafter(target(), "early-exit:stop=1")
    #expect(try drafter.propose(request(exitLayer: 2)).draftedCount == 1)
    let lax = StopRule(.confidence, threshold: 0)
    #expect(try drafter.propose(request(exitLayer: 2, stop: lax)).draftedCount == 4)
  }

  @Test func anEntropyRuleMayEndBeforeTheFirstToken() throws {
    var drafter = try drafter(target())
    let strict = StopRule(.entropy, threshold: 0)
    #expect(try drafter.propose(request(stop: strict)).draftedCount == 0)
  }

  // MARK: Bounds

  @Test func nothingIsDraftedBehindTheLastPositionOfTheContext() throws {
    var drafter = try drafter(target(contextLength: 6))
    let tree = try drafter.propose(request("top-k:k=2,depth=4", budget: 30))
    #expect(tree.depths.max() == 2)
  }

  @Test func rowsThatDoNotFitAPassAreLeftOut() throws {
    var drafter = try drafter(target(maximumRowCount: 3))
    #expect(try drafter.propose(request(budget: 30)).draftedCount == 3)
  }

  @Test func learningTellsTheLayerAndTheAcceptance() throws {
    var drafter = try drafter(target())
    var round = Round.testing(
      tree: .chain(1, [2, 3]), committed: [2, 9],
      settings: .testing(drafter: "early-exit:exit=2", growth: "chain"))
    round.choice.exitLayer = 3
    round.judgement = Judgement(
      steps: [], accepted: [NodeIndex(1)], extra: 9, extraVerdict: .corrected)
    #expect(
      drafter.observe(round) == [
        "left the target behind layer 3 of 4",
        "accepted by place among siblings: first 1 of 2",
      ])
  }
}
