import CKernels

/// A weight matrix as the kernels want it: 16 rows side by side, still quantized.
struct PackedMatrix: Sendable {
  let weights: PackedWeights
  // Keeps the weights.
  private let memory: WeightArena.Memory

  init(
    rows: Int, columns: Int, format: BlockFormat, bytes: UnsafeRawBufferPointer, team: WorkerTeam,
    arena: WeightArena
  ) throws(TensorError) {
    let groups = PackedWeights.groupCount(rows: rows)
    let memory = try arena.take(groups * ck_group_bytes(format.kernelFormat, columns))
    team.run(over: groups) { range, _ in
      ck_pack(
        format.kernelFormat, bytes.baseAddress, rows, columns, memory.start, range.lowerBound,
        range.upperBound)
    }
    self.memory = memory
    weights = PackedWeights(rows: rows, columns: columns, format: format, start: memory.start)
  }
}

/// Where packed weights lie, without holding on to them: whoever multiplies with them counts no
/// reference that other threads count too.
struct PackedWeights: @unchecked Sendable {
  static let rowsInGroup = 16

  let rows: Int
  let columns: Int
  let format: BlockFormat
  /// As long as their matrix lives.
  let start: UnsafeMutablePointer<UInt8>

  static func groupCount(rows: Int) -> Int { (rows + rowsInGroup - 1) / rowsInGroup }

  var groupCount: Int { Self.groupCount(rows: rows) }

  /// out[t][r] = row r · input row t, for the rows of some groups.
  func multiply(
    _ input: ActivationRows, rowCount: Int, groups: Range<Int>,
    into out: UnsafeMutablePointer<Float>, stride: Int, on instructionSet: InstructionSet
  ) {
    ck_multiply(
      instructionSet.level, format.kernelFormat, start, rows, columns,
      format.usesIntegerActivations ? input.integerInput : input.floatInput, rowCount, out, stride,
      groups.lowerBound, groups.upperBound)
  }
}
