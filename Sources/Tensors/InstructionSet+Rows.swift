import CKernels

/// Kernels over single rows. Every instruction set gives the same bits.
extension InstructionSet {
  /// out = x / sqrt(mean(x²) + epsilon) · weight. Source: Zhang and Sennrich, Root Mean Square
  /// Layer Normalization, equation 4.
  public func normalize(
    _ x: UnsafePointer<Float>, weight: UnsafePointer<Float>, count: Int, epsilon: Float,
    into out: UnsafeMutablePointer<Float>
  ) {
    ck_rms_norm(level, x, weight, count, epsilon, out)
  }

  /// x += y.
  public func add(_ y: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>, count: Int) {
    ck_add(level, x, y, count)
  }

  /// out = gate · sigmoid(gate) · up. Source: Shazeer, GLU Variants Improve Transformer, SwiGLU.
  public func gate(
    _ gate: UnsafePointer<Float>, _ up: UnsafePointer<Float>, count: Int,
    into out: UnsafeMutablePointer<Float>
  ) {
    ck_silu_multiply(level, gate, up, count, out)
  }

  /// Turns pairs (2i, 2i + 1) of the first `rotatedCount` numbers of each head by their angles.
  /// Source: Su et al., RoFormer, equation 34.
  ///
  /// - Parameters:
  ///   - heads: [headCount][headSize].
  ///   - cosines: [rotatedCount], each cosine twice.
  ///   - sines: [rotatedCount], each sine twice, the first time negative.
  public func rotate(
    _ heads: UnsafeMutablePointer<Float>, headCount: Int, headSize: Int, rotatedCount: Int,
    cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>
  ) {
    ck_rotate(level, heads, headCount, headSize, rotatedCount, cosines, sines)
  }

  /// Whether there is neither infinity nor NaN.
  public func isFinite(_ x: UnsafeBufferPointer<Float>) -> Bool {
    guard let start = x.baseAddress else { return true }
    return ck_all_finite(level, start, x.count)
  }
}
