import Controllers
import Drafters
import Models
import Timeline
import Tokens

/// What a controller is made for; another one starts it anew.
struct ControllerBasis {
  var settings: RoundSettings
  var controller: String
  var arms: [DrafterArm]

  /// Other settings, such as a temperature, leave a controller as it is.
  func asksForSame(as other: ControllerBasis) -> Bool {
    controller == other.controller && arms == other.arms
      && settings.drafter == other.settings.drafter
      && settings.exitLayer == other.settings.exitLayer
  }
}

/// Who drafts and who decides.
extension DecodingSession {
  /// Starts over from the prompt, which stays in the cache, with other settings, and makes ready all
  /// that the first round would otherwise have to: what is read is not part of its time.
  public func restart(with settings: RoundSettings) throws {
    earlierTimes = passTimes
    try fork(after: [], branch: 0, from: ForkPoint(branch: 0, round: 0), settings: settings)
    try prepare()
    _ = try standingController()
    try keepDrafters()
    try prepareDrafters(Set([settings.drafter] + playable), isCancelled: { false })
  }

  /// The controller that the settings ask for, which knows the line.
  func standingController() throws -> any Controller {
    if isControllerCurrent, let controller { return controller }
    let basis = ControllerBasis(
      settings: settings, controller: controllerName, arms: try arms())
    if let controller, let controllerBasis, basis.asksForSame(as: controllerBasis) {
      self.controllerBasis = basis
      isControllerCurrent = true
      return controller
    }
    try readPromptIfAsked(isCancelled: { false })
    try prepare()
    let descriptor = try ControllerRegistry.descriptor(of: controllerName)
    var made = try ControllerRegistry.make(
      controllerName,
      ControllerContext(
        cost: try costModel(), passTimes: earlierTimes, layerCount: target.layerCount,
        trainedExits: layered?.trainedExits ?? [],
        shapeModel: options.shapeModel, arms: basis.arms,
        promptExits: descriptor.readsExits ? promptExits : nil,
        headCost: layered?.headCost(over: .whole) ?? 0,
        shortHeadCost: layered.flatMap {
          $0.shortVocabulary == nil ? nil : $0.headCost(over: .short)
        }))
    for round in line { made.observe(round) }
    (controller, controllerBasis) = (made, basis)
    controllerReadsOverlaps = descriptor.readsOverlaps
    isControllerCurrent = true
    playable = basis.arms.filter(made.canPlay).map(\.drafter)
    return made
  }

  /// Read once: the prompt stays as it is, whoever starts anew on it.
  private var promptExits: ExitSurvey? {
    if readPromptExits == nil, let layered {
      readPromptExits = promptReading?.exits(layered, clock: services.microseconds)
    }
    return readPromptExits
  }

  /// c(n), and what the drafter of the settings costs where nobody measured it.
  private func costModel() throws -> CostModel {
    let drafter = try services.makeDrafter(settings.drafter, draftingContext)
    return CostModel(
      options.cost,
      levelCosts: drafter.levelCost(exitLayer: settings.exitLayer).map {
        [settings.drafter: $0]
      } ?? [:])
  }

  /// Drafters that the controller can choose from, each with the first of its growth policies that
  /// suits the verifier; none where it does not choose the drafter.
  private func arms() throws -> [DrafterArm] {
    guard try ControllerRegistry.descriptor(of: controllerName).choosesDrafter else { return [] }
    let named =
      settings.arms.isEmpty
      ? DrafterRegistry.names(with: draftingContext.resources) : settings.arms
    return named.compactMap { drafter in
      guard let descriptor = try? DrafterRegistry.descriptor(of: drafter) else { return nil }
      let growth = descriptor.growths.first { growth in
        var settings = settings
        (settings.drafter, settings.growth, settings.controller) = (drafter, growth, nil)
        return (try? settings.validate(drafter: descriptor)) != nil
      }
      return growth.map {
        DrafterArm(drafter: drafter, growth: $0, isCheap: descriptor.isCheap)
      }
    }
  }

  /// Brings those up to date that will propose.
  func readyDrafters(_ names: some Collection<String>) throws {
    if names.contains(where: { !drafters.keeps($0) }) { try keepDrafters(and: Array(names)) }
    drafters.catchUp(names, with: line)
  }

  /// Lets them read the text, which their first proposals would otherwise have to.
  func prepareDrafters(_ names: some Collection<String>, isCancelled: () -> Bool) throws {
    drafters.catchUp(names, with: line)
    for name in names { try drafters.prepare(name, text, isCancelled: isCancelled) }
  }

  /// Those that the controller can choose stay, so that none of them has to read the line again.
  func keepDrafters(and others: [String] = []) throws {
    var names = controller == nil ? [] : playable
    names.append(settings.drafter)
    names.append(contentsOf: others)
    try drafters.keep(names) { try services.makeDrafter($0, draftingContext) }
  }

  /// Reads the end of the prompt once somebody needs it. What was cached behind it is dropped.
  func readPromptIfAsked(isCancelled: () -> Bool) throws {
    guard promptReading == nil, !isPromptSettled else { return }
    let drafters = try [settings.drafter] + arms().map(\.drafter)
    let isAsked =
      try ControllerRegistry.descriptor(of: controllerName).readsExits
      || drafters.contains { (try? DrafterRegistry.descriptor(of: $0))?.readsPromptRows ?? false }
    guard isAsked else {
      isPromptSettled = true
      return
    }
    promptReading = try PromptReading(target, prompt: prompt, isCancelled: isCancelled)
  }
}
