import DraftTrees
import Timeline
import Tokens

/// Guesses several coming tokens at once and refines them pass by pass; what the guesses run into
/// is kept and drafted when its first token comes.
///
/// A pass carries the window (source "window"), whose rows are there to be refined and seldom to be
/// accepted, and n-grams of the pool behind the anchor (source "pool"). The window has its rows
/// whatever they pay, since without them nothing is ever found; n-grams must pay by how often
/// those of the pool were right. A round too small for the whole window carries fewer columns.
/// Source: Fu et al. 2024, Lookahead decoding; drafters.md section 8.3. The paper has W = 7, N = 5,
/// G = 7, about 50 rows, which a CPU does not have to spare: the standard here is 2, 3, 2.
public struct LookaheadDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "lookahead",
    summary: "Refines guesses of the coming tokens in the same pass, and drafts what they met.",
    source: "Fu et al. 2024, Lookahead decoding; small window",
    law: .deterministic,
    growths: [GrowthRegistry.native],
    parameters: [
      MethodParameter(
        name: "window", summary: "W: columns of guesses; the paper has 7.", range: 1...16,
        standard: 2),
      MethodParameter(
        name: "ngram", summary: "N: tokens of an n-gram, its first included; the paper has 5.",
        range: 2...8, standard: 3),
      MethodParameter(
        name: "pool", summary: "G: n-grams kept for a token; the paper has 7.", range: 1...16,
        standard: 2),
      MethodParameter(
        name: "prompt", summary: "1: the pool starts from the n-grams of the prompt.",
        range: 0...1, standard: 0),
    ])

  private static let windowSource = "window"
  private static let poolSource = "pool"

  private let prompt: [TokenID]
  private var window: JacobiWindow
  private var pool: NGramPool
  /// By the age of the n-gram among those of its token, the newest being 0.
  private var rates = RankRates()
  private var anchor: TokenID?
  private var textCount: Int
  private var roundCount = 0
  private var hitCount = 0

  public init(_ context: DraftingContext) {
    let gramLength = context.parameters.count("ngram")
    // Only a few tokens are ever drawn from it.
    prompt = context.prompt.suffix(1024)
    anchor = prompt.last
    textCount = context.prompt.count
    let filling = Self.filling(prompt, position: textCount - 1)
    window = JacobiWindow(
      width: context.parameters.count("window"), levelCount: gramLength - 1, filling: filling)
    pool = NGramPool(perToken: context.parameters.count("pool"))
    guard context.parameters.count("prompt") == 1 else { return }
    for start in context.prompt.indices.dropLast(gramLength - 1) {
      pool.insert(
        Array(context.prompt[(start + 1)..<(start + gramLength)]), after: context.prompt[start])
    }
  }

  public mutating func propose(_ request: DraftRequest) -> DraftTree {
    var tree = DraftTree(anchor: request.anchor, law: .deterministic)
    let columns = window.columns(within: request.budget)
    // The window comes last in drawing order, and its rows are set aside first.
    let left = request.budget - columns * window.levels.count
    addPool(to: &tree, count: left, request)
    window.add(
      columns: columns, to: &tree, endTokens: request.endTokens, source: Self.windowSource)
    tree.seal()
    return tree
  }

  private func addPool(to tree: inout DraftTree, count: Int, _ request: DraftRequest) {
    for (rank, gram) in pool.candidates(after: request.anchor).enumerated() {
      var parent = NodeIndex.root
      var reach = rates.acceptance(of: rank)
      for token in gram {
        if let child = tree.child(of: parent, token: token) {
          parent = child
        } else {
          guard tree.draftedCount < count, reach > request.reachBar else { break }
          parent = tree.append(token, under: parent, estimate: reach, source: Self.poolSource)
        }
        if request.endTokens.contains(token) { break }
        reach *= rates.acceptance(of: 0)
      }
    }
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    let emitted = round.committed.map(\.token)
    let candidates = anchor.map { pool.candidates(after: $0) } ?? []
    let hit = candidates.map { gram in zip(gram, emitted).prefix { $0 == $1 }.count }.max() ?? 0
    roundCount += 1
    if hit > 0 { hitCount += 1 }
    if !candidates.isEmpty, let next = emitted.first {
      rates.record(right: candidates.firstIndex { $0.first == next })
    }
    textCount += emitted.count
    let before = describes ? window : nil
    let grams = harvest(round)
    anchor = emitted.last ?? anchor
    return before.map { picture($0, grams: grams, candidates: candidates.count, hit: hit) } ?? []
  }

  /// What the target says below the window, in rounds that carried it.
  private mutating func harvest(_ round: Round) -> [[TokenID]] {
    let columns = window.nodes(in: round.tree)
    let predictions = (0..<window.width).map { column -> TokenID? in
      guard column < columns.count, columns[column].count == window.levels.count,
        let last = columns[column].last, last.rawValue < round.scores.count
      else { return nil }
      return round.scores[last.rawValue].alternatives.first?.token
    }
    let grams = window.advance(
      predictions, emitted: round.committed.count,
      filling: Self.filling(prompt, position: textCount - 1))
    for gram in grams { pool.insert(Array(gram.dropFirst()), after: gram[0]) }
    return grams
  }

  /// Tokens of the prompt, drawn by the place in the text alone.
  private static func filling(_ prompt: [TokenID], position: Int) -> (Int) -> TokenID {
    precondition(!prompt.isEmpty, "a run starts from a prompt")
    return { index in
      let uniform = KeyedRandomness(seed: 0).uniform(
        position: position, purpose: .draft, index: index)
      return prompt[Int(uniform * Double(prompt.count))]
    }
  }

  private func picture(_ before: JacobiWindow, grams: [[TokenID]], candidates: Int, hit: Int)
    -> [String]
  {
    var lines = before.levels.enumerated().map { level, tokens in
      "window, level \(level + 1) of \(before.levelCount): "
        + tokens.map(\.description).joined(separator: " ")
    }
    lines += grams.map { gram in
      "into the pool behind \(gram[0]): "
        + gram.dropFirst().map(\.description).joined(separator: " ")
    }
    lines.append(
      candidates == 0
        ? "no n-gram behind the anchor"
        : "\(candidates) n-grams behind the anchor, right for \(hit) tokens")
    lines.append(
      "pool: \(pool.count) tokens (at most \(pool.capacity)); a hit in \(hitCount) of "
        + "\(roundCount) rounds")
    return lines
  }
}
