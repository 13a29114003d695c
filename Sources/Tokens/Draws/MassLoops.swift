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
  static func excess(
    _ p: [Double], divisor: Double, weight: Double, over q: [Double], divisor otherDivisor: Double
  ) -> (values: [Double], sum: Double) {
    var sum = 0.0
    let values = [Double](unsafeUninitializedCapacity: p.count) { result, count in
      p.withUnsafeBufferPointer { p in
        q.withUnsafeBufferPointer { q in
          sum = excess(p, divisor, weight, q, otherDivisor, into: result)
        }
      }
      count = p.count
    }
    return (values, sum)
  }

  private static func excess(
    _ p: UnsafeBufferPointer<Double>, _ divisor: Double, _ weight: Double,
    _ q: UnsafeBufferPointer<Double>, _ otherDivisor: Double,
    into result: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let whole = p.count / Lanes.scalarCount * Lanes.scalarCount
    let (left, right) = (UnsafeRawBufferPointer(p), UnsafeRawBufferPointer(q))
    let out = UnsafeMutableRawBufferPointer(result)
    var lanes = Lanes.zero
    for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let difference = weight * (load(left, start) / divisor) - load(right, start) / otherDivisor
      let rest = difference.replacing(with: 0, where: difference .<= 0)
      lanes += rest
      out.storeBytes(
        of: rest, toByteOffset: start * MemoryLayout<Double>.stride, as: Lanes.self)
    }
    var sum = lanes.sum()
    for index in whole..<p.count {
      let rest = max(weight * (p[index] / divisor) - q[index] / otherDivisor, 0)
      result[index] = rest
      sum += rest
    }
    return sum
  }

  /// The sum of (w p / divisor - q / divisor)+ alone.
  static func excessMass(
    _ p: [Double], divisor: Double, weight: Double, over q: [Double], divisor otherDivisor: Double
  ) -> Double {
    p.withUnsafeBufferPointer { p in
      q.withUnsafeBufferPointer { q in
        let whole = p.count / Lanes.scalarCount * Lanes.scalarCount
        let (left, right) = (UnsafeRawBufferPointer(p), UnsafeRawBufferPointer(q))
        var lanes = Lanes.zero
        for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
          let difference =
            weight * (load(left, start) / divisor) - load(right, start) / otherDivisor
          lanes += difference.replacing(with: 0, where: difference .<= 0)
        }
        return (whole..<p.count).reduce(lanes.sum()) { sum, index in
          sum + max(weight * (p[index] / divisor) - q[index] / otherDivisor, 0)
        }
      }
    }
  }

  @inline(__always)
  private static func load(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Lanes {
    bytes.loadUnaligned(
      fromByteOffset: index * MemoryLayout<Double>.stride, as: Lanes.self)
  }
}
