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
    ]
  }

  /// In the order in which menus show them.
  public static var descriptors: [DrafterDescriptor] { types.map { $0.descriptor } }
  public static var names: [String] { descriptors.map(\.name) }

  public static func descriptor(of name: String) throws(DraftingError) -> DrafterDescriptor {
    try type(named: name).descriptor
  }

  public static func make(_ name: String, _ context: DraftingContext) throws(DraftingError)
    -> any Drafter
  {
    try type(named: name).init(context)
  }

  /// Those that can draft with what is at hand.
  public static func names(with resources: Set<DrafterNeed>) -> [String] {
    descriptors.filter { $0.needs.isSubset(of: resources) }.map(\.name)
  }

  private static func type(named name: String) throws(DraftingError) -> any Drafter.Type {
    guard let type = types.first(where: { $0.descriptor.name == name }) else {
      throw .unknownDrafter(name: name, known: names)
    }
    return type
  }
}
