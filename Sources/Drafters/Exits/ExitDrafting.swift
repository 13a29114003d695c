import DraftTrees
import Models
import Timeline
import Tokens

/// What drafters that leave the target early have in common: how they read an exit, when a chain
/// ends, what they drew from, and how their drafts fared.
struct ExitDrafting {
  let target: any LayeredModel
  /// Of the tree proposed last, for policies that draw.
  private(set) var laws: [NodeIndex: TokenLaw] = [:]
  var places = PlaceRates()
  private let vocabulary: ExitVocabulary
  private let stop: StopRule?

  /// Of the drafters that read the head behind an exit.
  static let shortParameter = MethodParameter(
    name: "short", summary: "1 reads the head over the short vocabulary, 0 over the whole.",
    range: 0...1, standard: 1)

  /// Reads the drafter's parameters "short" (1 for the short vocabulary) and "stop" (0 for never).
  /// - Throws: that the context's target has no layers to leave.
  init(_ context: DraftingContext, drafter: String, stop: StopRule.Kind) throws(DraftingError) {
    guard let target = context.target else { throw .missing(.layers, drafter: drafter) }
    self.target = target
    vocabulary = context.parameters.count("short") == 1 ? .short : .whole
    let threshold = context.parameters["stop"]
    self.stop = threshold > 0 ? StopRule(stop, threshold: threshold) : nil
  }

  /// A tree grown from an exit; the anchor alone without a budget, or behind all layers.
  mutating func propose(
    _ request: DraftRequest, law: ProposalLaw, behind layer: Int, adapted: AdaptedExit? = nil
  ) throws -> DraftTree {
    laws = [:]
    guard request.budget > 0, layer < target.layerCount else {
      return request.anchorAlone(law: law)
    }
    let reading = reading(
      behind: layer, adapted: adapted, sampling: request.lawSampling(for: law))
    let drafted = try request.growFromExit(reading, usualStop: stop, places: places)
    laws = drafted.laws
    return drafted.tree
  }

  /// One row in plain passes.
  func rowCost(behind layer: Int, adapted: AdaptedExit? = nil) -> Double {
    reading(behind: layer, adapted: adapted, sampling: .greedy).rowCost
  }

  private func reading(
    behind layer: Int, adapted: AdaptedExit?, sampling: SamplingSettings
  ) -> ExitReading {
    ExitReading(
      target, layer: layer, adapted: adapted, vocabulary: vocabulary, sampling: sampling)
  }
}
