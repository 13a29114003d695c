import Controllers
import DraftTrees
import Drafters
import Timeline
import Tokens
import Verification

extension RoundSettings {
  /// Refuses unknown names, values out of range and pairs that would change the output.
  public func validate() throws(DecodingError) {
    let descriptor: DrafterDescriptor
    do {
      descriptor = try DrafterRegistry.descriptor(of: drafter)
    } catch {
      throw .drafting(error)
    }
    try validate(drafter: descriptor)
  }

  /// The same with the drafter already at hand.
  func validate(drafter: DrafterDescriptor) throws(DecodingError) {
    let law: ProposalLaw
    do {
      law = try drafter.law(with: growth)
    } catch {
      throw .drafting(error)
    }
    try validateNumbers()
    try validateController(drafter)
    do {
      let verifier = try VerifierRegistry.descriptor(of: verifier)
      try Compatibility.check(law, from: drafter.name, with: verifier, sampling: sampling)
    } catch {
      throw .verification(error)
    }
  }

  private func validateController(_ drafter: DrafterDescriptor) throws(DecodingError) {
    guard let text = controller else { return }
    let descriptor: ControllerDescriptor
    do {
      descriptor = try ControllerRegistry.descriptor(of: text)
      _ = try ControllerRegistry.make(text, ControllerContext(cost: CostModel(nil)))
    } catch {
      throw .controller(error)
    }
    if let wanted = descriptor.drafter, wanted != drafter.name {
      throw .controller(
        .needsDrafter(controller: descriptor.name, drafter: wanted, found: drafter.name))
    }
    let policy = MethodParameters.name(of: growth)
    if let wanted = descriptor.growth, wanted != policy {
      throw .controller(
        .needsGrowth(controller: descriptor.name, growth: wanted, found: policy))
    }
  }

  private func validateNumbers() throws(DecodingError) {
    func require(_ isInRange: Bool, _ name: String, _ value: Any, _ range: String)
      throws(DecodingError)
    {
      guard isInRange else {
        throw .settingOutOfRange(name: name, value: "\(value)", range: range)
      }
    }
    let (temperature, topK) = (sampling.temperature, sampling.topK)
    let (topP, minP) = (sampling.topP, sampling.minP)
    try require(
      temperature >= 0 && temperature.isFinite, "temperature", temperature, "0 or more")
    try require(topK >= 0, "top-k", topK, "0 (all) or more")
    try require(topP > 0 && topP <= 1, "top-p", topP, "above 0 and at most 1")
    try require(minP >= 0 && minP <= 1, "min-p", minP, "between 0 and 1")
    if let budget { try require(budget >= 0, "budget", budget, "0 or more") }
  }
}
