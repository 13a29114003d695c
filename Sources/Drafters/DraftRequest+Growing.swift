import DraftTrees
import Tokens

extension DraftRequest {
  /// The tree of a drafter that proposes nothing.
  func anchorAlone(law: ProposalLaw) -> DraftTree {
    var tree = DraftTree(anchor: anchor, law: law)
    tree.seal()
    return tree
  }

  /// The settings that make a law to grow a tree from. A policy that chooses rather than draws ranks
  /// at temperature 0 by the model's own law, since the one-hot law has nothing to rank.
  func lawSampling(for law: ProposalLaw) -> SamplingSettings {
    law == .deterministic && sampling.isGreedy ? SamplingSettings(temperature: 1) : sampling
  }

  /// A tree grown by the policy that was asked for.
  ///
  /// - Parameters:
  ///   - usualStop: when a chain ends where the request does not say.
  ///   - draftPassCost: what a draft pass over one row costs, in plain passes; nil when unknown.
  ///   - places: how drafts of this run fared.
  func grow(
    from laws: inout some DraftLaws, usualStop: StopRule? = nil, draftPassCost: Double?,
    places: PlaceRates
  ) throws -> DraftTree {
    let policy = try GrowthRegistry.make(GrowthShape(growth))
    var draws = KeyedDraws(randomness, position: text.count - 1, purpose: .draft)
    return try policy.grow(
      GrowthRequest(
        anchor: anchor, budget: budget, reachBar: reachBar, endTokens: endTokens,
        stop: stop ?? usualStop,
        passCosts: cost.map { cost in
          (1...budget + 1).map { cost.relativeCost(rows: $0) }
        } ?? [],
        draftPassCost: draftPassCost, rankRates: places.rates),
      laws: &laws, draws: &draws)
  }
}
