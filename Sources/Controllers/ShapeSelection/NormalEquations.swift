/// (X'X + lambda I) w = X'y, gathered row by row and solved by Cholesky's decomposition.
struct NormalEquations {
  private(set) var rowCount = 0
  private let unknownCount: Int
  /// [unknown][unknown], the lower triangle.
  private var matrix: [[Double]]
  private var right: [Double]

  init(unknownCount: Int) {
    self.unknownCount = unknownCount
    matrix = (0..<unknownCount).map { [Double](repeating: 0, count: $0 + 1) }
    right = [Double](repeating: 0, count: unknownCount)
  }

  /// O(unknowns²).
  mutating func add(_ row: [Double], value: Double) {
    precondition(row.count == unknownCount, "one entry an unknown")
    rowCount += 1
    for i in row.indices {
      right[i] += row[i] * value
      for j in 0...i { matrix[i][j] += row[i] * row[j] }
    }
  }

  /// The unknowns, or nil where the equations leave them open. The first has no penalty.
  func solve(penalty: Double) -> [Double]? {
    var factor = matrix
    for i in 1..<unknownCount { factor[i][i] += penalty }
    for i in 0..<unknownCount {
      for j in 0...i {
        var sum = factor[i][j]
        for k in 0..<j { sum -= factor[i][k] * factor[j][k] }
        if i == j {
          guard sum > 1e-12 else { return nil }
          factor[i][i] = sum.squareRoot()
        } else {
          factor[i][j] = sum / factor[j][j]
        }
      }
    }
    var solution = right
    for i in 0..<unknownCount {
      for k in 0..<i { solution[i] -= factor[i][k] * solution[k] }
      solution[i] /= factor[i][i]
    }
    for i in (0..<unknownCount).reversed() {
      for k in i + 1..<unknownCount { solution[i] -= factor[k][i] * solution[k] }
      solution[i] /= factor[i][i]
    }
    return solution
  }
}
