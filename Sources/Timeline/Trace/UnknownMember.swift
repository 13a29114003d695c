/// A member of a line that this program does not know, and the object it stands in.
struct UnknownMember: Hashable, Sendable {
  /// A way into a JSON value.
  enum Step: Hashable, Sendable {
    case key(String)
    case index(Int)
  }

  var path: [Step]
  var member: JSONMember

  /// Puts members back where they stood, after the known ones. A place that is no more is left out.
  static func restore(_ unknown: [UnknownMember], in value: JSONValue) -> JSONValue {
    unknown.reduce(value) { value, unknown in
      insert(unknown.member, at: unknown.path[...], in: value)
    }
  }

  private static func insert(
    _ member: JSONMember, at path: ArraySlice<Step>, in value: JSONValue
  ) -> JSONValue {
    switch (path.first, value) {
    case (nil, .object(let members)): return .object(members + [member])
    case (.key(let key)?, .object(var members)):
      guard let place = members.firstIndex(where: { $0.key == key }) else { return value }
      members[place].value = insert(member, at: path.dropFirst(), in: members[place].value)
      return .object(members)
    case (.index(let index)?, .array(var values)):
      guard values.indices.contains(index) else { return value }
      values[index] = insert(member, at: path.dropFirst(), in: values[index])
      return .array(values)
    default: return value
    }
  }
}
