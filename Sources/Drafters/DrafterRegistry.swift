import Tokens

/// Every drafter there is, one line each.
public enum DrafterRegistry {
  private static var types: [any Drafter.Type] {
    [
      NoDrafter.self,
      PromptLookupDrafter.self,
      TokenRecyclingDrafter.self,
    ]
  }

  /// In the order in which menus show them.
  public static var descriptors: [DrafterDescriptor] { types.map { $0.descriptor } }
  public static var names: [String] { descriptors.map(\.name) }

  public static func descriptor(of name: String) throws(DraftingError) -> DrafterDescriptor {
    try type(named: name).descriptor
  }

  /// - Parameter prompt: the tokens the run starts from.
  public static func make(_ name: String, vocabularySize: Int, prompt: [TokenID])
    throws(DraftingError) -> any Drafter
  {
    try type(named: name).init(vocabularySize: vocabularySize, prompt: prompt)
  }

  private static func type(named name: String) throws(DraftingError) -> any Drafter.Type {
    guard let type = types.first(where: { $0.descriptor.name == name }) else {
      throw .unknownDrafter(name: name, known: names)
    }
    return type
  }
}
