import DraftTrees
import Timeline
import Tokens

/// Copies what followed the most recent earlier occurrence of the text's last three, two or one
/// tokens, prompt and output alike.
///
/// The copy may overlap the end of the text, so that a loop is drafted on, and stops at an end
/// token. How far it goes is bounded by the budget and by the reach bar: a node's reach is
/// estimated from how often copies after matches of that length were right at that depth.
/// Source: drafters.md section 8.1 (with the most recent match and periodic extension).
public struct PromptLookupDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "prompt-lookup",
    summary: "Copies what followed the last tokens earlier in the text.",
    source: "Saxena 2023, prompt lookup decoding; most recent match",
    law: .deterministic,
    growths: [GrowthRegistry.native, GrowthRegistry.chain])

  /// Acceptance assumed before anything was seen, for matches of 1, 2 and 3, and its weight in
  /// trials. Ours.
  private static let priors = [0.3, 0.5, 0.7]
  private static let priorWeight = 4.0
  /// Deeper nodes share the statistics of this depth.
  private static let deepest = 4
  private static let sources = (1...MatchIndex.longest).map { "match of \($0)" }

  private var index: MatchIndex
  /// [match length - 1][depth - 1], conditional on the parent being right.
  private var rates = [[HitRate]](
    repeating: [HitRate](repeating: HitRate(), count: deepest), count: MatchIndex.longest)

  public init(_ context: DraftingContext) { index = MatchIndex(context.prompt) }

  public mutating func propose(_ request: DraftRequest) -> DraftTree {
    precondition(request.text.count == index.textCount, "every committed token was observed")
    var tree = DraftTree(anchor: request.anchor, law: .deterministic)
    if let match = index.longestMatch() { copy(match, into: &tree, request) }
    tree.seal()
    return tree
  }

  private func copy(_ match: MatchIndex.Match, into tree: inout DraftTree, _ request: DraftRequest)
  {
    let source = Self.sources[match.length - 1]
    var parent = NodeIndex.root
    var reach = 1.0
    for depth in 0..<max(0, request.budget) {
      reach *= rate(matchLength: match.length, depth: depth + 1)
      guard reach > request.reachBar else { break }
      let token = index.continuation(of: match, at: depth)
      parent = tree.append(token, under: parent, source: source)
      if request.endTokens.contains(token) { break }
    }
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    let emitted = round.committed.map(\.token)
    let match = index.longestMatch()
    if let match { learn(from: emitted, after: match) }
    let lines = describes ? picture(of: match, emitted: emitted) : []
    index.append(emitted)
    return lines
  }

  /// Compares what the match would have copied with what came: also in rounds that another drafter
  /// proposed.
  private mutating func learn(from emitted: [TokenID], after match: MatchIndex.Match) {
    for (offset, token) in emitted.enumerated() {
      let isHit = index.continuation(of: match, at: offset) == token
      rates[match.length - 1][min(offset, Self.deepest - 1)].record(isHit)
      if !isHit { return }
    }
  }

  private func rate(matchLength: Int, depth: Int) -> Double {
    rates[matchLength - 1][min(depth, Self.deepest) - 1]
      .estimate(prior: Self.priors[matchLength - 1], weight: Self.priorWeight)
  }

  private func picture(of match: MatchIndex.Match?, emitted: [TokenID]) -> [String] {
    var lines: [String] = []
    if let match {
      let copied = emitted.indices.prefix {
        index.continuation(of: match, at: $0) == emitted[$0]
      }.count
      let span = (match.start - match.length)..<match.start
      lines.append(
        """
        the last \(count(match.length, "token")) stood before at \(span.lowerBound)\
        ..<\(span.upperBound); \(match.agreeing) of \(count(match.occurrences, "occurrence")) \
        went on with the same token
        """)
      lines.append("copying from \(match.start) was right for \(count(copied, "token"))")
    } else {
      lines.append("no earlier occurrence of the last token")
    }
    for length in (1...MatchIndex.longest).reversed() {
      let first = rates[length - 1][0]
      guard first.trials > 0 else { continue }
      lines.append("matches of \(length): first token right \(first.hits) of \(first.trials)")
    }
    return lines
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
