import Tokens

/// A growth policy by name, with its parameters: "dyspec", "delayed:trunk=2,paths=3".
public struct GrowthShape: Hashable, Sendable, CustomStringConvertible {
  /// Registry name of the policy.
  public let name: String
  /// Every parameter of the policy.
  private let values: [String: Double]
  /// As it was written.
  public let description: String

  /// - Throws: what is wrong with the text, and what would be right.
  public init(_ text: String) throws(GrowthError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    let descriptor = try GrowthRegistry.descriptor(of: name)
    var values: [String: Double] = [:]
    for parameter in descriptor.parameters { values[parameter.name] = parameter.standard }
    let assignments =
      parts.count > 1 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : []
    for assignment in assignments {
      let sides = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(sides[0])
      guard let parameter = descriptor.parameters.first(where: { $0.name == key }) else {
        throw .unknownParameter(
          name: key, growth: name, known: descriptor.parameters.map(\.name))
      }
      let written = sides.count > 1 ? String(sides[1]) : ""
      guard let value = Double(written), parameter.range.contains(value),
        !parameter.isWhole || value == value.rounded()
      else { throw .parameterOutOfRange(parameter, growth: name, value: written) }
      values[key] = value
    }
    self.name = name
    self.values = values
    description = text
  }

  public subscript(parameter: String) -> Double {
    guard let value = values[parameter] else {
      preconditionFailure("\(name) has no parameter \(parameter)")
    }
    return value
  }

  public func count(_ parameter: String) -> Int { Int(self[parameter]) }
}

/// Why a tree cannot grow that way.
public enum GrowthError: Error, Hashable, Sendable {
  case unknownGrowth(name: String, known: [String])
  case unknownParameter(name: String, growth: String, known: [String])
  case parameterOutOfRange(GrowthParameter, growth: String, value: String)
}

extension GrowthError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownGrowth(let name, let known):
      NameSuggestions.sentence(unknown: "growth policy", name, known: known)
    case .unknownParameter(let name, let growth, let known) where known.isEmpty:
      "growth policy \"\(growth)\" has no parameters, and \"\(name)\" was given"
    case .unknownParameter(let name, let growth, let known):
      NameSuggestions.sentence(
        unknown: "parameter of growth policy \(growth)", name, known: known)
    case .parameterOutOfRange(let parameter, let growth, let value):
      """
      growth policy "\(growth)": \(parameter.name) takes \
      \(parameter.isWhole ? "a whole number" : "a number") from \
      \(Self.text(parameter.range.lowerBound, parameter)) to \
      \(Self.text(parameter.range.upperBound, parameter)), not "\(value)"; \
      the standard is \(Self.text(parameter.standard, parameter))
      """
    }
  }

  private static func text(_ value: Double, _ parameter: GrowthParameter) -> String {
    parameter.isWhole ? "\(Int(value))" : "\(value)"
  }
}
