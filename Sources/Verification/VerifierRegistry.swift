import Tokens

/// Every verifier there is, one line each.
public enum VerifierRegistry {
  private static let types: [any Verifier.Type] = [
    GreedyVerifier.self,
    SampleMatchVerifier.self,
  ]

  /// In the order in which menus show them.
  public static var descriptors: [VerifierDescriptor] { types.map { $0.descriptor } }
  public static var names: [String] { descriptors.map(\.name) }

  public static func descriptor(of name: String) throws(VerificationError) -> VerifierDescriptor {
    try type(named: name).descriptor
  }

  public static func make(_ name: String) throws(VerificationError) -> any Verifier {
    try type(named: name).init()
  }

  private static func type(named name: String) throws(VerificationError) -> any Verifier.Type {
    guard let type = types.first(where: { $0.descriptor.name == name }) else {
      throw .unknownVerifier(name: name, known: names)
    }
    return type
  }
}
