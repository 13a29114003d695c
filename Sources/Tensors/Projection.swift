/// Matrices that multiply the same input, their results side by side: queries, keys and values;
/// gate and up; or one matrix alone.
///
/// A class, so that a pass need not count references to each of its matrices.
public final class Projection: Sendable {
  /// Numbers an input row has.
  public let columns: Int
  /// Numbers a result row has.
  public let rows: Int
  /// Whether the input must be quantized first.
  public let usesIntegerActivations: Bool
  private let matrices: [WeightMatrix]
  private let parts: [Part]

  /// A matrix among the others.
  private struct Part: Sendable {
    /// Nil for a matrix of floats.
    var packed: PackedWeights?
    /// Where its results begin in a row.
    var offset: Int
    /// Its pieces, counted through all parts.
    var units: Range<Int>
  }

  public init(_ matrices: [WeightMatrix]) {
    precondition(!matrices.isEmpty, "a projection has at least one matrix")
    self.matrices = matrices
    columns = matrices[0].columns
    precondition(
      matrices.allSatisfy { $0.columns == matrices[0].columns }, "one input for all parts")
    var (parts, rows, units) = ([Part](), 0, 0)
    for matrix in matrices {
      parts.append(
        Part(packed: matrix.packed, offset: rows, units: units..<units + matrix.unitCount))
      rows += matrix.rows
      units += matrix.unitCount
    }
    self.parts = parts
    self.rows = rows
    usesIntegerActivations = matrices.contains(where: \.usesIntegerActivations)
  }

  /// out[t] = each part · input row t, the parts one after another.
  ///
  /// - Parameters:
  ///   - input: quantized if `usesIntegerActivations`.
  ///   - out: [row][rows], made by ``ResultRows``.
  ///   - firstRow: row of `out` for the first result.
  public func multiply(
    _ input: ActivationRows, rowCount: Int, into out: ResultRows, at firstRow: Int = 0,
    team: WorkerTeam, on instructionSet: InstructionSet
  ) {
    precondition(input.columns == columns && out.columns == rows, "sizes fit")
    precondition(rowCount <= input.capacity && firstRow + rowCount <= out.capacity, "rows fit")
    guard rowCount > 0 else { return }
    let (unitCount, stride, out) = (
      parts[parts.count - 1].units.upperBound, rows, out.row(firstRow)
    )
    parts.withUnsafeBufferPointer { parts in
      team.run(over: unitCount, smallest: smallestShare(rowCount, team)) { range, _ in
        for (index, part) in parts.enumerated() {
          let units = range.clamped(to: part.units)
          guard !units.isEmpty else { continue }
          let first = part.units.lowerBound
          let own = units.lowerBound - first..<units.upperBound - first
          if let packed = part.packed {
            packed.multiply(
              input, rowCount: rowCount, groups: own, into: out + part.offset, stride: stride,
              on: instructionSet)
          } else {
            matrices[index].multiply(
              input, rowCount: rowCount, units: own, into: out + part.offset, stride: stride,
              on: instructionSet)
          }
        }
      }
    }
  }

  /// Units of the smallest share worth handing over: it streams some bytes and multiplies some
  /// numbers, at rates measured on one core with the weights in its cache.
  private func smallestShare(_ rowCount: Int, _ team: WorkerTeam) -> Int {
    let inUnit = Double(rows * columns) / Double(parts[parts.count - 1].units.upperBound)
    let microseconds = inUnit / 60_000 + inUnit * Double(rowCount) / 175_000
    return Int((team.smallestShare / microseconds).rounded(.up))
  }
}

/// Rows that a projection writes. Rows beyond those asked for may be overwritten with rubbish; there
/// is room for that wherever the first row of a result is.
public final class ResultRows {
  public let capacity: Int
  public let columns: Int
  /// [row][columns]
  public let floats: NumberBuffer<Float>

  /// Throws ``TensorError/outOfMemory(bytes:)``.
  public init(capacity: Int, columns: Int) throws(TensorError) {
    self.capacity = capacity
    self.columns = columns
    floats = try NumberBuffer(
      count: DenseMatrix.roundedUp(capacity + DenseMatrix.rowsInCall) * columns)
  }

  /// The numbers of a row and what follows it.
  public func row(_ row: Int) -> UnsafeMutablePointer<Float> { floats.start + row * columns }
}
