import DraftTrees
import Timeline
import Tokens

/// Drafts what followed the end of the text in the user's own texts.
///
/// Finds the longest end of the text, 16 to 2 tokens, that stands in the texts; counts how its
/// continuations go on; drafts the most frequent beginnings. Where nothing is found nothing is
/// drafted. A node is estimated by its share of the continuations; whether it pays is decided by how
/// often continuations of its place among siblings were right after matches of such a length.
/// Source: REST (He et al. 2024); drafters.md section 8.2, with 512 matches read instead of 5,000.
public struct RetrievalDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "retrieval",
    summary: "Drafts what followed the last tokens in your own texts.",
    source: "He et al. 2024, REST",
    law: .deterministic,
    growths: [GrowthRegistry.native, GrowthRegistry.chain],
    needs: [.retrieval],
    parameters: [
      MethodParameter(
        name: "matches", summary: "The most matches that are read; the paper's is 5,000.",
        range: 1...5_000, standard: 512)
    ])

  /// Nodes a trie keeps at most.
  private static let largestTrie = 64
  /// Matches are counted apart up to these lengths, and beyond the last.
  private static let lengthBounds = [2, 4, 8]

  private let corpus: RetrievalCorpus
  private let matchLimit: Int
  /// The last tokens of the text, as many as are looked for.
  private var recent: [TokenID]
  private var rates = [RankRates](repeating: RankRates(), count: lengthBounds.count + 1)
  private var roundCount = 0
  private var foundCount = 0
  /// What was retrieved last, and behind which tokens: drafting and learning ask the same.
  private var latest: (suffix: [TokenID], retrieved: Retrieved)?

  public init(_ context: DraftingContext) throws(DraftingError) {
    guard let corpus = context.retrieval else {
      throw .missing(.retrieval, drafter: Self.descriptor.name)
    }
    self.corpus = corpus
    matchLimit = context.parameters.count("matches")
    recent = context.prompt.suffix(Retrieved.longest)
  }

  public mutating func propose(_ request: DraftRequest) -> DraftTree {
    var tree = DraftTree(anchor: request.anchor, law: .deterministic)
    if request.budget > 0 { draft(retrieve(), into: &tree, request) }
    tree.seal()
    return tree
  }

  private mutating func retrieve() -> Retrieved {
    if let latest, latest.suffix == recent { return latest.retrieved }
    let retrieved = Retrieved(recent, in: corpus, limit: matchLimit)
    latest = (recent, retrieved)
    return retrieved
  }

  private func draft(
    _ retrieved: Retrieved, into tree: inout DraftTree, _ request: DraftRequest
  ) {
    let rates = rates[Self.lengthClass(retrieved.length)]
    var drafted: [Int: (node: NodeIndex, reach: Double)] = [:]
    var siblings: [Int?: Int] = [:]
    for place in retrieved.trie.mostFrequent(Self.largestTrie) {
      guard tree.draftedCount < request.budget else { return }
      let node = retrieved.trie.nodes[place]
      let rank = siblings[node.parent, default: 0]
      siblings[node.parent] = rank + 1
      var parent: (node: NodeIndex, reach: Double)? = (.root, 1)
      if let above = node.parent { parent = drafted[above] }
      // What is above did not pay, or ends the text.
      guard let parent,
        parent.node == .root || !request.endTokens.contains(tree.tokens[parent.node.rawValue])
      else { continue }
      let reach = parent.reach * rates.acceptance(of: rank)
      guard reach > request.reachBar,
        request.growth != GrowthRegistry.chain || parent.node.rawValue == tree.count - 1
      else { continue }
      drafted[place] = (
        tree.append(
          node.token, under: parent.node,
          estimate: Double(node.count) / Double(retrieved.takenCount),
          source: Self.source(retrieved.length)), reach
      )
    }
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    let emitted = round.committed.map(\.token)
    let retrieved = retrieve()
    let right = learn(emitted, retrieved)
    roundCount += 1
    if retrieved.length > 0 { foundCount += 1 }
    recent = (recent + emitted).suffix(Retrieved.longest)
    return describes ? picture(retrieved, right: right) : []
  }

  /// Along what came, down the trie.
  /// - Returns: how many tokens of what came stand in the trie.
  private mutating func learn(_ emitted: [TokenID], _ retrieved: Retrieved) -> Int {
    var parent: Int?
    for (offset, token) in emitted.enumerated() {
      let children = retrieved.trie.children(of: parent)
      guard !children.isEmpty else { return offset }
      let rank = children.firstIndex { retrieved.trie.nodes[$0].token == token }
      rates[Self.lengthClass(retrieved.length)].record(right: rank)
      guard let rank else { return offset }
      parent = children[rank]
    }
    return emitted.count
  }

  private static func lengthClass(_ length: Int) -> Int {
    lengthBounds.firstIndex { length <= $0 } ?? lengthBounds.count
  }

  /// "match of 3-4".
  private static func source(_ length: Int) -> String {
    switch lengthClass(length) {
    case 0: "match of 2"
    case 1: "match of 3-4"
    case 2: "match of 5-8"
    default: "match of 9-16"
    }
  }

  private func picture(_ retrieved: Retrieved, right: Int) -> [String] {
    var lines: [String] = []
    if retrieved.length == 0 {
      lines.append("the last 2 tokens do not stand in the texts")
    } else {
      lines.append(
        "the last \(retrieved.length) tokens stand at \(retrieved.matchCount) places; "
          + "\(retrieved.takenCount) continuations read, right for \(right) tokens")
      let best = retrieved.trie.children(of: nil).prefix(4).map {
        "\(retrieved.trie.nodes[$0].token) \(retrieved.trie.nodes[$0].count)"
      }
      lines.append("went on with: \(best.joined(separator: ", "))")
    }
    lines.append(
      "\(corpus.tokenCount) tokens of \(corpus.textCount) "
        + "text\(corpus.textCount == 1 ? "" : "s"); found in \(foundCount) of "
        + "\(roundCount) rounds")
    if let note = corpus.note { lines.append(note) }
    for (place, rates) in rates.enumerated() where rates.trials > 0 {
      let length = place < Self.lengthBounds.count ? Self.lengthBounds[place] : Retrieved.longest
      lines.append("\(Self.source(length)), right by rank, of \(rates.trials): \(rates.picture)")
    }
    return lines
  }
}
