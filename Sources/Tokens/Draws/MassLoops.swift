/// Passes over whole vocabularies, eight numbers at a time.
///
/// A verifier makes one or two for each refused node, so at 49,152 tokens they are all it costs.
enum MassLoops {
  private typealias Lanes = SIMD8<Double>

  /// Sums in eight lanes, then across them.
  static func sum(_ values: [Double]) -> Double {
    values.withUnsafeBufferPointer { values in
      var lanes = Lanes.zero
      let whole = values.count / Lanes.scalarCount * Lanes.scalarCount
      let bytes = UnsafeRawBufferPointer(values)
      for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
        lanes += load(bytes, start)
      }
      return values[whole...].reduce(lanes.sum(), +)
    }
  }

  /// (w p / divisor - q / divisor)+ for each token, and the sum.
  ///
  /// Divisors are turned into factors beforehand: a division a token would cost more than all else.
  static func excess(
    _ p: [Double], divisor: Double, weight: Double, over q: [Double], divisor otherDivisor: Double
  ) -> (values: [Double], sum: Double) {
    var sum = 0.0
    let values = [Double](unsafeUninitializedCapacity: p.count) { result, count in
      p.withUnsafeBufferPointer { p in
        q.withUnsafeBufferPointer { q in
          sum = excess(p, weight / divisor, q, 1 / otherDivisor, into: result)
        }
      }
      count = p.count
    }
    return (values, sum)
  }

  private static func excess(
    _ p: UnsafeBufferPointer<Double>, _ factor: Double,
    _ q: UnsafeBufferPointer<Double>, _ otherFactor: Double,
    into result: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let whole = p.count / Lanes.scalarCount * Lanes.scalarCount
    let (left, right) = (UnsafeRawBufferPointer(p), UnsafeRawBufferPointer(q))
    let out = UnsafeMutableRawBufferPointer(result)
    var lanes = Lanes.zero
    for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let difference = factor * load(left, start) - otherFactor * load(right, start)
      let rest = difference.replacing(with: 0, where: difference .<= 0)
      lanes += rest
      out.storeBytes(
        of: rest, toByteOffset: start * MemoryLayout<Double>.stride, as: Lanes.self)
    }
    var sum = lanes.sum()
    for index in whole..<p.count {
      let rest = max(factor * p[index] - otherFactor * q[index], 0)
      result[index] = rest
      sum += rest
    }
    return sum
  }

  /// The sum of (w p / divisor - q / divisor)+ alone.
  static func excessMass(
    _ p: [Double], divisor: Double, weight: Double, over q: [Double], divisor otherDivisor: Double
  ) -> Double {
    let (factor, otherFactor) = (weight / divisor, 1 / otherDivisor)
    return p.withUnsafeBufferPointer { p in
      q.withUnsafeBufferPointer { q in
        let whole = p.count / Lanes.scalarCount * Lanes.scalarCount
        let (left, right) = (UnsafeRawBufferPointer(p), UnsafeRawBufferPointer(q))
        var lanes = Lanes.zero
        for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
          let difference = factor * load(left, start) - otherFactor * load(right, start)
          lanes += difference.replacing(with: 0, where: difference .<= 0)
        }
        return (whole..<p.count).reduce(lanes.sum()) { sum, index in
          sum + max(factor * p[index] - otherFactor * q[index], 0)
        }
      }
    }
  }

  /// - sum of p log p, in nats; what is not positive does not count.
  static func entropy(_ p: [Double]) -> Double {
    p.withUnsafeBufferPointer { p in
      let whole = p.count / Lanes.scalarCount * Lanes.scalarCount
      let bytes = UnsafeRawBufferPointer(p)
      var lanes = Lanes.zero
      for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
        let values = load(bytes, start)
        // Below the normal numbers p log p is less than any rounding.
        let isCounted = values .>= Lanes(repeating: .leastNormalMagnitude)
        let counted = values.replacing(with: 1, where: .!isCounted)
        lanes -= counted * naturalLogarithm(counted)
      }
      return p[whole...].reduce(lanes.sum()) { sum, p in
        p > 0 ? sum - p * naturalLogarithm(p) : sum
      }
    }
  }

  @inline(__always)
  private static func load(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Lanes {
    bytes.loadUnaligned(
      fromByteOffset: index * MemoryLayout<Double>.stride, as: Lanes.self)
  }
}
