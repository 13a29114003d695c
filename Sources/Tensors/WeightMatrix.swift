/// How weights are kept and multiplied.
public enum Precision: String, Sendable, CaseIterable, Codable {
  /// As quantized in the file, with activations rounded to 8 bits (16 in blocks with outliers);
  /// float formats with float activations.
  case fast
  /// Dequantized to F32 and multiplied by OpenBLAS.
  case reference
  /// Rounded to Q8_0 when they are loaded, then as `fast`. **Other weights than the file's**, unless
  /// they were Q8_0: the text may differ.
  case q8
  /// Rounded to Q4_0 when they are loaded, then as `fast`. **Other weights than the file's**.
  case q4

  /// What weights are rounded to; nil for those of the file.
  public var roundedFormat: BlockFormat? {
    switch self {
    case .fast, .reference: nil
    case .q8: .q8_0
    case .q4: .q4_0
    }
  }
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
  ///   - arena: where quantized weights are kept.
  ///
  /// Throws ``TensorError``.
  public init(
    rows: Int, columns: Int, format: BlockFormat, bytes: UnsafeRawBufferPointer,
    precision: Precision, team: WorkerTeam, arena: WeightArena
  ) throws(TensorError) {
    precondition(rows > 0 && columns > 0, "a matrix has rows and columns")
    for format in [format, precision.roundedFormat ?? format]
    where columns % format.blockSize != 0 {
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
          try PackedMatrix(
            rows: rows, columns: columns, format: format, bytes: bytes, team: team, arena: arena))
      case .reference:
        .dense(
          try DenseMatrix(rows: rows, columns: columns, format: format, bytes: bytes, team: team))
      case .q8, .q4:
        .packed(
          try Self.rounded(
            rows: rows, columns: columns, format: format, bytes: bytes,
            to: precision.roundedFormat ?? format, team: team, arena: arena))
      }
  }

  /// The matrix in another format, by way of floats; one in that format already stays as it is.
  private static func rounded(
    rows: Int, columns: Int, format: BlockFormat, bytes: UnsafeRawBufferPointer,
    to rounded: BlockFormat, team: WorkerTeam, arena: WeightArena
  ) throws(TensorError) -> PackedMatrix {
    if format == rounded {
      return try PackedMatrix(
        rows: rows, columns: columns, format: format, bytes: bytes, team: team, arena: arena)
    }
    let (rowBytes, roundedBytes) = (
      format.byteCount(of: columns), rounded.byteCount(of: columns)
    )
    let memory = try NumberBuffer<UInt8>(count: rows * roundedBytes)
    let floats = try NumberBuffer<Float>(count: team.threadCount * columns)
    team.run(over: rows, smallest: 16) { range, thread in
      let row = UnsafeMutableBufferPointer(
        start: floats.start + thread * columns, count: columns)
      for index in range {
        let stored = bytes[index * rowBytes..<(index + 1) * rowBytes]
        format.dequantize(
          UnsafeRawBufferPointer(rebasing: stored), into: floats.start + thread * columns)
        rounded.quantize(
          UnsafeBufferPointer(row), into: memory.start + index * roundedBytes)
      }
    }
    return try withExtendedLifetime(memory) { () throws(TensorError) in
      try PackedMatrix(
        rows: rows, columns: columns, format: rounded,
        bytes: UnsafeRawBufferPointer(memory.elements), team: team, arena: arena)
    }
  }

  /// The weights as the kernels want them; nil for a matrix of floats.
  var packed: PackedWeights? {
    switch storage {
    case .packed(let matrix): matrix.weights
    case .dense: nil
    }
  }

  /// Whether products read the integers of their input.
  public var usesIntegerActivations: Bool { packed?.format.usesIntegerActivations ?? false }

  /// Pieces the work can be divided into.
  var unitCount: Int {
    switch storage {
    case .packed(let matrix): matrix.weights.groupCount
    case .dense(let matrix): matrix.panelCount
    }
  }

  func multiply(
    _ input: ActivationRows, rowCount: Int, units: Range<Int>,
    into out: UnsafeMutablePointer<Float>, stride: Int, on instructionSet: InstructionSet
  ) {
    switch storage {
    case .packed(let matrix):
      matrix.weights.multiply(
        input, rowCount: rowCount, groups: units, into: out, stride: stride, on: instructionSet)
    case .dense(let matrix):
      matrix.multiply(input, rowCount: rowCount, panels: units, into: out, stride: stride)
    }
  }
}
