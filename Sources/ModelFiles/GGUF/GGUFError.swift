import Tensors

/// Why a GGUF file could not be read or used, and where.
public struct GGUFError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    case cannotOpen(reason: String)
    case notARegularFile
    case empty
    case notGGUF(firstBytes: [UInt8])
    case unsupportedVersion(UInt32)
    case bigEndian
    case truncated(what: String, needed: UInt64, left: Int)
    case tooMany(what: String, count: UInt64, limit: UInt64)
    case nameTooLong(what: String, length: UInt64)
    case invalidText(what: String)
    case unknownValueType(key: String, type: UInt32)
    case nestedArray(key: String)
    case integerTooLarge(key: String)
    case invalidBoolean(key: String, byte: UInt8)
    case duplicateKey(String)
    case duplicateTensor(String)
    case badAlignment(UInt64)
    case badDimensionCount(tensor: String, count: UInt32)
    case badDimension(tensor: String, size: UInt64)
    case tooManyElements(tensor: String)
    case brokenRow(tensor: String, rowLength: Int, format: BlockFormat)
    case unalignedTensor(tensor: String, start: UInt64, alignment: Int)
    case tensorOutsideFile(tensor: String, start: UInt64, size: UInt64, available: Int)
    case missingKey(String)
    case wrongKind(key: String, expected: String, found: String)
    case missingTensor(String)
    case unsupportedTensor(name: String, type: String)
  }

  /// The file's path, or the name given to bytes in memory.
  public let file: String
  /// The byte the problem was met at; nil when it has no one place.
  public let offset: Int?
  public let problem: Problem

  public init(file: String, offset: Int? = nil, problem: Problem) {
    self.file = file
    self.offset = offset
    self.problem = problem
  }
}

extension GGUFError: CustomStringConvertible {
  public var description: String {
    let place = offset.map { "byte \($0): " } ?? ""
    return "\(file): \(place)\(problem.sentence)"
  }
}

extension GGUFError.Problem {
  fileprivate var sentence: String {
    switch self {
    case .cannotOpen, .notARegularFile, .empty, .notGGUF, .unsupportedVersion, .bigEndian:
      fileSentence
    case .missingKey, .wrongKind, .missingTensor, .unsupportedTensor:
      useSentence
    case .badAlignment, .badDimensionCount, .badDimension, .tooManyElements, .brokenRow,
      .unalignedTensor, .tensorOutsideFile, .duplicateTensor:
      "\(tensorSentence). \(Self.damaged)"
    default:
      "\(metadataSentence). \(Self.damaged)"
    }
  }

  private static let damaged = "The file is damaged or cut short; fetch it again"

  private var fileSentence: String {
    switch self {
    case .cannotOpen(let reason):
      "cannot be opened: \(reason)"
    case .notARegularFile:
      "not a regular file; give the path of a GGUF file"
    case .empty:
      "the file is empty; fetch the model again"
    case .notGGUF(let bytes):
      "not a GGUF model file: it begins with \(Self.shown(bytes)) where \"GGUF\" must stand. "
        + "Give the path of a .gguf file"
    case .unsupportedVersion(let version):
      "GGUF version \(version) is not supported (versions 2 and 3 are); "
        + "convert the model again with a current converter"
    case .bigEndian:
      "a big-endian GGUF file; only little-endian ones are supported"
    default: preconditionFailure("not a problem of the file as a whole: \(self)")
    }
  }

  private var useSentence: String {
    switch self {
    case .missingKey(let key):
      "the metadata has no \"\(key)\", which is needed to use this model; "
        + "the converter left it out or the file holds no model of this kind"
    case .wrongKind(let key, let expected, let found):
      "\"\(key)\" must be \(expected) but is \(found); convert the model again"
    case .missingTensor(let name):
      "the tensor \"\(name)\" is missing; the file holds no complete model of this kind"
    case .unsupportedTensor(let name, let type):
      "the tensor \"\(name)\" is stored as \(type), which is not supported; use a file quantized "
        + "to one of \(BlockFormat.allCases.map(\.rawValue).joined(separator: ", "))"
    default: preconditionFailure("not a problem of use: \(self)")
    }
  }

  private var metadataSentence: String {
    switch self {
    case .truncated(let what, let needed, let left):
      "\(what) needs \(needed) bytes but only \(left) are left"
    case .tooMany(let what, let count, let limit):
      "\(count) \(what), more than the \(limit) that are possible here"
    case .nameTooLong(let what, let length):
      "\(what) of \(length) bytes (at most 65535 are allowed)"
    case .invalidText(let what):
      "\(what) is not valid UTF-8"
    case .unknownValueType(let key, let type):
      "\"\(key)\" has the unknown value type \(type)"
    case .nestedArray(let key):
      "\"\(key)\" is an array of arrays, which no model needs"
    case .integerTooLarge(let key):
      "\"\(key)\" holds an integer beyond 2^63"
    case .invalidBoolean(let key, let byte):
      "\"\(key)\" holds the boolean \(byte) (0 or 1 are allowed)"
    case .duplicateKey(let key):
      "the key \"\(key)\" stands twice"
    default: preconditionFailure("not a problem of the metadata: \(self)")
    }
  }

  private var tensorSentence: String {
    switch self {
    case .badAlignment(let value):
      "general.alignment is \(value) (a power of two from 8 to 1048576 is allowed)"
    case .badDimensionCount(let tensor, let count):
      "the tensor \"\(tensor)\" has \(count) dimensions (1 to 4 are allowed)"
    case .badDimension(let tensor, let size):
      "the tensor \"\(tensor)\" has a dimension of \(size)"
    case .tooManyElements(let tensor):
      "the tensor \"\(tensor)\" has more numbers than any file can hold"
    case .brokenRow(let tensor, let rowLength, let format):
      "rows of the tensor \"\(tensor)\" have \(rowLength) numbers, no multiple of the "
        + "\(format.blockSize) in a block of \(format.rawValue)"
    case .unalignedTensor(let tensor, let start, let alignment):
      "the tensor \"\(tensor)\" starts at \(start) of the data, no multiple of \(alignment)"
    case .tensorOutsideFile(let tensor, let start, let size, let available):
      "the tensor \"\(tensor)\" takes \(size) bytes from \(start) of the data, which has only "
        + "\(available)"
    case .duplicateTensor(let name):
      "the tensor \"\(name)\" stands twice"
    default: preconditionFailure("not a problem of a tensor: \(self)")
    }
  }

  /// Bytes as quoted printable text, or in hexadecimal.
  private static func shown(_ bytes: [UInt8]) -> String {
    if !bytes.isEmpty, bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) {
      return "\"\(String(decoding: bytes, as: UTF8.self))\""
    }
    return bytes.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined(separator: " ")
  }
}
