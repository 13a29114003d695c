import COpenBLAS

/// A weight matrix as floats, multiplied by OpenBLAS: the reference the quantized products are
/// held against.
///
/// OpenBLAS promises no bits. What was found: the bits of a row depend on the number of rows in
/// the call and, for many numbers, on the row's place in it. So every call has the same shape:
/// one panel of matrix rows times `rowsInCall` input rows, filled up with rows nobody reads. All
/// places of such a call were found alike on the kernels tried; each matrix checks this when it is
/// made, and one that differs is multiplied one row a call, always in the first place.
///
/// The cost: one row costs as much as eight, and from 16 rows on about twice the single large
/// call.
struct DenseMatrix: Sendable {
  static let rowsInCall = 8
  /// A call with one row would be another routine's: the second one is not read.
  private static let rowsInFirstPlaceCall = 2
  private static let rowsInPanel = 256

  /// Rows of memory that `count` rows need, so that whole calls fit, with at least one to spare.
  static func roundedUp(_ count: Int) -> Int { (count / rowsInCall + 1) * rowsInCall }

  let rows: Int
  let columns: Int
  private let weights: NumberBuffer<Float>
  private let usesFirstPlaceOnly: Bool

  var panelCount: Int { (rows + Self.rowsInPanel - 1) / Self.rowsInPanel }

  init(
    rows: Int, columns: Int, format: BlockFormat, bytes: UnsafeRawBufferPointer, team: WorkerTeam
  ) throws(TensorError) {
    self.rows = rows
    self.columns = columns
    _ = Self.useOneThread
    let weights = try NumberBuffer<Float>(count: rows * columns)
    let rowBytes = format.byteCount(of: columns)
    team.run(over: rows, smallest: 16) { range, _ in
      format.dequantize(
        UnsafeRawBufferPointer(
          rebasing: bytes[range.lowerBound * rowBytes..<range.upperBound * rowBytes]),
        into: weights.start + range.lowerBound * columns)
    }
    self.weights = weights
    usesFirstPlaceOnly = try !Self.allPlacesAreAlike(weights, rows: rows, columns: columns)
  }

  /// Threads are the team's business: OpenBLAS's own would wait for each other.
  private static let useOneThread: Void = openblas_set_num_threads(1)

  /// out[t][r] = row r · input row t, for the rows of some panels. Both `input` and `out` have
  /// room for a whole number of calls, and rows beyond `rowCount` are overwritten.
  func multiply(
    _ input: ActivationRows, rowCount: Int, panels: Range<Int>,
    into out: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let step = usesFirstPlaceOnly ? 1 : Self.rowsInCall
    for panel in panels {
      let first = panel * Self.rowsInPanel
      let count = min(Self.rowsInPanel, rows - first)
      // Downwards: in single-row calls the rows behind the first are rubbish.
      for row in Swift.stride(from: (rowCount - 1) / step * step, through: 0, by: -step) {
        Self.call(
          weights.start + first * columns, count, columns,
          usesFirstPlaceOnly ? Self.rowsInFirstPlaceCall : Self.rowsInCall, input.row(row),
          out + row * stride + first, stride)
      }
    }
  }

  private static func call(
    _ weights: UnsafePointer<Float>, _ count: Int, _ columns: Int, _ rows: Int,
    _ input: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(count), blasint(columns), 1,
      input, blasint(columns), weights, blasint(columns), 0, out, blasint(stride))
  }

  /// Multiplies the same numbers in every place of a call and compares the bits, for each shape
  /// of panel this matrix has.
  private static func allPlacesAreAlike(
    _ weights: NumberBuffer<Float>, rows: Int, columns: Int
  ) throws(TensorError) -> Bool {
    let input = try NumberBuffer<Float>(count: rowsInCall * columns)
    let out = try NumberBuffer<Float>(count: rowsInCall * rowsInPanel)
    for index in input.elements.indices {
      // Numbers between -1 and 1 without a pattern that sums exactly.
      let scrambled = UInt32(truncatingIfNeeded: index % columns) &* 2_654_435_761
      input.start[index] = Float(Int32(bitPattern: scrambled)) * 0x1p-31
    }
    for first in Set([0, (rows - 1) / rowsInPanel * rowsInPanel]) {
      let count = min(rowsInPanel, rows - first)
      call(
        weights.start + first * columns, count, columns, rowsInCall, input.start, out.start, count)
      let bits = UnsafeRawBufferPointer(out.elements)
      let rowBytes = count * MemoryLayout<Float>.stride
      for row in 1..<rowsInCall
      where !bits[..<rowBytes].elementsEqual(bits[row * rowBytes..<(row + 1) * rowBytes]) {
        return false
      }
    }
    return true
  }
}
