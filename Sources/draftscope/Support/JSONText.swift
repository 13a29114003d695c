import Foundation

/// JSON as the commands print and read it.
enum JSONText {
  /// One line, keys sorted.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// Indented, keys sorted.
  static func pretty(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The value in a file. Throws ``FileProblem``.
  static func read<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
    let data = try FileProblem.contents(of: path)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw FileProblem(path: path, reason: Self.sentence(error))
    }
  }

  private static func sentence(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
      (context.codingPath + [key].compactMap(\.self)).reduce("") { path, key in
        if let index = key.intValue { return "\(path)[\(index)]" }
        return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
      }
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\"\(place(context, key))\" is missing"
    case .typeMismatch(let type, let context):
      let place = place(context)
      return (place.isEmpty ? "the file" : "\"\(place)\"") + " does not hold \(name(of: type))"
    case .valueNotFound(_, let context):
      return "\"\(place(context))\" is null"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty
        ? "not valid JSON" : "\"\(place(context))\" is wrong: \(context.debugDescription)"
    @unknown default:
      return "\(error)"
    }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is any BinaryInteger.Type, is any BinaryFloatingPoint.Type: "a number"
    case is Bool.Type: "true or false"
    case is any Collection.Type: "an array or object of the right kind"
    default: "what is expected (\(type))"
    }
  }
}

/// Why a file given to a command cannot be read or is not what the command needs.
struct FileProblem: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): \(reason)" }

  static func contents(of path: String) throws -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      throw FileProblem(
        path: path,
        reason: !exists ? "no such file" : isFolder.boolValue ? "is a folder" : "cannot be read")
    }
  }
}
