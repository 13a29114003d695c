/// A number that a method takes after its name, as in "delayed:trunk=2,paths=3".
public struct MethodParameter: Hashable, Sendable {
  public var name: String
  /// One sentence.
  public var summary: String
  public var range: ClosedRange<Double>
  public var standard: Double
  /// Whether it must be a whole number.
  public var isWhole: Bool

  public init(
    name: String, summary: String, range: ClosedRange<Double>, standard: Double,
    isWhole: Bool = true
  ) {
    self.name = name
    self.summary = summary
    self.range = range
    self.standard = standard
    self.isWhole = isWhole
  }
}

/// The values of all parameters of a method: those that were written, and the standard of the rest.
public struct MethodParameters: Hashable, Sendable {
  private let values: [String: Double]

  /// "delayed" of "delayed:trunk=2,paths=3".
  public static func name(of text: String) -> String {
    text.utf8.firstIndex(of: UInt8(ascii: ":")).map { String(text[..<$0]) } ?? text
  }

  /// - Parameters:
  ///   - text: a name, then ":" and assignments if there are any.
  ///   - kind: of method, for the sentence: "growth policy".
  ///   - known: every parameter of the method.
  /// - Throws: what is wrong with the text, and what would be right.
  public init(
    _ text: String, kind: String, known: [MethodParameter]
  ) throws(MethodParameterError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let method = Self.name(of: text)
    var values: [String: Double] = [:]
    for parameter in known { values[parameter.name] = parameter.standard }
    let assignments =
      parts.count > 1 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : []
    for assignment in assignments {
      let sides = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(sides[0])
      guard let parameter = known.first(where: { $0.name == key }) else {
        throw .unknown(name: key, kind: kind, method: method, known: known.map(\.name))
      }
      let written = sides.count > 1 ? String(sides[1]) : ""
      guard let value = Double(written), parameter.range.contains(value),
        !parameter.isWhole || value == value.rounded()
      else { throw .outOfRange(parameter, kind: kind, method: method, value: written) }
      values[key] = value
    }
    self.values = values
  }

  /// The standards of all parameters.
  public init(standards known: [MethodParameter]) {
    values = Dictionary(known.map { ($0.name, $0.standard) }) { first, _ in first }
  }

  public subscript(parameter: String) -> Double {
    guard let value = values[parameter] else {
      preconditionFailure("a method knows its parameters, and \(parameter) is none of them")
    }
    return value
  }

  public func count(_ parameter: String) -> Int { Int(self[parameter]) }
}

/// Why a method cannot run with the parameters that were written.
public enum MethodParameterError: Error, Hashable, Sendable {
  /// `kind` as in "growth policy", `method` as in "delayed".
  case unknown(name: String, kind: String, method: String, known: [String])
  case outOfRange(MethodParameter, kind: String, method: String, value: String)
}

extension MethodParameterError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let name, let kind, let method, let known) where known.isEmpty:
      "\(kind) \"\(method)\" has no parameters, and \"\(name)\" was given"
    case .unknown(let name, let kind, let method, let known):
      NameSuggestions.sentence(unknown: "parameter of \(kind) \(method)", name, known: known)
    case .outOfRange(let parameter, let kind, let method, let value):
      """
      \(kind) "\(method)": \(parameter.name) takes \(parameter.isWhole ? "a whole number" : "a number") from \
      \(Self.text(parameter.range.lowerBound, parameter)) to \
      \(Self.text(parameter.range.upperBound, parameter)), not "\(value)"; \
      the standard is \(Self.text(parameter.standard, parameter))
      """
    }
  }

  private static func text(_ value: Double, _ parameter: MethodParameter) -> String {
    parameter.isWhole ? "\(Int(value))" : "\(value)"
  }
}
