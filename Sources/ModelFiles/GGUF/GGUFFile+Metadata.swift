/// Typed access to the metadata. Each getter throws ``GGUFError`` naming the key and what was
/// found instead.
extension GGUFFile {
  public func has(_ key: String) -> Bool { metadata[key] != nil }

  public func integer(_ key: String) throws -> Int {
    guard case .integer(let value) = try value(key) else { throw wrongKind(key, "an integer") }
    return Int(value)
  }

  /// A floating-point number; an integer is taken as one.
  public func float(_ key: String) throws -> Double {
    switch try value(key) {
    case .float(let value): return value
    case .integer(let value): return Double(value)
    default: throw wrongKind(key, "a number")
    }
  }

  public func boolean(_ key: String) throws -> Bool {
    guard case .boolean(let value) = try value(key) else { throw wrongKind(key, "a boolean") }
    return value
  }

  public func string(_ key: String) throws -> String {
    guard case .string(let value) = try value(key) else { throw wrongKind(key, "a string") }
    return value
  }

  public func strings(_ key: String) throws -> [String] {
    guard case .strings(let values) = try value(key) else {
      throw wrongKind(key, "an array of strings")
    }
    return values
  }

  public func integers(_ key: String) throws -> [Int] {
    guard case .integers(let values) = try value(key) else {
      throw wrongKind(key, "an array of integers")
    }
    return values.map(Int.init)
  }

  /// Floating-point numbers; integers are taken as such.
  public func floats(_ key: String) throws -> [Double] {
    switch try value(key) {
    case .floats(let values): return values
    case .integers(let values): return values.map(Double.init)
    default: throw wrongKind(key, "an array of numbers")
    }
  }

  private func value(_ key: String) throws -> GGUFValue {
    guard let value = metadata[key] else {
      throw GGUFError(file: name, problem: .missingKey(key))
    }
    return value
  }

  private func wrongKind(_ key: String, _ expected: String) -> GGUFError {
    GGUFError(
      file: name,
      problem: .wrongKind(
        key: key, expected: expected, found: metadata[key]?.kind ?? "missing"))
  }
}
