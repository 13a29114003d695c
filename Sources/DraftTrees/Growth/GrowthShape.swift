import Tokens

/// A growth policy by name, with its parameters: "dyspec", "delayed:trunk=2,paths=3".
public struct GrowthShape: Hashable, Sendable, CustomStringConvertible {
  /// Registry name of the policy.
  public let name: String
  private let parameters: MethodParameters
  /// As it was written.
  public let description: String

  /// - Throws: what is wrong with the text, and what would be right.
  public init(_ text: String) throws(GrowthError) {
    let descriptor = try GrowthRegistry.descriptor(of: MethodParameters.name(of: text))
    do {
      parameters = try MethodParameters(text, kind: "growth policy", known: descriptor.parameters)
    } catch {
      throw .parameter(error)
    }
    name = descriptor.name
    description = text
  }

  public subscript(parameter: String) -> Double { parameters[parameter] }

  public func count(_ parameter: String) -> Int { parameters.count(parameter) }
}

/// Why a tree cannot grow that way.
public enum GrowthError: Error, Hashable, Sendable {
  case unknownGrowth(name: String, known: [String])
  case parameter(MethodParameterError)
}

extension GrowthError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownGrowth(let name, let known):
      NameSuggestions.sentence(unknown: "growth policy", name, known: known)
    case .parameter(let error): error.description
    }
  }
}
