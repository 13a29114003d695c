import CKernels

/// Rows that matrices are multiplied with: as floats, and rounded to integers with a step for each
/// 32 of them.
public final class ActivationRows {
  public let columns: Int
  public let capacity: Int
  /// [row][columns]
  public let floats: NumberBuffer<Float>
  private let values: NumberBuffer<Int8>
  private let fineValues: NumberBuffer<Int8>
  private let wideValues: NumberBuffer<Int16>
  private let steps: NumberBuffer<ck_step>

  /// Throws ``TensorError/outOfMemory(bytes:)``.
  public init(capacity: Int, columns: Int) throws(TensorError) {
    self.columns = columns
    self.capacity = capacity
    let rows = DenseMatrix.roundedUp(capacity)
    floats = try NumberBuffer(count: rows * columns)
    values = try NumberBuffer(count: rows * columns)
    fineValues = try NumberBuffer(count: rows * columns)
    wideValues = try NumberBuffer(count: rows * columns)
    steps = try NumberBuffer(count: rows * (columns / 32))
  }

  /// The floats of a row and what follows it.
  public func row(_ row: Int) -> UnsafeMutablePointer<Float> { floats.start + row * columns }

  /// Rounds the floats of a row to integers, when there are whole blocks of 32.
  public func quantize(row: Int, on instructionSet: InstructionSet) {
    guard columns % 32 == 0 else { return }
    ck_quantize(
      instructionSet.level, self.row(row), columns, values.start + row * columns,
      fineValues.start + row * columns, wideValues.start + row * columns,
      steps.start + row * (columns / 32))
  }

  var integerInput: ck_input {
    ck_input(
      floats: nil, values: values.start, fine_values: fineValues.start,
      wide_values: wideValues.start, steps: steps.start)
  }

  var floatInput: ck_input {
    ck_input(floats: floats.start, values: nil, fine_values: nil, wide_values: nil, steps: nil)
  }
}
