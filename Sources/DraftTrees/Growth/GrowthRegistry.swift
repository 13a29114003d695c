/// Every growth policy there is, one line each. A drafter lists those it can draft with.
public enum GrowthRegistry {
  /// The drafter's own shape.
  public static let native = "native"
  /// Only the best path.
  public static let chain = ChainGrowth.descriptor.name

  private static let types: [any GrowthPolicy.Type] = [
    ChainGrowth.self,
    FixedTreeGrowth.self,
    TopKGrowth.self,
    Eagle2Growth.self,
    DiverseBeamGrowth.self,
    IndependentPathsGrowth.self,
    DelayedGrowth.self,
    GumbelTopKGrowth.self,
    StochasticBeamGrowth.self,
    SequoiaGrowth.self,
    DySpecGrowth.self,
    DySpecThresholdGrowth.self,
  ]

  /// In the order in which menus show them.
  public static let descriptors: [GrowthDescriptor] =
    [
      GrowthDescriptor(
        name: native, summary: "The shape the drafter prefers.", source: "the drafter", law: nil)
    ] + types.map { $0.descriptor }
  public static var names: [String] { descriptors.map(\.name) }
  /// Those that grow a tree from any law: what a probabilistic drafter can draft with.
  public static var policyNames: [String] { types.map { $0.descriptor.name } }

  public static func descriptor(of name: String) throws(GrowthError) -> GrowthDescriptor {
    guard let descriptor = descriptors.first(where: { $0.name == name }) else {
      throw .unknownGrowth(name: name, known: names)
    }
    return descriptor
  }

  /// The policy of a shape.
  public static func make(_ shape: GrowthShape) throws(GrowthError) -> any GrowthPolicy {
    guard let type = types.first(where: { $0.descriptor.name == shape.name }) else {
      throw .unknownGrowth(name: shape.name, known: policyNames)
    }
    return type.init(shape)
  }
}
