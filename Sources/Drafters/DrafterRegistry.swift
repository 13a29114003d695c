import Tokens

/// Every drafter there is, one line each.
public enum DrafterRegistry {
  private static var types: [any Drafter.Type] {
    [
      NoDrafter.self,
      PromptLookupDrafter.self,
      TokenRecyclingDrafter.self,
      GooseDrafter.self,
      AdedDrafter.self,
      LookaheadDrafter.self,
      RetrievalDrafter.self,
      DraftModelDrafter.self,
      NestedDrafter.self,
      SuperposedDrafter.self,
      SpecMQuantDrafter.self,
      EarlyExitDrafter.self,
      KangarooDrafter.self,
    ]
  }

  /// In the order in which menus show them.
  public static var descriptors: [DrafterDescriptor] { types.map { $0.descriptor } }
  public static var names: [String] { descriptors.map(\.name) }

  /// - Parameter text: a name, with parameters or without.
  public static func descriptor(of text: String) throws(DraftingError) -> DrafterDescriptor {
    try type(named: text).descriptor
  }

  /// - Parameter text: a name, with parameters or without: "goose", "lookahead:window=4".
  public static func make(_ text: String, _ context: DraftingContext) throws(DraftingError)
    -> any Drafter
  {
    let type = try type(named: text)
    var context = context
    do {
      context.parameters = try MethodParameters(
        text, kind: "drafter", known: type.descriptor.parameters)
    } catch {
      throw .parameter(error)
    }
    return try type.init(context)
  }

  /// Those that can draft with what is at hand.
  public static func names(with resources: Set<DrafterNeed>) -> [String] {
    descriptors.filter { $0.needs.isSubset(of: resources) }.map(\.name)
  }

  private static func type(named text: String) throws(DraftingError) -> any Drafter.Type {
    let name = MethodParameters.name(of: text)
    guard let type = types.first(where: { $0.descriptor.name == name }) else {
      throw .unknownDrafter(name: name, known: names)
    }
    return type
  }
}
