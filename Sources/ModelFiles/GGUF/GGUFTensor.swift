import Tensors

/// Where one tensor lies in a GGUF file and how its numbers are stored.
public struct GGUFTensor: Equatable, Sendable {
  public let name: String
  /// Sizes in GGUF order: `shape[0]` is the row length, `shape[1]` the number of rows.
  public let shape: [Int]
  public let format: BlockFormat
  /// Bytes of the file that hold the tensor; checked to lie inside it.
  let range: Range<Int>

  public var byteCount: Int { range.count }
  public var elementCount: Int { shape.reduce(1, *) }
}

/// A tensor stored in a way this program cannot compute with. It can be listed, not used.
public struct GGUFUnsupportedTensor: Equatable, Sendable {
  public let name: String
  /// Sizes in GGUF order, as in ``GGUFTensor``.
  public let shape: [Int]
  /// The file's number for the storage type.
  public let typeNumber: UInt32

  public var elementCount: Int { shape.reduce(1, *) }

  /// The type's usual name and number, such as "Q2_K (type 10)".
  public var typeName: String {
    switch GGUFTensorType.names[typeNumber] {
    case let name?: "\(name) (type \(typeNumber))"
    case nil: "type \(typeNumber)"
    }
  }
}

/// The storage types a GGUF file numbers.
enum GGUFTensorType {
  /// The format a type number stands for, or nil when this program cannot compute with it.
  static func format(_ number: UInt32) -> BlockFormat? {
    names[number].flatMap(BlockFormat.init(rawValue:))
  }

  static let names: [UInt32: String] = [
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 9: "Q8_1",
    10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K",
    16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S",
    22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64",
    29: "IQ1_M", 30: "BF16", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
  ]
}
