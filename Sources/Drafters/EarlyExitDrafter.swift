import DraftTrees
import Models
import Timeline
import Tokens

/// The target drafts for itself: its first layers, then its own norm and head.
///
/// The layers write into the target's own cache, so the pass that scores the tree computes only the
/// layers that are left. q is the exit's law after the settings of the run; read over the short
/// vocabulary, all other tokens have q = 0. The layer and the stop rule come from the controller,
/// else from the parameters. Source: LayerSkip (Elhoushi et al. 2024), drafters.md section 2.1.
public struct EarlyExitDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "early-exit",
    summary: "The target's own first layers draft, and are not computed again.",
    source: "Elhoushi et al. 2024, LayerSkip",
    law: nil,
    growths: GrowthRegistry.policyNames,
    needs: [.layers],
    parameters: [
      MethodParameter(
        name: "exit", summary: "Layers that draft; 0 for a third of them.", range: 0...1024,
        standard: 0),
      ExitDrafting.shortParameter,
      MethodParameter(
        name: "stop", summary: "Ends a chain behind a token that the exit gives less than this.",
        range: 0...1, standard: 0, isWhole: false),
    ], isCheap: false)

  private let exitLayer: Int
  private var drafting: ExitDrafting
  /// Of the growth policy that was asked for last.
  private var known: (growth: String, law: ProposalLaw)?

  public init(_ context: DraftingContext) throws(DraftingError) {
    drafting = try ExitDrafting(context, drafter: Self.descriptor.name, stop: .confidence)
    let target = drafting.target
    let exit = context.parameters.count("exit")
    guard exit < max(2, target.layerCount) else {
      throw .noSuchExit(
        layer: exit, drafter: Self.descriptor.name, layerCount: target.layerCount)
    }
    exitLayer = exit > 0 ? exit : Self.usualExit(of: target)
  }

  /// The exit nearest to a third of the layers, among those trained where there are some.
  static func usualExit(of target: any LayeredModel) -> Int {
    let third = max(1, target.layerCount / 3)
    return target.trainedExits.min { (abs($0 - third), $0) < (abs($1 - third), $1) } ?? third
  }

  public mutating func propose(_ request: DraftRequest) throws -> DraftTree {
    try drafting.propose(
      request, law: law(with: request.growth), behind: request.exitLayer ?? exitLayer)
  }

  private mutating func law(with growth: String) throws -> ProposalLaw {
    if let known, known.growth == growth { return known.law }
    let law = try Self.descriptor.law(with: growth)
    known = (growth, law)
    return law
  }

  public func levelCost(exitLayer: Int?) -> Double? {
    drafting.rowCost(behind: exitLayer ?? self.exitLayer)
  }

  public func draftLaw(at node: NodeIndex) -> TokenLaw? { drafting.laws[node] }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    guard round.settings.drafterName == Self.descriptor.name, round.judgement != nil else {
      return []
    }
    drafting.places.record(round)
    guard describes else { return [] }
    let layer = round.choice.exitLayer ?? exitLayer
    return [
      "left the target behind layer \(layer) of \(drafting.target.layerCount)",
      drafting.places.picture ?? "nothing drafted yet",
    ]
  }
}
