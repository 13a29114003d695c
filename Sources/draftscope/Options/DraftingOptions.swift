import ArgumentParser
import Controllers
import Decoding
import DraftTrees
import Drafters
import Timeline
import Tokens
import Verification

/// Who drafts, who verifies, and how large a tree may be.
struct DraftingOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "Who proposes: \(DrafterRegistry.names.joined(separator: ", ")).")
  var drafter: String?

  @Option(
    help: "The rule that accepts: \(VerifierRegistry.names.joined(separator: ", ")).")
  var verifier: String?

  @Option(help: "Where the tree grows: \(GrowthRegistry.names.joined(separator: ", ")).")
  var growth: String?

  @Option(
    help: ArgumentHelp(
      "The most drafted nodes in a tree, or auto to let the measured cost of a pass decide.",
      discussion: "Default: \(Self.shownBudget) in the interface, so that there are trees to look "
        + "at; auto elsewhere.", valueName: "n|auto"))
  var budget: Budget?

  @Option(
    help: ArgumentHelp(
      "Who decides how each round drafts: \(ControllerRegistry.names.joined(separator: ", ")).",
      discussion: "Default: fixed with a budget, auto without one."))
  var controller: String?

  @Option(
    name: .customLong("arm"),
    help: ArgumentHelp(
      "A drafter that a controller which switches may choose; may be given again. All at hand "
        + "otherwise.", valueName: "drafter"))
  var arms: [String] = []

  @Option(
    help: ArgumentHelp(
      "The layer at which drafting leaves the target, for drafters that run its layers.",
      valueName: "n"))
  var exitLayer: Int?

  /// Trees of a few nodes are what pays on a CPU, and what fits a screen.
  static let shownBudget = 6

  @Option(
    help: ArgumentHelp(
      "What the controller shape-learned goes by: a file that train selector wrote.",
      valueName: "file"))
  var selector: String?

  @Option(name: [.customShort("n"), .long], help: "The most tokens to emit.")
  var maxTokens: Int?

  func validate() throws {
    if let maxTokens, maxTokens < 1 {
      throw ValidationError("--max-tokens takes 1 or more, not \(maxTokens).")
    }
  }

  /// The settings of a run's first round; unknown names and unsafe pairs are refused.
  /// - Parameters:
  ///   - usual: drafter and budget (nil for auto) where the command line names none.
  ///   - resources: what drafters have at hand; one that needs more is refused.
  func settings(
    sampling: SamplingSettings, usual: (drafter: String, budget: Int?),
    resources: Set<DrafterNeed>
  ) throws -> RoundSettings {
    let controller = try controller.map(ControllerRegistry.descriptor(of:))
    let drafter = drafter ?? controller?.drafter ?? usual.drafter
    let descriptor = try DrafterRegistry.descriptor(of: drafter)
    if let need = descriptor.needs.subtracting(resources).first {
      throw DraftingError.missing(need, drafter: descriptor.name)
    }
    let growth = growth ?? controller?.growth ?? Self.growth(for: descriptor, sampling: sampling)
    let settings = RoundSettings(
      drafter: drafter,
      verifier: try verifier ?? Self.verifier(for: descriptor.law(with: growth), sampling),
      growth: growth,
      budget: budget.map(\.count) ?? usual.budget, sampling: sampling,
      controller: self.controller, exitLayer: exitLayer, arms: arms)
    for arm in arms {
      if let need = try DrafterRegistry.descriptor(of: arm).needs.subtracting(resources).first {
        throw DraftingError.missing(need, drafter: arm)
      }
    }
    try settings.validate()
    if let controller, controller.needsShapeModel, selector == nil {
      throw ControllerError.needsShapeModel(controller: controller.name)
    }
    return settings
  }

  /// The selector given, read and checked; nil without one.
  func shapeModel() throws -> ShapeModel? {
    guard let selector else { return nil }
    let model = try JSONText.read(selector, as: ShapeModel.self)
    if let problem = model.problem { throw FileProblem(path: selector, reason: problem) }
    return model
  }

  /// A draft model fills a fixed shape where nothing is drawn, and branches late where something is.
  /// The target's own layers draft a chain, as the papers have it; others have their own shape.
  private static func growth(
    for drafter: DrafterDescriptor, sampling: SamplingSettings
  ) -> String {
    guard drafter.law == nil, !drafter.needs.contains(.layers) else {
      return drafter.growths.first ?? GrowthRegistry.native
    }
    return sampling.isGreedy ? FixedTreeGrowth.descriptor.name : DelayedGrowth.descriptor.name
  }

  /// The one that accepts most of a tree drawn like that, of those that are always safe.
  private static func verifier(for law: ProposalLaw, _ sampling: SamplingSettings) -> String {
    if sampling.isGreedy { return GreedyVerifier.descriptor.name }
    return switch law {
    case .deterministic: SampleMatchVerifier.descriptor.name
    case .independent: TraversalWithReplacementVerifier.descriptor.name
    case .withoutReplacement: TraversalVerifier.descriptor.name
    }
  }
}

/// "6" or "auto".
struct Budget: ExpressibleByArgument {
  /// Nil for auto.
  var count: Int?

  init(count: Int?) { self.count = count }

  var defaultValueDescription: String { count.map(String.init) ?? "auto" }

  init?(argument: String) {
    if argument == "auto" { return }
    guard let count = Int(argument), (0...256).contains(count) else { return nil }
    self.count = count
  }
}
