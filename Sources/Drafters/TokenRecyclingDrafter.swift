import DraftTrees
import Timeline
import Tokens

/// Drafts from the candidates the target once considered: those of rejected branches too.
///
/// A matrix remembers for each token the eight best continuations of the last row that was scored
/// for it. A tree takes rank paths of the published template, the one with the highest estimated
/// reach first, while the budget lasts and the reach pays. Rows never written draft nothing.
///
/// It starts from the last rows of the prompt. After a round the candidates of *every* scored row overwrite the row of that row's token, in row
/// order, the last one winning. Source: Luo et al., Token Recycling (ACL 2025); drafters.md section 5;
/// the choice of rank paths by measured acceptance is ours.
public struct TokenRecyclingDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "token-recycling",
    summary: "Reuses the candidates the target considered before, rejected ones included.",
    source: "Luo et al. 2025, Token Recycling; tree sized by measured acceptance",
    law: .deterministic,
    growths: [GrowthRegistry.native, GrowthRegistry.chain],
    readsPromptRows: true)

  private static let sources = (1...AdjacencyMatrix.width).map { "rank \($0)" }

  private let vocabularySize: Int
  private var matrix: AdjacencyMatrix
  private var statistics = RankStatistics()

  public init(_ context: DraftingContext) {
    vocabularySize = context.vocabularySize
    matrix = AdjacencyMatrix(vocabularySize: context.vocabularySize)
    for row in context.promptRows {
      matrix.write(row.alternatives.map(\.token), after: row.token)
    }
  }

  /// A place where the tree can grow next.
  private struct Candidate {
    var templateNode: Int
    var parent: NodeIndex
    var token: TokenID
    var reach: Double
  }

  public mutating func propose(_ request: DraftRequest) -> DraftTree {
    var tree = DraftTree(anchor: request.anchor, law: .deterministic)
    let isChain = request.growth == GrowthRegistry.chain
    var candidates = candidates(
      statistics.template.roots, below: .root, token: request.anchor, reach: 1)
    while tree.draftedCount < request.budget, let best = takeBest(&candidates),
      best.reach > request.reachBar
    {
      let ranks = statistics.template.paths[best.templateNode]
      let node = tree.append(
        best.token, under: best.parent, source: Self.sources[ranks[ranks.count - 1]])
      if isChain { candidates = [] }
      guard !request.endTokens.contains(best.token) else { continue }
      candidates += self.candidates(
        statistics.template.children[best.templateNode], below: node, token: best.token,
        reach: best.reach)
    }
    tree.seal()
    return tree
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    let anchorRow = describes ? anchorRow(of: round) : []
    statistics.learn(
      from: round.committed.map(\.token), after: round.tree.anchor, in: matrix)
    let tree = round.tree
    for (node, score) in round.scores.enumerated() where !tree.isPruned[node] {
      matrix.write(score.alternatives.lazy.map { $0.token }, after: tree.tokens[node])
    }
    guard describes else { return [] }
    let written = Set(round.scores.indices.filter { !tree.isPruned[$0] }.map { tree.tokens[$0] })
    return anchorRow + picture(writtenCount: written.count)
  }

  private func candidates(
    _ nodes: [Int], below parent: NodeIndex, token: TokenID, reach: Double
  ) -> [Candidate] {
    nodes.compactMap { node in
      let path = statistics.template.paths[node]
      return matrix.successor(of: token, rank: path[path.count - 1]).map {
        Candidate(
          templateNode: node, parent: parent, token: $0,
          reach: reach * statistics.acceptance(of: node))
      }
    }
  }

  /// The highest reach, the earlier node of the template winning a tie.
  private func takeBest(_ candidates: inout [Candidate]) -> Candidate? {
    let best = candidates.indices.max {
      (candidates[$0].reach, candidates[$1].templateNode)
        < (candidates[$1].reach, candidates[$0].templateNode)
    }
    return best.map { candidates.remove(at: $0) }
  }

  /// "row of the anchor 12: 5, 9, 3; rank 2 was right", as it stood when the round began.
  private func anchorRow(of round: Round) -> [String] {
    let anchor = round.tree.anchor
    guard matrix.isFilled(anchor), let next = round.committed.first?.token else {
      return ["row of the anchor \(anchor): never written"]
    }
    let row = (0..<AdjacencyMatrix.width).compactMap { matrix.successor(of: anchor, rank: $0) }
    let outcome =
      matrix.rank(of: next, after: anchor).map { "rank \($0 + 1) was right" }
      ?? "\(next) came, which is not in it"
    return [
      "row of the anchor \(anchor): \(row.map(\.description).joined(separator: ", ")); \(outcome)"
    ]
  }

  private func picture(writtenCount: Int) -> [String] {
    var lines = [
      "rows written: \(writtenCount); filled: \(matrix.filledCount) of \(vocabularySize)"
    ]
    if statistics.byRank.trials > 0 {
      lines.append(
        "right by rank, of \(statistics.byRank.trials): \(statistics.byRank.picture)")
    }
    return lines
  }
}
