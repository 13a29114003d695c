import DraftTrees
import Timeline
import Tokens

/// A spine copied from the text, with branches from what the target considered before.
///
/// Copied tokens are right more often than those of the table, so the tree is a deep chain with few
/// branches that thin out with depth. How the rows are shared follows the confidence in the match
/// and a running average of the accepted *fraction* of spines, which is no probability. Every row
/// of every pass, the last of the prompt included, fills the table, the last of a token winning. Source: GOOSE (COLM 2026);
/// drafters.md section 7. Ours: what the round may use bounds the rows, eight alternatives instead
/// of ten, nodes that do not pay are left out by their measured acceptance, and the anchor's row
/// fills the tier of pairs too.
public struct GooseDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "goose",
    summary: "Copies a spine from the text and branches from candidates considered before.",
    source: "GOOSE, COLM 2026; rows by the measured cost",
    law: .deterministic,
    growths: [GrowthRegistry.native, GrowthRegistry.chain],
    parameters: [
      MethodParameter(
        name: "reserve",
        summary: "The share of the rows that only confidence releases; the paper's is 0.4.",
        range: 0...0.9, standard: 0, isWhole: false)
    ],
    readsPromptRows: true)

  /// Weight of the newest round in the average of spines.
  private static let averageWeight = 0.3

  private let reserve: Double
  private let vocabularySize: Int
  private var index: ContextIndex
  private var table: SuccessorTable
  private var rates = GooseRates()
  /// Of the accepted fraction of spines.
  private var average = 0.5
  private var counters = Counters()
  /// The spine that was found last: drafting and learning ask for the same.
  private var latest: (suffix: [TokenID], limit: Int, textCount: Int, spine: Spine)?

  /// Events worth showing.
  private struct Counters {
    /// Rounds whose path left the spine for a branch of it.
    var continuations = 0
    /// Tokens so won.
    var gained = 0
  }

  public init(_ context: DraftingContext) {
    reserve = context.parameters["reserve"]
    vocabularySize = context.vocabularySize
    index = ContextIndex(context.prompt)
    table = SuccessorTable(vocabularySize: context.vocabularySize)
    for row in context.promptRows {
      let predecessor = row.position > 0 ? context.prompt[row.position - 1] : nil
      table.write(row.alternatives, after: row.token, predecessor: predecessor)
    }
  }

  public mutating func propose(_ request: DraftRequest) -> DraftTree {
    let (spine, budget) = plan(
      after: request.text.suffix(ContextIndex.longest), budget: request.budget)
    var builder = GooseTree(request, table: table, rates: rates)
    builder.build(spine, budget)
    var tree = builder.tree
    tree.seal()
    return tree
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    let emitted = round.committed.map(\.token)
    let before = index.text.suffix(ContextIndex.longest)
    let (spine, budget) = plan(after: before, budget: round.choice.budget)
    let drafted = round.tree.sources.count { $0 == GooseTree.Source.spine.rawValue }
    // What it drafted itself, or would have in a round that another drafter proposed.
    let length = drafted > 0 ? drafted : budget.spine
    let accepted = zip(spine.tokens.prefix(length), emitted).prefix { $0 == $1 }.count
    if length > 0 {
      average =
        Self.averageWeight * Double(accepted) / Double(length)
        + (1 - Self.averageWeight) * average
    }
    rates.learn(spine, emitted: emitted)
    learnRows(emitted, after: Array(before))
    count(round)
    harvest(round, predecessor: before.dropLast().last)
    index.append(emitted)
    latest = nil
    return describes ? picture(spine, budget, accepted: accepted, of: length) : []
  }

  private mutating func plan(after suffix: some Collection<TokenID>, budget: Int)
    -> (Spine, GooseBudget)
  {
    let spine = spine(after: Array(suffix), limit: budget)
    let shares = GooseBudget(
      rows: budget + 1, reserve: reserve, confidence: spine.confidence, average: average,
      chainLength: spine.tokens.count)
    return (spine, shares)
  }

  private mutating func spine(after suffix: [TokenID], limit: Int) -> Spine {
    let textCount = index.text.count
    if let latest, latest.limit == limit, latest.textCount == textCount, latest.suffix == suffix {
      return latest.spine
    }
    let spine = Spine(after: suffix, in: index, limit: limit)
    latest = (suffix, limit, textCount, spine)
    return spine
  }

  /// Along what came: each token's row as it stood before the round.
  private mutating func learnRows(_ emitted: [TokenID], after suffix: [TokenID]) {
    var (predecessor, token) = (suffix.dropLast().last, suffix.last)
    for next in emitted {
      if let token, let row = table.row(after: token, predecessor: predecessor) {
        rates.learn(row, next: next)
      }
      (predecessor, token) = (token, next)
    }
  }

  private mutating func count(_ round: Round) {
    let sources = (round.judgement?.accepted ?? []).map { round.tree.sources[$0.rawValue] }
    guard let leaving = sources.firstIndex(of: GooseTree.Source.spineBranch.rawValue) else {
      return
    }
    counters.continuations += 1
    counters.gained += sources.count - leaving
  }

  private mutating func harvest(_ round: Round, predecessor: TokenID?) {
    let tree = round.tree
    for (node, score) in round.scores.enumerated() where !tree.isPruned[node] {
      table.write(
        score.alternatives, after: tree.tokens[node],
        predecessor: tree.parents[node].map { tree.tokens[$0.rawValue] } ?? predecessor)
    }
  }

  private func picture(_ spine: Spine, _ budget: GooseBudget, accepted: Int, of length: Int)
    -> [String]
  {
    var lines: [String] = []
    if spine.tokens.isEmpty {
      lines.append("no earlier occurrence of the last 3 tokens: no spine")
    } else {
      let reason =
        spine.hasConsensus
        ? "all \(spine.occurrences) occurrences agree"
        : "by length, \(spine.occurrences) occurrence\(spine.occurrences == 1 ? "" : "s")"
      lines.append(
        "match of \(spine.matchLength), chain of \(spine.tokens.count); confidence "
          + "\(Gauge.bar(spine.confidence)) \(Gauge.hundredths(spine.confidence)) (\(reason))")
    }
    lines.append(
      "\(budget.rows) rows: spine \(budget.spine) (share \(Gauge.hundredths(budget.spineShare))), "
        + "root branches \(budget.rootBranches), spine branches \(budget.spineBranches)")
    if length > 0 { lines.append("spine right for \(accepted) of \(length) tokens") }
    lines.append(
      "average fraction of spines accepted \(Gauge.bar(average)) \(Gauge.hundredths(average)) "
        + "(share 0.15 below 0.20, 0.30 below 0.40, else 0.50)")
    if counters.continuations > 0 {
      lines.append(
        "left the spine for its branches \(counters.continuations) times, won \(counters.gained) "
          + "tokens there")
    }
    lines.append(
      "rows: \(table.singleCount) of \(vocabularySize) tokens, \(table.pairCount) pairs "
        + "(at most \(table.pairCapacity))")
    for (name, rates) in [("pairs", rates.pair), ("tokens", rates.single)] where rates.trials > 0 {
      lines.append("right by rank in rows of \(name), of \(rates.trials): \(rates.picture)")
    }
    return lines
  }
}
