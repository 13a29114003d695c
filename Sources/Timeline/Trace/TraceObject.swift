import DraftTrees
import Tokens

/// A JSON object of a trace line, read field by field; each complaint names the field.
///
/// The fields asked for are the known ones. What is left when reading is over goes to
/// `UnknownMembers`.
final class TraceObject {
  private let members: [JSONMember]
  private let path: [UnknownMember.Step]
  private var asked: Set<String> = []
  private let unknown: UnknownMembers

  init(
    _ value: JSONValue, path: [UnknownMember.Step] = [], unknown: UnknownMembers
  ) throws(TraceProblem) {
    guard case .object(let members) = value else {
      throw path.isEmpty
        ? .notAnObject
        : .wrongKind(
          field: Self.name(path), expected: "an object", found: value.kindName)
    }
    self.members = members
    self.path = path
    self.unknown = unknown
  }

  /// Notes the members nobody asked for.
  func finish() {
    for member in members where !asked.contains(member.key) {
      unknown.members.append(UnknownMember(path: path, member: member))
    }
  }

  func has(_ key: String) -> Bool { optional(key) != nil }

  /// In the order of the file.
  var keys: [String] { members.map(\.key) }

  /// The value of a key; nil when it is missing or null.
  func optional(_ key: String) -> JSONValue? {
    asked.insert(key)
    guard let value = members.first(where: { $0.key == key })?.value, value != .null else {
      return nil
    }
    return value
  }

  func value(_ key: String) throws(TraceProblem) -> JSONValue {
    guard let value = optional(key) else { throw .missing(field: name(key)) }
    return value
  }

  func name(_ key: String) -> String { Self.name(path + [.key(key)]) }

  private static func name(_ path: [UnknownMember.Step]) -> String {
    path.reduce(into: "") { name, step in
      switch step {
      case .key(let key): name += name.isEmpty ? key : ".\(key)"
      case .index(let index): name += "[\(index)]"
      }
    }
  }

  // MARK: Single values

  func string(_ key: String) throws(TraceProblem) -> String {
    try Self.string(try value(key), name(key))
  }

  func boolean(_ key: String) throws(TraceProblem) -> Bool {
    try Self.boolean(try value(key), name(key))
  }

  func integer(
    _ key: String, in range: ClosedRange<Int> = 0...TraceFormat.countLimit
  ) throws(TraceProblem) -> Int {
    try Self.integer(try value(key), name(key), in: range)
  }

  func number(
    _ key: String, in range: ClosedRange<Double> = 0...Double.greatestFiniteMagnitude
  ) throws(TraceProblem) -> Double {
    try Self.number(try value(key), name(key), in: range)
  }

  func token(_ key: String, vocabularySize: Int) throws(TraceProblem) -> TokenID {
    TokenID(try integer(key, in: 0...vocabularySize - 1))
  }

  /// The bytes of a token; nil when they are not known.
  func piece(_ key: String) throws(TraceProblem) -> TokenPiece? {
    try Self.piece(optional(key) ?? .null, name(key))
  }

  func word<Word: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(TraceProblem) -> Word where Word.RawValue == String {
    try Self.word(try value(key), name(key))
  }

  func object(_ key: String) throws(TraceProblem) -> TraceObject {
    try TraceObject(try value(key), path: path + [.key(key)], unknown: unknown)
  }

  // MARK: Arrays

  func array(
    _ key: String, count: Int? = nil, limit: Int = .max
  ) throws(TraceProblem) -> [JSONValue] {
    let value = try value(key)
    guard case .array(let values) = value else {
      throw .wrongKind(field: name(key), expected: "an array", found: value.kindName)
    }
    if let count, values.count != count {
      throw .unequalLengths(field: name(key), count: values.count, expected: count)
    }
    guard values.count <= limit else {
      throw .tooMany(field: name(key), count: values.count, limit: limit)
    }
    return values
  }

  /// An array read entry by entry; `read` gets each with its name.
  func array<Element>(
    _ key: String, count: Int? = nil, limit: Int = .max,
    _ read: (JSONValue, _ name: String) throws(TraceProblem) -> Element
  ) throws(TraceProblem) -> [Element] {
    let values = try array(key, count: count, limit: limit)
    let name = name(key)
    var elements: [Element] = []
    elements.reserveCapacity(values.count)
    for value in values { elements.append(try read(value, name)) }
    return elements
  }

  /// An array of objects, null entries as nil.
  func objects(
    _ key: String, count: Int? = nil, limit: Int = .max
  ) throws(TraceProblem) -> [TraceObject?] {
    var objects: [TraceObject?] = []
    for (index, value) in try array(key, count: count, limit: limit).enumerated() {
      objects.append(
        value == .null
          ? nil
          : try TraceObject(value, path: path + [.key(key), .index(index)], unknown: unknown))
    }
    return objects
  }

  func tokens(
    _ key: String, count: Int? = nil, limit: Int = .max, vocabularySize: Int
  ) throws(TraceProblem) -> [TokenID] {
    try array(key, count: count, limit: limit) { value, name throws(TraceProblem) in
      TokenID(try Self.integer(value, name, in: 0...vocabularySize - 1))
    }
  }

  func strings(_ key: String, count: Int? = nil) throws(TraceProblem) -> [String] {
    try array(key, count: count) { value, name throws(TraceProblem) in
      try Self.string(value, name)
    }
  }

  func optionalNumbers(
    _ key: String, count: Int, in range: ClosedRange<Double>
  ) throws(TraceProblem) -> [Double?] {
    try array(key, count: count) { value, name throws(TraceProblem) in
      value == .null ? nil : try Self.number(value, name, in: range)
    }
  }

  func pieces(_ key: String, count: Int) throws(TraceProblem) -> [TokenPiece?] {
    try array(key, count: count) { value, name throws(TraceProblem) in
      try Self.piece(value, name)
    }
  }
}

/// Collects what a line holds beyond the known.
final class UnknownMembers {
  var members: [UnknownMember] = []
}
