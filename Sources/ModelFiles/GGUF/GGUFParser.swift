import Tensors

/// Reads the head of a GGUF file: header, metadata and tensor directory.
///
/// Every read is checked against the bytes left and throws; no count read from the file is
/// trusted before it is compared with them. Source: the GGUF specification of the ggml project.
struct GGUFParser {
  private static let magic: [UInt8] = Array("GGUF".utf8)
  private static let maximumKeys: UInt64 = 100_000
  private static let maximumTensors: UInt64 = 100_000
  private static let maximumArray: UInt64 = 16 << 20
  private static let maximumName: UInt64 = 65_535
  private static let maximumElements = 1 << 44

  private let file: String
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  private(set) var version: UInt32 = 0
  private(set) var metadata: [String: GGUFValue] = [:]
  private(set) var tensors: [String: GGUFTensor] = [:]
  private(set) var unsupportedTensors: [String: GGUFUnsupportedTensor] = [:]

  init(_ bytes: UnsafeRawBufferPointer, file: String) throws(GGUFError) {
    self.bytes = bytes
    self.file = file
    try parse()
  }

  private mutating func parse() throws(GGUFError) {
    try readVersion()
    let tensorCount = try count(of: "tensors", limit: Self.maximumTensors)
    let keyCount = try count(of: "metadata keys", limit: Self.maximumKeys)
    for _ in 0..<keyCount {
      let start = offset
      let key = try name("a metadata key")
      let value = try value(of: key)
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw failure(.duplicateKey(key), at: start)
      }
    }
    let alignment = try readAlignment()
    var entries: [Entry] = []
    for _ in 0..<tensorCount { entries.append(try readEntry()) }
    // The data begins at the next multiple of the alignment; a file may end before it only when
    // no tensor follows, which `place` then finds for each tensor.
    let dataStart = min((offset + alignment - 1) & ~(alignment - 1), bytes.count)
    for entry in entries { try place(entry, dataStart: dataStart, alignment: alignment) }
  }

  // MARK: Header

  private mutating func readVersion() throws(GGUFError) {
    let first = Array(bytes.prefix(Self.magic.count))
    guard !first.isEmpty else { throw failure(.empty, at: nil) }
    guard first == Self.magic else { throw failure(.notGGUF(firstBytes: first), at: 0) }
    offset = Self.magic.count
    version = try integer("the version")
    if (1...3).contains(version.byteSwapped) { throw failure(.bigEndian, at: Self.magic.count) }
    guard version == 2 || version == 3 else {
      throw failure(.unsupportedVersion(version), at: Self.magic.count)
    }
  }

  private mutating func count(of what: String, limit: UInt64) throws(GGUFError) -> UInt64 {
    let start = offset
    let count: UInt64 = try integer("the number of \(what)")
    guard count <= limit else {
      throw failure(.tooMany(what: what, count: count, limit: limit), at: start)
    }
    return count
  }

  private func readAlignment() throws(GGUFError) -> Int {
    switch metadata["general.alignment"] {
    case nil: return 32
    case .integer(let value) where (8...1 << 20).contains(value) && value & (value - 1) == 0:
      return Int(value)
    case .integer(let value):
      throw failure(.badAlignment(UInt64(bitPattern: value)), at: nil)
    case let other?:
      throw failure(
        .wrongKind(key: "general.alignment", expected: "an integer", found: other.kind), at: nil)
    }
  }

  // MARK: Metadata values

  private mutating func value(of key: String) throws(GGUFError) -> GGUFValue {
    let start = offset
    let type: UInt32 = try integer("the type of \"\(key)\"")
    switch type {
    case 8: return .string(try string("the value of \"\(key)\""))
    case 9: return try array(of: key)
    case 7: return .boolean(try boolean(key))
    case 6, 12: return .float(try float(type, key))
    case 10:
      let value: UInt64 = try integer("the value of \"\(key)\"")
      return Int64(exactly: value).map(GGUFValue.integer) ?? .unsigned(value)
    case 0...5, 11: return .integer(try signed(type, key))
    default: throw failure(.unknownValueType(key: key, type: type), at: start)
    }
  }

  private mutating func array(of key: String) throws(GGUFError) -> GGUFValue {
    let start = offset
    let type: UInt32 = try integer("the element type of \"\(key)\"")
    guard let width = Self.width(ofType: type) else {
      let problem: GGUFError.Problem =
        type == 9 ? .nestedArray(key: key) : .unknownValueType(key: key, type: type)
      throw failure(problem, at: start)
    }
    let counted = offset
    let count = try count(of: "elements of \"\(key)\"", limit: Self.maximumArray)
    guard count <= UInt64(bytes.count - offset) / UInt64(width) else {
      throw failure(
        .truncated(
          what: "the array \"\(key)\"", needed: count * UInt64(width), left: bytes.count - offset),
        at: counted)
    }
    switch type {
    case 8:
      let what = "an element of \"\(key)\""
      return .strings(
        try elements(Int(count)) { parser throws(GGUFError) in try parser.string(what) })
    case 7:
      return .booleans(
        try elements(Int(count)) { parser throws(GGUFError) in try parser.boolean(key) })
    case 6, 12:
      return .floats(
        try elements(Int(count)) { parser throws(GGUFError) in try parser.float(type, key) })
    default:
      return .integers(
        try elements(Int(count)) { parser throws(GGUFError) in try parser.signed(type, key) })
    }
  }

  private mutating func elements<Element>(
    _ count: Int, _ next: (inout GGUFParser) throws(GGUFError) -> Element
  ) throws(GGUFError) -> [Element] {
    var values: [Element] = []
    values.reserveCapacity(min(count, 1 << 20))
    for _ in 0..<count { values.append(try next(&self)) }
    return values
  }

  /// The fewest bytes a value of a type takes: its width, or a string's length. Nil for arrays and
  /// unknown types.
  private static func width(ofType type: UInt32) -> Int? {
    switch type {
    case 0, 1, 7: 1
    case 2, 3: 2
    case 4, 5, 6: 4
    case 8, 10, 11, 12: 8
    default: nil
    }
  }

  private mutating func signed(_ type: UInt32, _ key: String) throws(GGUFError) -> Int64 {
    let start = offset
    let what = "the value of \"\(key)\""
    switch type {
    case 0: return Int64(try integer(what, as: UInt8.self))
    case 1: return Int64(try integer(what, as: Int8.self))
    case 2: return Int64(try integer(what, as: UInt16.self))
    case 3: return Int64(try integer(what, as: Int16.self))
    case 4: return Int64(try integer(what, as: UInt32.self))
    case 5: return Int64(try integer(what, as: Int32.self))
    case 11: return try integer(what)
    case 10:
      guard let value = Int64(exactly: try integer(what, as: UInt64.self)) else {
        throw failure(.integerTooLarge(key: key), at: start)
      }
      return value
    default: preconditionFailure("no integer type: \(type)")
    }
  }

  private mutating func float(_ type: UInt32, _ key: String) throws(GGUFError) -> Double {
    let what = "the value of \"\(key)\""
    return type == 6
      ? Double(Float(bitPattern: try integer(what))) : Double(bitPattern: try integer(what))
  }

  private mutating func boolean(_ key: String) throws(GGUFError) -> Bool {
    let start = offset
    let byte: UInt8 = try integer("the value of \"\(key)\"")
    guard byte <= 1 else { throw failure(.invalidBoolean(key: key, byte: byte), at: start) }
    return byte == 1
  }

  // MARK: Tensor directory

  private struct Entry {
    let start: Int
    let name: String
    let shape: [Int]
    let type: UInt32
    let dataOffset: UInt64
  }

  private mutating func readEntry() throws(GGUFError) -> Entry {
    let start = offset
    let name = try name("a tensor name")
    let dimensionCount: UInt32 = try integer("the tensor \"\(name)\"")
    guard (1...4).contains(dimensionCount) else {
      throw failure(.badDimensionCount(tensor: name, count: dimensionCount), at: start)
    }
    var shape: [Int] = []
    var elements = 1
    for _ in 0..<dimensionCount {
      let size: UInt64 = try integer("the tensor \"\(name)\"")
      guard size > 0, size <= UInt64(Self.maximumElements) else {
        throw failure(.badDimension(tensor: name, size: size), at: start)
      }
      let (product, overflow) = elements.multipliedReportingOverflow(by: Int(size))
      guard !overflow, product <= Self.maximumElements else {
        throw failure(.tooManyElements(tensor: name), at: start)
      }
      elements = product
      shape.append(Int(size))
    }
    let type: UInt32 = try integer("the tensor \"\(name)\"")
    let dataOffset: UInt64 = try integer("the tensor \"\(name)\"")
    return Entry(start: start, name: name, shape: shape, type: type, dataOffset: dataOffset)
  }

  private mutating func place(_ entry: Entry, dataStart: Int, alignment: Int) throws(GGUFError) {
    guard tensors[entry.name] == nil, unsupportedTensors[entry.name] == nil else {
      throw failure(.duplicateTensor(entry.name), at: entry.start)
    }
    guard entry.dataOffset % UInt64(alignment) == 0 else {
      throw failure(
        .unalignedTensor(tensor: entry.name, start: entry.dataOffset, alignment: alignment),
        at: entry.start)
    }
    let available = bytes.count - dataStart
    let format = GGUFTensorType.format(entry.type)
    var size = 0
    if let format {
      guard entry.shape[0] % format.blockSize == 0 else {
        throw failure(
          .brokenRow(tensor: entry.name, rowLength: entry.shape[0], format: format),
          at: entry.start)
      }
      size = entry.shape.reduce(1, *) / format.blockSize * format.blockBytes
    }
    // Subtracting, never adding: the offset may be anything up to 2^64.
    guard size <= available, entry.dataOffset <= UInt64(available - size) else {
      throw failure(
        .tensorOutsideFile(
          tensor: entry.name, start: entry.dataOffset, size: UInt64(size), available: available),
        at: entry.start)
    }
    guard let format else {
      unsupportedTensors[entry.name] = GGUFUnsupportedTensor(
        name: entry.name, shape: entry.shape, typeNumber: entry.type)
      return
    }
    let start = dataStart + Int(entry.dataOffset)
    tensors[entry.name] = GGUFTensor(
      name: entry.name, shape: entry.shape, format: format, range: start..<start + size)
  }

  // MARK: Checked reads

  private mutating func integer<Number: FixedWidthInteger & BitwiseCopyable>(
    _ what: @autoclosure () -> String, as type: Number.Type = Number.self
  ) throws(GGUFError) -> Number {
    let width = MemoryLayout<Number>.size
    guard bytes.count - offset >= width else {
      throw failure(
        .truncated(what: what(), needed: UInt64(width), left: bytes.count - offset), at: offset)
    }
    defer { offset += width }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  private mutating func name(_ what: String) throws(GGUFError) -> String {
    let start = offset
    let length: UInt64 = try integer(what)
    guard length <= Self.maximumName else {
      throw failure(.nameTooLong(what: what, length: length), at: start)
    }
    offset = start
    return try string(what)
  }

  private mutating func string(_ what: @autoclosure () -> String) throws(GGUFError) -> String {
    let start = offset
    let length: UInt64 = try integer(what())
    guard length <= UInt64(bytes.count - offset) else {
      throw failure(
        .truncated(what: what(), needed: length, left: bytes.count - offset), at: start)
    }
    let range = offset..<offset + Int(length)
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw failure(.invalidText(what: what()), at: start)
    }
    offset = range.upperBound
    return text
  }

  private func failure(_ problem: GGUFError.Problem, at offset: Int?) -> GGUFError {
    GGUFError(file: file, offset: offset, problem: problem)
  }
}
