import Timeline
import Tokens

/// Every controller there is, one line each.
public enum ControllerRegistry {
  private static let types: [any Controller.Type] = [
    ReachBarController.self,
    FixedBudgetController.self,
    PlusMinusOneController.self,
    HeuristicController.self,
    SvipController.self,
    AdaedlController.self,
    ConfidenceController.self,
    SparseHistoryController.self,
    HedgeController.self,
    UCBController.self,
    ThompsonController.self,
    DelController.self,
    ShapeController.self,
    LearnedShapeController.self,
  ]

  /// In the order in which menus show them.
  public static var descriptors: [ControllerDescriptor] { types.map { $0.descriptor } }
  public static var names: [String] { descriptors.map(\.name) }

  /// The controller that settings ask for, with its parameters: without a name a given budget is
  /// kept, and without a budget the measured cost decides.
  public static func text(for settings: RoundSettings) -> String {
    settings.controller
      ?? (settings.budget == nil
        ? ReachBarController.descriptor.name : FixedBudgetController.descriptor.name)
  }

  /// - Parameter text: a name, with parameters or without.
  public static func descriptor(of text: String) throws(ControllerError) -> ControllerDescriptor {
    try type(named: text).descriptor
  }

  public static func make(
    _ text: String, _ context: ControllerContext
  ) throws(ControllerError) -> any Controller {
    let type = try type(named: text)
    var context = context
    do {
      context.parameters = try MethodParameters(
        text, kind: "controller", known: type.descriptor.parameters)
    } catch {
      throw .parameter(error)
    }
    return type.init(context)
  }

  private static func type(named text: String) throws(ControllerError) -> any Controller.Type {
    let name = MethodParameters.name(of: text)
    guard let type = types.first(where: { $0.descriptor.name == name }) else {
      throw .unknownController(name: name, known: names)
    }
    return type
  }
}

/// Why a controller cannot be used.
public enum ControllerError: Error, Hashable, Sendable {
  case unknownController(name: String, known: [String])
  case parameter(MethodParameterError)
  /// It decides for one drafter only.
  case needsDrafter(controller: String, drafter: String, found: String)
  /// It shapes the trees of one growth policy only.
  case needsGrowth(controller: String, growth: String, found: String)
  /// It works with what was learned from traces.
  case needsShapeModel(controller: String)
}

extension ControllerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownController(let name, let known):
      NameSuggestions.sentence(unknown: "controller", name, known: known)
    case .parameter(let error): error.description
    case .needsDrafter(let controller, let drafter, let found):
      """
      controller "\(controller)" decides for the drafter "\(drafter)" alone, not "\(found)": \
      choose that drafter, or another controller
      """
    case .needsGrowth(let controller, let growth, let found):
      """
      controller "\(controller)" chooses the shape for the growth policy "\(growth)" alone, not \
      "\(found)": choose that policy (with a drafter that has a law), or another controller
      """
    case .needsShapeModel(let controller):
      """
      controller "\(controller)" needs a selector: train one with "draftscope train selector" and \
      give it with --selector, or use the controller "shape"
      """
    }
  }
}
