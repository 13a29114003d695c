/// How weights are kept and multiplied.
public enum Precision: String, Sendable, CaseIterable, Codable {
  /// As quantized in the file, with activations rounded to 8 bits (16 in blocks with outliers);
  /// float formats with float activations.
  case fast
  /// Dequantized to F32 and multiplied by OpenBLAS.
  case reference
}

/// An immutable matrix of weights, shared by all who compute with it.
///
/// Rows of a product are bit for bit the same for every number of rows, on every instruction set
/// and on any number of threads.
public struct WeightMatrix: Sendable {
  private enum Storage: Sendable {
    case packed(PackedMatrix)
    case dense(DenseMatrix)
  }

  /// Numbers a product gives for each input row.
  public let rows: Int
  /// Numbers an input row has.
  public let columns: Int
  private let storage: Storage

  /// - Parameters:
  ///   - bytes: the rows in the file's layout, one after another.
  ///   - team: the threads that convert.
  ///
  /// Throws ``TensorError``.
  public init(
    rows: Int, columns: Int, format: BlockFormat, bytes: UnsafeRawBufferPointer,
    precision: Precision, team: WorkerTeam
  ) throws(TensorError) {
    precondition(rows > 0 && columns > 0, "a matrix has rows and columns")
    guard columns % format.blockSize == 0 else {
      throw .brokenRow(columns: columns, format: format)
    }
    let expected = rows * format.byteCount(of: columns)
    guard bytes.count == expected else {
      throw .wrongByteCount(
        rows: rows, columns: columns, format: format, expected: expected, found: bytes.count)
    }
    self.rows = rows
    self.columns = columns
    storage =
      switch precision {
      case .fast:
        .packed(
          try PackedMatrix(rows: rows, columns: columns, format: format, bytes: bytes, team: team))
      case .reference:
        .dense(
          try DenseMatrix(rows: rows, columns: columns, format: format, bytes: bytes, team: team))
      }
  }

  /// Whether products read the integers of their input.
  public var usesIntegerActivations: Bool {
    switch storage {
    case .packed(let matrix): matrix.format.usesIntegerActivations
    case .dense: false
    }
  }

  /// Pieces the work can be divided into.
  var unitCount: Int {
    switch storage {
    case .packed(let matrix): matrix.groupCount
    case .dense(let matrix): matrix.panelCount
    }
  }

  func multiply(
    _ input: ActivationRows, rowCount: Int, units: Range<Int>,
    into out: UnsafeMutablePointer<Float>, stride: Int, on instructionSet: InstructionSet
  ) {
    switch storage {
    case .packed(let matrix):
      matrix.multiply(
        input, rowCount: rowCount, groups: units, into: out, stride: stride, on: instructionSet)
    case .dense(let matrix):
      matrix.multiply(input, rowCount: rowCount, panels: units, into: out, stride: stride)
    }
  }
}
