import DraftTrees
import Tokens

/// The laws of a round in miniature: three tokens at each of two levels, so that every draft and every
/// coin can be branched over.
///
/// At each level the token that p favours most over q, the one that q favours most over p, and all
/// others taken together; the levels are those of the first path drawn, the same after every token. A
/// lossless pair of drafting and verification has no bias here, whatever the laws; a mistake shows with
/// the size that the round's laws give it. Source: ours.
public struct MiniatureModel {
  /// The laws below one node.
  public struct Level {
    public let target: TokenLaw
    public let draft: TokenLaw

    public init(target: TokenLaw, draft: TokenLaw) {
      self.target = target
      self.draft = draft
    }
  }

  static let mostLevels = 2
  private static let tokens: [TokenID] = [0, 1, 2]

  private let table: LawTable

  /// - Parameter levels: from the root down; not empty, further ones than two are left out.
  public init(_ levels: [Level]) {
    precondition(!levels.isEmpty, "a miniature has a level")
    let laws = levels.prefix(Self.mostLevels).map(Self.lump)
    var (target, draft): ([[TokenID]: TokenLaw], [[TokenID]: TokenLaw]) = ([:], [:])
    var paths: [[TokenID]] = [[]]
    for depth in 0...laws.count {
      for path in paths {
        target[path] = laws[min(depth, laws.count - 1)].target
        if depth < laws.count { draft[path] = laws[depth].draft }
      }
      paths = paths.flatMap { path in Self.tokens.map { path + [$0] } }
    }
    table = LawTable(
      vocabularySize: Self.tokens.count, depth: laws.count, target: target, draft: draft)
  }

  private static func lump(_ level: Level) -> Level {
    let (p, q) = (level.target, level.draft)
    var (over, under): ((TokenID, Double)?, (TokenID, Double)?)
    p.forEachPositive { token, chance in
      let excess = chance - q.probability(of: token)
      if excess > over?.1 ?? 0 { over = (token, excess) }
    }
    q.forEachPositive { token, chance in
      let excess = chance - p.probability(of: token)
      if excess > under?.1 ?? 0 { under = (token, excess) }
    }
    func lumped(_ law: TokenLaw) -> TokenLaw {
      let named = [over?.0, under?.0].map { $0.map(law.probability) ?? 0 }
      return TokenLaw(dense: named + [max(0, 1 - named[0] - named[1])])
    }
    return Level(target: lumped(p), draft: lumped(q))
  }

  /// Total variation between what a verifier emits from drafts like the round's, continued by the
  /// target, and the target: over sequences one token longer than the drafts.
  ///
  /// - Parameter tree: the round's; how it drew and where it first branched decide how drafts are
  ///   drawn here.
  public func totalVariation(of verifier: any Verifier, drawnLike tree: DraftTree) -> Double {
    let trees = ExactLaw.trees { draws in draft(like: tree, &draws) }
    return ExactLaw(of: verifier, table: table, trees: trees).totalVariation(from: table)
  }

  private func draft(like tree: DraftTree, _ draws: inout EnumeratedDraws) -> DraftTree {
    let isBranched = tree.draws.contains { $0.count > 1 }
    let isTrunk = isBranched && tree.draws[0].count == 1
    var drawn = DraftTree(anchor: 0, law: tree.law)
    var ends: [(node: NodeIndex, path: [TokenID])] = [(.root, [])]
    for depth in 0..<table.depth {
      let isFork = isBranched && depth == (isTrunk ? table.depth - 1 : 0)
      ends = ends.flatMap { end -> [(node: NodeIndex, path: [TokenID])] in
        let law = table.draftLaw(after: end.path)
        var masses = TokenMasses(law)
        return (0..<(isFork ? 2 : 1)).compactMap { _ in
          guard masses.hasMass else { return nil }
          let token = draws.token(from: masses).token
          if tree.law == .withoutReplacement { masses.remove(token) }
          let node = drawn.append(
            token, under: end.node, draftProbability: law.probability(of: token), source: "")
          return (node, end.path + [token])
        }
      }
    }
    drawn.seal()
    return drawn
  }
}
