import DraftTrees
import Timeline
import Tokens

/// A tri-gram table that follows the text, searched for the most visited continuations.
///
/// Weights of the table are no probabilities, and visits are none either; what a node is estimated
/// by are its visits, what decides whether it pays is how often successors of its rank were right.
/// Source: ADED (AAAI 2025); drafters.md section 6. The paper's table holds a corpus; ours starts
/// from the prompt and from the user's texts (`--retrieval`) where there are any.
public struct AdedDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "aded",
    summary: "Searches a tri-gram table that adapts to the text.",
    source: "ADED, AAAI 2025; table from prompt and texts at hand",
    law: .deterministic,
    growths: [GrowthRegistry.native, GrowthRegistry.chain],
    parameters: [
      MethodParameter(
        name: "iterations", summary: "Paths that the search takes for each draft.",
        range: 1...1_000, standard: Double(TrigramSearch.standardIterations)),
      MethodParameter(
        name: "shipped",
        summary: "1: roll-outs are worth what the released program looks up, nearly a constant.",
        range: 0...1, standard: 0),
    ])

  private static let searchSource = "search"

  private let rollout: TrigramSearch.RolloutValue
  private let iterations: Int
  private var table: TrigramTable
  private var rates = RankRates()
  /// The last tokens of the text, as many as the table adapts to.
  private var recent: [TokenID]
  private var textCount: Int

  public init(_ context: DraftingContext) {
    rollout = context.parameters.count("shipped") == 1 ? .shipped : .intended
    iterations = context.parameters.count("iterations")
    table = TrigramTable(prompt: context.prompt, corpus: context.retrieval)
    table.adapt(to: context.prompt)
    recent = context.prompt.suffix(TrigramTable.window)
    textCount = context.prompt.count
  }

  public mutating func propose(_ request: DraftRequest) -> DraftTree {
    var tree = DraftTree(anchor: request.anchor, law: .deterministic)
    if request.budget > 0, let search = search(endTokens: request.endTokens) {
      search.forEachCandidate { candidate in
        merge(candidate, of: search, into: &tree, request)
        return tree.draftedCount < request.budget
      }
    }
    tree.seal()
    return tree
  }

  private func search(endTokens: Set<TokenID>) -> TrigramSearch? {
    guard recent.count >= 2 else { return nil }
    var search = TrigramSearch(
      pair(at: recent.count - 1), in: table, position: textCount - 1, endTokens: endTokens,
      rollout: rollout)
    search.run(iterations: iterations)
    return search
  }

  private func pair(at end: Int) -> TrigramTable.Pair {
    TrigramTable.Pair(first: recent[end - 1], second: recent[end])
  }

  /// Adds what of a path does not stand there yet, down to where it stops to pay.
  private func merge(
    _ candidate: TrigramSearch.Candidate, of search: TrigramSearch, into tree: inout DraftTree,
    _ request: DraftRequest
  ) {
    var parent = NodeIndex.root
    var reach = 1.0
    /// Whether the path goes on.
    func step(_ token: TokenID, rank: Int, visits: Int?) -> Bool {
      reach *= rates.acceptance(of: rank)
      if let child = tree.child(of: parent, token: token) {
        parent = child
        return true
      }
      let isTip = parent.rawValue == tree.count - 1
      guard tree.draftedCount < request.budget, reach > request.reachBar,
        isTip || request.growth != GrowthRegistry.chain
      else { return false }
      parent = tree.append(
        token, under: parent, estimate: visits.map(Double.init),
        source: visits == nil ? "likeliest successor" : Self.searchSource)
      return true
    }
    for place in candidate.prefix {
      let node = search.nodes[place]
      guard step(node.pair.second, rank: node.rank, visits: node.visits) else { return }
    }
    if let successor = candidate.successor { _ = step(successor, rank: 0, visits: nil) }
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    let emitted = round.committed.map(\.token)
    let anchorPair = describes && recent.count >= 2 ? pair(at: recent.count - 1) : nil
    let before = anchorPair.map { table.row($0) } ?? []
    for token in emitted {
      if recent.count >= 2 {
        let row = table.row(pair(at: recent.count - 1))
        if !row.isEmpty { rates.record(right: row.firstIndex { $0.token == token }) }
      }
      if recent.count == TrigramTable.window { recent.removeFirst() }
      recent.append(token)
    }
    textCount += emitted.count
    table.adapt(to: recent)
    return describes ? picture(of: round, anchorPair: anchorPair, before: before) : []
  }

  private func picture(
    of round: Round, anchorPair: TrigramTable.Pair?, before: [TrigramTable.Successor]
  ) -> [String] {
    var lines: [String] = []
    if let visits = visits(in: round.tree) { lines.append(visits) }
    if let anchorPair {
      let name = "row of \(anchorPair.first) \(anchorPair.second)"
      lines.append("\(name) before: \(Self.text(before))")
      lines.append("\(name) after: \(Self.text(table.row(anchorPair)))")
    }
    lines.append(
      "pairs: \(table.pairCount) (at most \(table.capacity)); a triple among the last "
        + "\(TrigramTable.window) tokens gained \(TrigramTable.step), up to \(TrigramTable.cap)")
    if rates.trials > 0 {
      lines.append("right by rank, of \(rates.trials): \(rates.picture)")
    }
    return lines
  }

  /// "visits of 150: 5 112, 9 38": of the tokens below the anchor, in a tree that it drafted.
  private func visits(in tree: DraftTree) -> String? {
    let visited = tree.children(of: .root).compactMap { child in
      tree.sources[child.rawValue] == Self.searchSource
        ? tree.estimates[child.rawValue].map { "\(tree.tokens[child.rawValue]) \(Int($0))" } : nil
    }
    return visited.isEmpty
      ? nil : "visits of \(iterations): \(visited.joined(separator: ", "))"
  }

  /// "5 0.62, 9 0.04": the four greatest weights, and how many more there are.
  private static func text(_ row: [TrigramTable.Successor]) -> String {
    guard !row.isEmpty else { return "empty" }
    let shown = row.prefix(4).map { "\($0.token) \(Gauge.hundredths($0.weight))" }
      .joined(separator: ", ")
    return row.count > 4 ? "\(shown) and \(row.count - 4) more" : shown
  }
}
