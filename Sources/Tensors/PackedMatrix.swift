import CKernels

/// A weight matrix as the kernels want it: 16 rows side by side, still quantized.
struct PackedMatrix: Sendable {
  static let rowsInGroup = 16

  let rows: Int
  let columns: Int
  let format: BlockFormat
  private let memory: NumberBuffer<UInt8>

  var groupCount: Int { (rows + Self.rowsInGroup - 1) / Self.rowsInGroup }

  init(
    rows: Int, columns: Int, format: BlockFormat, bytes: UnsafeRawBufferPointer, team: WorkerTeam
  ) throws(TensorError) {
    self.rows = rows
    self.columns = columns
    self.format = format
    let groups = (rows + Self.rowsInGroup - 1) / Self.rowsInGroup
    let memory = try NumberBuffer<UInt8>(
      count: groups * ck_group_bytes(format.kernelFormat, columns))
    team.run(over: groups) { range, _ in
      ck_pack(
        format.kernelFormat, bytes.baseAddress, rows, columns, memory.start, range.lowerBound,
        range.upperBound)
    }
    self.memory = memory
  }

  /// out[t][r] = row r · input row t, for the rows of some groups.
  func multiply(
    _ input: ActivationRows, rowCount: Int, groups: Range<Int>,
    into out: UnsafeMutablePointer<Float>, stride: Int, on instructionSet: InstructionSet
  ) {
    ck_multiply(
      instructionSet.level, format.kernelFormat, memory.start, rows, columns,
      format.usesIntegerActivations ? input.integerInput : input.floatInput, rowCount, out, stride,
      groups.lowerBound, groups.upperBound)
  }
}
