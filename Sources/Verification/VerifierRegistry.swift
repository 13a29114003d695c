import Tokens

/// Every verifier there is, one line each. Counter-examples can be made by name too, but are not
/// listed.
public enum VerifierRegistry {
  private static let types: [any RegisteredVerifier.Type] = [
    GreedyVerifier.self,
    SampleMatchVerifier.self,
    TokenVerifier.self,
    BlockVerifier.self,
    PointMassVerifier.self,
    NaiveTreeVerifier.self,
    SpecInferVerifier.self,
    RecursiveWithReplacementVerifier.self,
    RecursiveVerifier.self,
    SequentialSelectionVerifier.self,
    TraversalVerifier.self,
    TraversalWithReplacementVerifier.self,
    GreedyMultiPathVerifier.self,
    GreedyMultiPathSwitchVerifier.self,
    TypicalVerifier.self,
  ]

  /// In the order in which menus show them.
  public static var descriptors: [VerifierDescriptor] { types.map { $0.descriptor } }
  public static var names: [String] { descriptors.map(\.name) }

  public static func descriptor(of name: String) throws(VerificationError) -> VerifierDescriptor {
    if let example = CounterExampleRegistry.find(name) { return example.descriptor }
    return try type(named: name).descriptor
  }

  public static func make(_ name: String) throws(VerificationError) -> any Verifier {
    if let example = CounterExampleRegistry.find(name) { return example.verifier }
    return try type(named: name).init()
  }

  private static func type(named name: String) throws(VerificationError)
    -> any RegisteredVerifier.Type
  {
    guard let type = types.first(where: { $0.descriptor.name == name }) else {
      throw .unknownVerifier(name: name, known: names)
    }
    return type
  }
}
