import CKernels

/// Kernels over the logits of a vocabulary. Every instruction set gives the same bits.
extension InstructionSet {
  /// The most ids `largest` gives.
  public static let mostLargest = Int(CK_TOP)

  /// The ids of the `count` largest logits, largest first, the lowest id first among equals.
  public func largest(_ logits: UnsafeBufferPointer<Float>, count: Int) -> [Int32] {
    let count = min(count, logits.count)
    precondition(count <= Self.mostLargest, "at most \(Self.mostLargest)")
    guard let start = logits.baseAddress, count > 0 else { return [] }
    return [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let ids = buffer.baseAddress else { return }
      var most: Float = 0
      ck_top(level, start, logits.count, count, ids, &most)
      initialized = count
    }
  }

  /// log Σ exp(logit), and the entropy of that law in nats.
  ///
  /// - Parameter largest: the largest logit.
  public func logSumExp(
    _ logits: UnsafeBufferPointer<Float>, largest: Float
  ) -> (logSum: Double, entropy: Double) {
    var entropy = 0.0
    let logSum = ck_log_sum_exp(level, logits.baseAddress, logits.count, largest, &entropy)
    return (logSum, entropy)
  }

  /// out[i] = exp((logits[i] - largest) / temperature); returns their sum.
  public func exponentials(
    _ logits: UnsafeBufferPointer<Float>, largest: Float, temperature: Double,
    into out: UnsafeMutablePointer<Double>
  ) -> Double {
    ck_exponentials(level, logits.baseAddress, logits.count, largest, temperature, out)
  }

  /// x *= factor.
  public func scale(_ x: UnsafeMutableBufferPointer<Double>, by factor: Double) {
    ck_scale(level, x.baseAddress, x.count, factor)
  }
}
