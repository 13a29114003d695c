import Timeline
import Tokens

/// Every controller there is, one line each.
public enum ControllerRegistry {
  private static let types: [any Controller.Type] = [
    ReachBarController.self,
    FixedBudgetController.self,
  ]

  public static var descriptors: [ControllerDescriptor] { types.map { $0.descriptor } }
  public static var names: [String] { descriptors.map(\.name) }

  /// The controller that settings ask for: a given budget is kept, without one the measured cost
  /// decides.
  public static func make(for settings: RoundSettings, cost: CostModel) -> any Controller {
    settings.budget == nil ? ReachBarController(cost: cost) : FixedBudgetController(cost: cost)
  }

  /// The name of the controller that settings ask for.
  public static func name(for settings: RoundSettings) -> String {
    settings.budget == nil
      ? ReachBarController.descriptor.name : FixedBudgetController.descriptor.name
  }
}
