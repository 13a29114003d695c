import DraftTrees
import Models
import Timeline
import Tokens

/// Leaves the target early, and lets a small trained adapter say what comes next through the target's
/// head; a chain ends behind a token whose law was not sure enough.
///
/// The token that ended a chain was already run through the first layers: it is verified, only its
/// successor is not drafted. The adapter has keys and values of its own for every position of the
/// text, so it catches up on those that it has not seen: after a draft that was accepted as a whole,
/// on one more than usual. Source: Kangaroo (Liu et al. 2024); drafters.md section 3.
public struct KangarooDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "kangaroo",
    summary: "The target's first layers and a small trained adapter draft.",
    source: "Liu et al. 2024, Kangaroo",
    law: nil,
    growths: GrowthRegistry.policyNames,
    needs: [.layers, .adapter],
    parameters: [
      ExitDrafting.shortParameter,
      MethodParameter(
        name: "stop", summary: "Ends a chain where the largest q was less than this; 0 never does.",
        range: 0...1, standard: 0.6, isWhole: false),
    ], isCheap: false)

  private let adapted: AdaptedExit
  private var drafting: ExitDrafting

  public init(_ context: DraftingContext) throws(DraftingError) {
    drafting = try ExitDrafting(context, drafter: Self.descriptor.name, stop: .topProbability)
    guard let adapted = context.adapted else {
      throw .missing(.adapter, drafter: Self.descriptor.name)
    }
    self.adapted = adapted
  }

  public mutating func prepare(_ text: [TokenID], isCancelled: () -> Bool) throws {
    try adapted.catchUp(with: text, drafting.target, isCancelled: isCancelled)
  }

  public mutating func propose(_ request: DraftRequest) throws -> DraftTree {
    if request.budget > 0 {
      try adapted.catchUp(with: request.text, drafting.target, isCancelled: { false })
    }
    return try drafting.propose(
      request, law: Self.descriptor.law(with: request.growth),
      behind: adapted.adapter.exitLayer, adapted: adapted)
  }

  public func levelCost(exitLayer: Int?) -> Double? {
    drafting.rowCost(behind: adapted.adapter.exitLayer, adapted: adapted)
  }

  public func draftLaw(at node: NodeIndex) -> TokenLaw? { drafting.laws[node] }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    guard round.settings.drafterName == Self.descriptor.name, round.judgement != nil else {
      return []
    }
    drafting.places.record(round)
    guard describes else { return [] }
    return [
      "left the target behind layer \(adapted.adapter.exitLayer) of \(drafting.target.layerCount), into the adapter",
      drafting.places.picture ?? "nothing drafted yet",
    ]
  }
}
