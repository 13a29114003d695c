/// Writes small GGUF files in memory, right ones and wrong ones.
///
/// ```swift
/// var builder = GGUFBuilder()
/// builder.set("general.architecture", "llama")
/// builder.add(tensor: "output_norm.weight", shape: [4], floats: [1, 1, 1, 1])
/// let file = try GGUFFile(bytes: builder.bytes, name: "tiny")
/// ```
public struct GGUFBuilder {
  /// The format's numbers for the types of metadata values.
  public enum ValueType: UInt32 {
    case uint8, int8, uint16, int16, uint32, int32, float32, boolean, string, array
    case uint64, int64, float64
  }

  public var version: UInt32 = 3
  public var alignment = 32
  /// Overrides for the counts in the header, to write files that lie.
  public var claimedTensorCount: UInt64?
  public var claimedKeyCount: UInt64?

  private var keyCount: UInt64 = 0
  private var keyBytes: [UInt8] = []
  private var tensorCount: UInt64 = 0
  private var directory: [UInt8] = []
  private var data: [UInt8] = []

  public init() {}

  // MARK: Metadata

  public mutating func set(_ key: String, _ value: String) {
    set(key, type: .string, Self.string(value))
  }

  public mutating func set(_ key: String, _ value: Int) {
    set(key, type: .uint32, Self.little(UInt32(value)))
  }

  public mutating func set(_ key: String, _ value: Float) {
    set(key, type: .float32, Self.little(value.bitPattern))
  }

  public mutating func set(_ key: String, _ value: Bool) {
    set(key, type: .boolean, [value ? 1 : 0])
  }

  public mutating func set(_ key: String, _ values: [String]) {
    set(key, array: .string, count: UInt64(values.count), values.flatMap(Self.string))
  }

  public mutating func set(_ key: String, _ values: [Int32]) {
    set(key, array: .int32, count: UInt64(values.count), values.flatMap(Self.little))
  }

  public mutating func set(_ key: String, _ values: [Float]) {
    set(
      key, array: .float32, count: UInt64(values.count),
      values.flatMap { Self.little($0.bitPattern) })
  }

  /// An array with any element type, any claimed count and any bytes.
  public mutating func set(
    _ key: String, array element: ValueType, count: UInt64, _ bytes: [UInt8]
  ) {
    set(key, type: .array, Self.little(element.rawValue) + Self.little(count) + bytes)
  }

  /// A value of any type with any bytes.
  public mutating func set(_ key: String, type: ValueType, _ bytes: [UInt8]) {
    set(key, typeNumber: type.rawValue, bytes)
  }

  public mutating func set(_ key: String, typeNumber: UInt32, _ bytes: [UInt8]) {
    keyCount += 1
    keyBytes += Self.string(key) + Self.little(typeNumber) + bytes
  }

  // MARK: Tensors

  /// An F32 tensor. `shape[0]` is the row length.
  public mutating func add(tensor name: String, shape: [Int], floats: [Float]) {
    precondition(shape.reduce(1, *) == floats.count, "one number for each element")
    add(tensor: name, shape: shape, type: 0, floats.flatMap { Self.little($0.bitPattern) })
  }

  /// A tensor of any type with its stored bytes, placed after the ones before it.
  public mutating func add(tensor name: String, shape: [Int], type: UInt32, _ bytes: [UInt8]) {
    add(tensor: name, shape: shape.map(UInt64.init), type: type, offset: UInt64(data.count))
    data += bytes
    data += [UInt8](repeating: 0, count: (alignment - data.count % alignment) % alignment)
  }

  /// A directory entry alone, true or not.
  public mutating func add(tensor name: String, shape: [UInt64], type: UInt32, offset: UInt64) {
    tensorCount += 1
    directory += Self.string(name) + Self.little(UInt32(shape.count))
    directory += shape.flatMap(Self.little) + Self.little(type) + Self.little(offset)
  }

  // MARK: Result

  public var bytes: [UInt8] {
    var result = Array("GGUF".utf8) + Self.little(version)
    result += Self.little(claimedTensorCount ?? tensorCount)
    result += Self.little(claimedKeyCount ?? keyCount)
    result += keyBytes + directory
    if !data.isEmpty {
      result += [UInt8](repeating: 0, count: (alignment - result.count % alignment) % alignment)
    }
    return result + data
  }

  public static func little<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian, Array.init)
  }

  public static func string(_ text: String) -> [UInt8] {
    little(UInt64(text.utf8.count)) + Array(text.utf8)
  }
}
