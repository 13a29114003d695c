import Decoding
import DraftTrees
import Drafters
import Models
import TestSupport
import Testing
import Timeline
import Tokens

struct SuperposedSessionTests {
  private func run(_ drafter: String, growth: String = "native") throws -> DecodingSession {
    let session = try makeSession(
      TableModel(order: 2, seed: 5, spread: 3),
      .testing(drafter: drafter, growth: growth, budget: 9), endTokens: [0])
    try session.finish()
    return session
  }

  /// The means by depth in a line, as numbers.
  private func distances(_ round: Round) -> [Double] {
    let line = round.learned.first { $0.hasPrefix("superposed law against") } ?? ""
    let found = line.split(separator: ";")[0].split(separator: ":").last ?? ""
    return found.split(separator: ",").compactMap { $0.split(separator: " ").last }
      .compactMap { Double($0) }
  }

  /// A lone chain is fed its own tokens, so its law is the model's own.
  @Test func theDistanceOfALoneChainIsZero() throws {
    let session = try run("superposed:chains=1,distance=1")
    let all = session.line.flatMap(distances)
    #expect(all.count > 10 && all.allSatisfy { $0 == 0 })
  }

  @Test func severalChainsAreReadByALawThatIsNoneOfTheirs() throws {
    let session = try run("superposed:distance=1,temperature=1,ngrams=0.1")
    let all = session.line.flatMap(distances)
    #expect(all.count > 10 && all.contains { $0 > 0.05 } && all.allSatisfy { 0...1 ~= $0 })
    let plain = try run("superposed:temperature=1,ngrams=0.1")
    #expect(session.text == plain.text)
    #expect(zip(session.line, plain.line).allSatisfy { $0.tree == $1.tree })
  }

  /// What was measured is measured again by a drafter that knows the rounds alone.
  @Test func aRebuiltDrafterSaysTheSameDistances() throws {
    let session = try run("superposed:distance=1,temperature=1")
    let target = TableModel(order: 2, seed: 5, spread: 3)
    var rebuilt = try DrafterRegistry.make(
      "superposed:distance=1,temperature=1",
      DraftingContext(
        vocabularySize: 12, prompt: [1, 2, 3], endTokens: [0],
        draftModel: DraftModel(target.drafting(noise: 0.7), name: "noisy")))
    for round in session.line { #expect(rebuilt.observe(round) == round.learned) }
  }

  /// A pass for each depth, however many chains.
  @Test func chainsShareTheirPasses() throws {
    let model = TableModel(order: 2, seed: 5).drafting(noise: 0)
    var drafter = try DrafterRegistry.make(
      "superposed:chains=3,temperature=1,ngrams=0",
      DraftingContext(
        vocabularySize: 12, prompt: [1, 2, 3], draftModel: DraftModel(model, name: "table")))
    let tree = try drafter.propose(.testing([1, 2, 3], budget: 12))
    #expect(tree.draftedCount == 12 && tree.depths.max() == 4)
    #expect(model.passes == [3, 1, 1, 1])
  }
}
