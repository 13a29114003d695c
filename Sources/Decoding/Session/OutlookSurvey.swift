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
    return VerifierOutlook(
      verifier: name,
      expectedAccepted: lengths.indices.reduce(0) { $0 + Double($1) * lengths[$1] },
      acceptedLengths: lengths,
      bias: tree.law == .deterministic ? bias(chances.firstToken) : nil, judgement: judgement)
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

  /// Given the tree, so only where it was not drawn: with drawn trees losslessness lies in drafting
  /// and verification together.
  ///
  /// Half the sum of differences over the drafted first tokens one by one and all others together:
  /// never more than the bias over the whole vocabulary.
  private func bias(_ firstToken: [TokenID: Double]) -> Double {
    let target = laws.targetLaw(at: .root)
    let named = tree.children(of: .root).map { tree.tokens[$0.rawValue] }
    var (sum, rest, targetRest) = (0.0, 1.0, 1.0)
    for token in named {
      let (found, wanted) = (firstToken[token] ?? 0, target.probability(of: token))
      sum += abs(found - wanted)
      rest -= found
      targetRest -= wanted
    }
    return (sum + abs(rest - targetRest)) / 2
  }
}
