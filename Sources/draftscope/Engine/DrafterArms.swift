import ArgumentParser
import Controllers
import Decoding
import DraftTrees
import Drafters
import Timeline
import Tokens

/// The ways to draft that a comparison runs: every drafter with a fixed budget, every controller, and
/// fixed exits for a sweep.
///
/// Controllers that choose drafters have the same budget as those they choose among; others decide on
/// lengths, and are given no bound.
struct DrafterArms {
  typealias Arm = DrafterComparison.Arm

  private(set) var arms: [Arm] = []
  /// Labels of arms that choose drafters, and of those they choose among.
  private(set) var switching: [String] = []
  private(set) var fixedDrafters: [String] = []
  /// Labels of arms that choose an exit, and of fixed exits with fixed lengths.
  private(set) var exiting: [String] = []
  private(set) var fixedExits: [String] = []

  private let sampling: SamplingSettings
  private let budget: Int?
  private let resources: Set<DrafterNeed>

  /// - Parameters:
  ///   - drafters: "token-recycling", "draft-model/chain"; empty for all at hand.
  ///   - controllers: empty for all that find a drafter at hand.
  init(
    drafters: [String], controllers: [String], sampling: SamplingSettings, budget: Int?,
    resources: Set<DrafterNeed>
  ) throws {
    self.sampling = sampling
    self.budget = budget
    self.resources = resources
    let named = drafters.isEmpty ? Self.all(with: resources) : drafters
    for name in named {
      let arm = try arm(name, budget: budget)
      arms.append(arm)
      fixedDrafters.append(arm.label)
    }
    let deciding =
      controllers.isEmpty
      ? ControllerRegistry.descriptors.filter {
        $0.name != FixedBudgetController.descriptor.name && !$0.needsShapeModel
      }.map(\.name)
      : controllers
    for name in deciding {
      let descriptor = try ControllerRegistry.descriptor(of: name)
      guard let drafter = drafter(for: descriptor, among: named) else {
        if controllers.isEmpty { continue }
        throw CommandFailure(
          "controller \"\(name)\": no drafter that it can decide for is at hand; name one with --drafter"
        )
      }
      var settings = try arm(
        drafter, controller: name, budget: descriptor.choosesDrafter ? budget : nil
      ).settings
      if descriptor.choosesDrafter {
        settings.arms = Set(named.map { Self.parts(of: $0).drafter }).sorted()
      }
      let isBound = descriptor.choosesDrafter || descriptor.drafter != nil
      let arm = Arm(label: isBound ? name : "\(drafter) by \(name)", settings: settings)
      arms.append(arm)
      if descriptor.choosesDrafter { switching.append(arm.label) }
      if descriptor.readsExits { exiting.append(arm.label) }
    }
  }

  /// Nothing is drafted.
  func plain() throws -> Arm {
    Arm(label: "plain", settings: try arm(NoDrafter.descriptor.name, budget: 0).settings)
  }

  /// Adds a fixed exit for each of up to `mostExits` layers, evenly spread, and each length.
  mutating func sweepExits(layerCount: Int) throws {
    let step = max(1, (layerCount - 1 + Self.mostExits - 1) / Self.mostExits)
    for layer in stride(from: step, to: layerCount, by: step) {
      for length in Self.sweptLengths {
        var settings = try arm("early-exit/chain", budget: length).settings
        settings.exitLayer = layer
        let arm = Arm(label: "exit \(layer), length \(length)", settings: settings)
        arms.append(arm)
        fixedExits.append(arm.label)
      }
    }
  }

  /// All at hand; those that fill a shape by their law also along a path alone, as controllers of
  /// lengths have them.
  private static func all(with resources: Set<DrafterNeed>) -> [String] {
    DrafterRegistry.descriptors.filter {
      $0.name != NoDrafter.descriptor.name && $0.needs.isSubset(of: resources)
    }.flatMap { drafter in
      drafter.law == nil && !drafter.needs.contains(.layers)
        ? [drafter.name, "\(drafter.name)/chain"] : [drafter.name]
    }
  }

  private static let mostExits = 10
  private static let sweptLengths = [1, 2, 3, 4, 6]

  /// The drafter that a controller is run with: its own, any where it chooses, else the first that
  /// drafts by a law, since those are the ones whose paths can be ended early.
  private func drafter(for controller: ControllerDescriptor, among named: [String]) -> String? {
    if let drafter = controller.drafter {
      let needs = (try? DrafterRegistry.descriptor(of: drafter).needs) ?? []
      return needs.isSubset(of: resources) ? "\(drafter)/chain" : nil
    }
    if controller.choosesDrafter { return named.first }
    let drawing = named.first {
      (try? DrafterRegistry.descriptor(of: Self.parts(of: $0).drafter))?.law == nil
    }
    let growth = controller.growth ?? GrowthRegistry.chain
    return drawing.map { "\(Self.parts(of: $0).drafter)/\(growth)" } ?? named.first
  }

  private func arm(_ text: String, controller: String? = nil, budget: Int?) throws -> Arm {
    let (drafter, growth) = Self.parts(of: text)
    let options = try DraftingOptions.parse(
      ["--drafter", drafter, "--budget", Budget(count: budget).defaultValueDescription]
        + (growth.map { ["--growth", $0] } ?? []))
    var settings = try options.settings(
      sampling: sampling, usual: (drafter, budget), resources: resources)
    settings.controller = controller
    try settings.validate()
    return Arm(label: text, settings: settings)
  }

  /// "draft-model/chain": drafter and growth policy.
  private static func parts(of text: String) -> (drafter: String, growth: String?) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    return (parts.first ?? text, parts.count == 2 ? parts[1] : nil)
  }
}
