import Drafters
import Tokens

extension DraftingContext {
  /// What a drafter is made from when it is not made by name: with its own parameters.
  public func with(_ assignments: String = "", for drafter: any Drafter.Type) -> DraftingContext {
    var context = self
    let descriptor = drafter.descriptor
    let text = assignments.isEmpty ? descriptor.name : "\(descriptor.name):\(assignments)"
    do {
      context.parameters = try MethodParameters(
        text, kind: "drafter", known: descriptor.parameters)
    } catch {
      preconditionFailure("\(error)")
    }
    return context
  }
}
