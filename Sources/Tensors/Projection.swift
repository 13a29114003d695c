/// Matrices that multiply the same input, their results side by side: queries, keys and values;
/// gate and up; or one matrix alone.
public struct Projection: Sendable {
  public let parts: [WeightMatrix]
  /// Numbers an input row has.
  public let columns: Int
  /// Numbers a result row has.
  public let rows: Int
  /// Whether the input must be quantized first.
  public let usesIntegerActivations: Bool
  /// Where the result of each part begins in a row.
  public let offsets: [Int]
  private let unitStarts: [Int]

  public init(_ parts: [WeightMatrix]) {
    precondition(!parts.isEmpty, "a projection has at least one matrix")
    self.parts = parts
    columns = parts[0].columns
    precondition(parts.allSatisfy { $0.columns == parts[0].columns }, "one input for all parts")
    var (offsets, starts, rows, units) = ([Int](), [Int](), 0, 0)
    for part in parts {
      offsets.append(rows)
      starts.append(units)
      rows += part.rows
      units += part.unitCount
    }
    self.offsets = offsets
    unitStarts = starts + [units]
    self.rows = rows
    usesIntegerActivations = parts.contains(where: \.usesIntegerActivations)
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
    team.run(over: unitStarts[parts.count]) { range, _ in
      for (index, part) in parts.enumerated() {
        let units = range.clamped(to: unitStarts[index]..<unitStarts[index + 1])
        guard !units.isEmpty else { continue }
        part.multiply(
          input, rowCount: rowCount,
          units: units.lowerBound - unitStarts[index]..<units.upperBound - unitStarts[index],
          into: out.row(firstRow) + offsets[index], stride: rows, on: instructionSet)
      }
    }
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
