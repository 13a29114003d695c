import DraftTrees
import Timeline
import Tokens
import Verification

/// What every verifier that may judge a tree makes of it: exact chances by branching over all its
/// draws, and what it does with the draws of the round.
struct OutlookSurvey {
  /// Larger trees have too many outcomes to branch over.
  static let mostNodes = 12
  /// The most outcomes of one verifier, times the tokens of a law: what bounds the time of a round.
  static let mostWork = 20_000_000

  let tree: DraftTree
  let laws: any NodeLaws
  let sampling: SamplingSettings
  let endTokens: Set<TokenID>

  /// Empty for trees without drafted nodes, and for those that are too large; pruned nodes do not
  /// count.
  func outlooks(draws: KeyedDraws, beside deciding: String) -> [VerifierOutlook] {
    let verified = tree.isPruned.count { !$0 } - 1
    guard (1...Self.mostNodes).contains(verified) else { return [] }
    var names = Compatibility.safeVerifiers(for: tree.law, sampling: sampling)
    if !names.contains(deciding) { names.append(deciding) }
    return names.compactMap { name in
      guard let verifier = try? VerifierRegistry.make(name) else { return nil }
      var own = draws
      return outlook(
        of: verifier, name: name,
        judgement: verifier.judge(tree, laws: laws, draws: &own, endTokens: endTokens))
    }
  }

  /// How far a verifier that changes the output changes it here: given a tree that was chosen, in
  /// miniature for one that was drawn. Nil where nothing was drafted, or where the tree is too large.
  func bias(of verifier: any Verifier) -> BiasReading? {
    guard tree.draftedCount > 0 else { return nil }
    guard tree.law == .deterministic else {
      return miniature.map {
        BiasReading(
          totalVariation: min(1, $0.totalVariation(of: verifier, drawnLike: tree)),
          scope: .miniature)
      }
    }
    guard tree.isPruned.count(where: { !$0 }) <= Self.mostNodes + 1 else { return nil }
    return chances(of: verifier).map { chances in
      let variation = firstTokens(chances).reduce(0) { $0 + abs($1.emitted - $1.target) } / 2
      return BiasReading(totalVariation: min(1, variation), scope: .tree)
    }
  }

  /// The laws along the first path drawn.
  private var miniature: MiniatureModel? {
    var levels: [MiniatureModel.Level] = []
    var node = NodeIndex.root
    while let draft = laws.draftLaw(at: node), let child = tree.draws[node.rawValue].first {
      levels.append(MiniatureModel.Level(target: laws.targetLaw(at: node), draft: draft))
      if tree.isPruned[child.rawValue] { break }
      node = child
    }
    return levels.isEmpty ? nil : MiniatureModel(levels)
  }

  private struct TooManyOutcomes: Error {}

  /// Sums over the outcomes of a verifier's draws.
  private struct Chances {
    var acceptedLengths: [Double]
    /// Of the first emitted token, the drafted ones told apart.
    var firstToken: [TokenID: Double] = [:]
    var outcomeCount = 0
  }

  private func outlook(
    of verifier: any Verifier, name: String, judgement: Judgement
  ) -> VerifierOutlook {
    guard let chances = chances(of: verifier) else {
      return VerifierOutlook(
        verifier: name, expectedAccepted: nil, acceptedLengths: [], bias: nil,
        judgement: judgement)
    }
    let lengths = chances.acceptedLengths
    var outlook = VerifierOutlook(
      verifier: name,
      expectedAccepted: lengths.indices.reduce(0) { $0 + Double($1) * lengths[$1] },
      acceptedLengths: lengths, firstTokens: firstTokens(chances), bias: nil,
      judgement: judgement)
    // With drawn trees losslessness lies in drafting and verification together.
    if tree.law == .deterministic { outlook.bias = outlook.firstTokenVariation }
    return outlook
  }

  /// Nil when there are too many outcomes.
  private func chances(of verifier: any Verifier) -> Chances? {
    let limit = Self.mostWork / max(1, laws.targetLaw(at: .root).probabilities.count)
    let longest = tree.depths.max() ?? 0
    var chances = Chances(acceptedLengths: [Double](repeating: 0, count: longest + 1))
    do {
      try Enumeration.outcomes(
        naming: Set(tree.tokens.dropFirst()),
        of: { draws throws(TooManyOutcomes) in
          verifier.judge(tree, laws: laws, draws: &draws, endTokens: endTokens)
        },
        report: { judgement, chance throws(TooManyOutcomes) in
          chances.outcomeCount += 1
          if chances.outcomeCount > limit { throw TooManyOutcomes() }
          chances.acceptedLengths[judgement.accepted.count] += chance
          let first =
            judgement.accepted.first.map { tree.tokens[$0.rawValue] } ?? judgement.extra
          if let first { chances.firstToken[first, default: 0] += chance }
        })
    } catch {
      return nil
    }
    return chances
  }

  /// The law of the first emitted token beside the target's: over the drafted first tokens one by one
  /// and all others together.
  private func firstTokens(_ chances: Chances) -> [FirstTokenChance] {
    let target = laws.targetLaw(at: .root)
    var rest = FirstTokenChance(token: nil, emitted: 1, target: 1)
    let named = tree.children(of: .root).map { node in
      let token = tree.tokens[node.rawValue]
      let chance = FirstTokenChance(
        token: token, emitted: chances.firstToken[token] ?? 0,
        target: target.probability(of: token))
      rest.emitted -= chance.emitted
      rest.target -= chance.target
      return chance
    }
    rest.emitted = max(0, rest.emitted)
    rest.target = max(0, rest.target)
    return named + [rest]
  }
}
