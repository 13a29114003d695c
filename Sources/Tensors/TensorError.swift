/// Why a matrix could not be made.
public enum TensorError: Error, Equatable, Sendable {
  /// The system refused the memory.
  case outOfMemory(bytes: Int)
  /// The bytes given are not those of a matrix of this size and format.
  case wrongByteCount(rows: Int, columns: Int, format: BlockFormat, expected: Int, found: Int)
  /// A row is no whole number of blocks.
  case brokenRow(columns: Int, format: BlockFormat)
}

extension TensorError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfMemory(let bytes):
      "not enough memory: \(bytes / (1 << 20)) MiB more were needed; "
        + "ask for a shorter context or use a smaller model"
    case .wrongByteCount(let rows, let columns, let format, let expected, let found):
      "a \(format.rawValue) matrix of \(rows) rows and \(columns) columns takes \(expected) bytes, "
        + "not \(found)"
    case .brokenRow(let columns, let format):
      "a row of \(columns) numbers is no multiple of the \(format.blockSize) in a block of "
        + format.rawValue
    }
  }
}
