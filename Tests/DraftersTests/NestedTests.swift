import DraftTrees
import Models
import Tensors
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Drafters

struct NestedTests {
  private static let exits = [2, 4, 6]
  private let prompt: [TokenID] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]

  private func session(rows: Int = 64) throws -> LlamaSession {
    var shape = TinyLlama.Shape()
    shape.layerCount = 6
    return try TinyLlama(shape, seed: 12).session(rows: rows)
  }

  private func drafter(_ session: some LayeredModel, threshold: Double) throws -> any Drafter {
    try DrafterRegistry.make(
      "nested:threshold=\(threshold)",
      DraftingContext(
        vocabularySize: session.vocabularySize, prompt: [],
        nestedModel: NestedModel(session, exits: Self.exits, name: "nested")))
  }

  private func request(
    _ text: [TokenID], _ growth: String = "chain", budget: Int = 5, temperature: Double = 1
  ) -> DraftRequest {
    var request = DraftRequest.testing(text, growth: growth, budget: budget)
    request.sampling = SamplingSettings(temperature: temperature)
    return request
  }

  /// Laws behind an exit, and the largest probability of the model's own, by a straight pass.
  private func straight(
    _ text: [TokenID], exit: Int, temperature: Double
  ) throws -> (law: TokenLaw, surest: Double) {
    let fresh = try session()
    try fresh.advance(
      tokens: text, parents: text.indices.map { $0 == 0 ? nil : $0 - 1 }, through: exit)
    let stream = fresh.streams(rows: text.count - 1..<text.count, behind: exit)
    var found: (TokenLaw, Double)?
    fresh.forEachExit(of: stream, behind: exit, vocabulary: .whole) { _, logits in
      found = (
        LogitProcessing.law(
          logits: logits, settings: SamplingSettings(temperature: temperature)),
        LogitProcessing.summary(logits: logits, count: 1).top[0].probability
      )
    }
    return try #require(found)
  }

  /// Every answer of many rounds, some drafts kept whole, some cut, is that of a straight pass
  /// through the layers of the exit that gave it, bit for bit, and that exit is the first one that
  /// is sure.
  @Test(arguments: [0.0, 0.06, 0.1, 1.0])
  func theFirstSureExitAnswersWithItsExactLaw(_ threshold: Double) throws {
    let session = try session()
    var drafter = try drafter(session, threshold: threshold)
    var text = prompt
    var used = Set<String>()
    for round in 0..<12 {
      let tree = try drafter.propose(request(text, temperature: 0.9))
      #expect(tree.draftedCount == 5)
      for node in tree.nodes.dropFirst() {
        let parent = try #require(tree.parents[node])
        let context = text + tree.tokens(to: parent)
        let climbs = try Self.exits.map {
          try straight(context, exit: $0, temperature: 0.9)
        }
        let rung = climbs.firstIndex { $0.surest > threshold } ?? Self.exits.count - 1
        #expect(tree.sources[node] == "exit \(Self.exits[rung])")
        #expect(drafter.draftLaw(at: parent) == climbs[rung].law)
        used.insert(tree.sources[node])
      }
      // From nothing to the whole draft is kept, and a token of the target's own follows.
      text += tree.tokens.dropFirst().prefix(round % 6) + [TokenID(7 * round % 80)]
    }
    let expected: [Double: Int] = [0: 1, 1: 1]
    #expect(expected[threshold].map { used.count == $0 } ?? (used.count > 1))
  }

  /// A table whose passes are counted: what waits goes through the upper layers once, when asked.
  @Test func rowsThatWaitAreComputedOnceAndOnlyWhenADeeperExitIsAsked() throws {
    let table = TableModel(order: 2, seed: 4)
    let shallow = NestedModel(table.drafting(noise: 0), exits: [1, 2, 4], name: "nested")
    var tree = DraftTree(anchor: 3, law: .deterministic)
    let first = tree.append(5, under: .root, source: "")
    let second = tree.append(6, under: first, source: "")
    let greedy = SamplingSettings.greedy
    let text: [TokenID] = [1, 2, 3]
    #expect(try shallow.begin(text))
    for node in [NodeIndex.root, first] {
      let answers = try shallow.answers(
        below: [node], of: tree, threshold: 0, sampling: greedy)
      #expect(answers[0]?.exit == 1)
    }
    #expect(shallow.rowsDone == [1: 4])
    // Never sure: the last exit answers, and the four rows that waited come along.
    let deep = try shallow.answers(below: [second], of: tree, threshold: 1, sampling: greedy)
    #expect(deep[0]?.exit == 4)
    #expect(shallow.rowsDone == [1: 5, 2: 5, 4: 5])
    // All but the last were accepted: what was read stays, the correction alone is new.
    #expect(try shallow.begin(text + [5, 7]))
    _ = try shallow.answers(below: [.root], of: tree, threshold: 0, sampling: greedy)
    #expect(shallow.rowsDone == [1: 6, 2: 5, 4: 5])
  }

  @Test(arguments: GrowthRegistry.policyNames)
  func treesGrowByEveryPolicyWithOneExitALevel(_ growth: String) throws {
    let session = try session()
    var drafter = try drafter(session, threshold: 0.08)
    var text = prompt
    for round in 0..<4 {
      let tree = try drafter.propose(request(text, growth, budget: 8, temperature: 0.8))
      for node in tree.nodes.dropFirst() {
        let parent = try #require(tree.parents[node])
        let exit = try #require(Int(tree.sources[node].dropFirst("exit ".count)))
        let law = try straight(text + tree.tokens(to: parent), exit: exit, temperature: 0.8).law
        let q = try #require(tree.draftProbabilities[node])
        #expect(abs(q - law.probability(of: tree.tokens[node])) < 1e-12)
      }
      let deepest = try #require(tree.nodes.max { tree.depths[$0] < tree.depths[$1] })
      text += tree.tokens(to: NodeIndex(deepest)).dropLast(round % 2) + [11]
    }
  }

  /// Rows that wait become text before a pass is full, and the context bounds the rest.
  @Test func longRunsStayWithinThePassAndTheContext() throws {
    let session = try session(rows: 40)
    var drafter = try drafter(session, threshold: 0)
    var text = prompt
    while text.count < 280 {
      let tree = try drafter.propose(request(text, budget: 4))
      #expect(tree.draftedCount == max(0, min(4, 256 - text.count + 1)))
      text += tree.tokens.dropFirst() + [2]
    }
    #expect(session.cachedCount > 200)
  }

  @Test func aForkBackwardsReadsTheTextAnew() throws {
    let session = try session()
    var drafter = try drafter(session, threshold: 0.1)
    let first = try drafter.propose(request(prompt))
    _ = try drafter.propose(request(prompt + [1, 2, 3, 4]))
    _ = try drafter.propose(request([8, 8, 8]))
    #expect(try drafter.propose(request(prompt)) == first)
  }

  @Test func acceptanceIsCountedByExit() throws {
    var drafter = try drafter(session(), threshold: 0.5)
    var tree = DraftTree(anchor: 1, law: .independent)
    let a = tree.append(2, under: .root, source: "exit 2")
    let b = tree.append(3, under: a, source: "exit 6")
    tree.append(4, under: b, source: "exit 6")
    tree.seal()
    var round = Round.testing(
      tree: tree, committed: [2, 9], settings: .testing(drafter: "nested:threshold=0.5"))
    round.judgement = Judgement(steps: [], accepted: [a], extra: 9, extraVerdict: .corrected)
    #expect(
      drafter.observe(round) == [
        "exit 2 answered for 1; accepted 1 of 1 reached",
        "exit 6 answered for 2; accepted 0 of 1 reached",
      ])
  }
}
