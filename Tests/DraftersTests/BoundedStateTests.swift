import DraftTrees
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens

/// What drafters without a model remember stays below a bound, however long a run lasts.
struct BoundedStateTests {
  static let cheap = DrafterRegistry.descriptors.filter(\.isCheap).map(\.name)
  private static let roundCount = 10_000
  private static let committedCount = 3

  /// The most values held. What grows with the text is cut at 32,768 tokens, each in as many n-grams
  /// as are indexed; tables are cut at some ten thousand rows; a row a token is the vocabulary's.
  private func bound(vocabularySize: Int) -> Int { 32_768 * 30 + vocabularySize * 20 }

  /// Ten thousand rounds of tokens that do not repeat, the worst for tables: a large vocabulary fills
  /// every table, a small one every row.
  @Test(arguments: cheap, [7, 49_152])
  func tenThousandRoundsStayWithinTheBound(_ drafter: String, _ vocabularySize: Int) throws {
    let randomness = KeyedRandomness(seed: 3)
    func token(_ position: Int) -> TokenID {
      let uniform = randomness.uniform(position: position, purpose: .control, index: 0)
      return TokenID(Int(uniform * Double(vocabularySize)))
    }
    let prompt = (0..<50).map(token)
    var made = try DrafterRegistry.make(
      drafter,
      DraftingContext(
        vocabularySize: vocabularySize, prompt: prompt,
        retrieval: try RetrievalCorpus([(0..<200).map(token)])))
    let start = heldValueCount(made)
    var text = prompt
    text.reserveCapacity(50 + Self.roundCount * Self.committedCount)
    var (first, last) = (0, 0)
    for index in 0..<Self.roundCount {
      var tree = DraftTree(anchor: text[text.count - 1], law: .deterministic)
      tree.append(token(text.count), under: .root, source: "test")
      tree.seal()
      let committed = (0..<Self.committedCount).map { token(text.count + $0) }
      // Best first, each but once.
      let alternatives = (0...1).map { node in
        (0..<3).map { TokenID((committed[node].index + $0 * 3) % vocabularySize) }
      }
      _ = made.observe(
        .testing(tree: tree, alternatives: alternatives, committed: committed, index: index))
      text += committed
      if index % 1_000 == 999 {
        _ = try made.propose(.testing(text))
        last = heldValueCount(made)
        if first == 0 { first = last }
        #expect(last <= bound(vocabularySize: vocabularySize))
      }
    }
    // Rules out that nothing is counted: what learns holds more than it began with.
    if drafter != "none" { #expect(max(first, last) >= start) }
  }
}
