/// log x by arithmetic alone, so that a seed draws the same tokens on every machine: system
/// libraries differ in the last bit.
///
/// x = 2^e m with m in [sqrt(1/2), sqrt 2), and log m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...),
/// s = (m - 1) / (m + 1). As s^2 < 0.0295, twelve terms leave less than half a unit in the last
/// place. Relative error below 1e-15, also near x = 1. -infinity for 0, not a number below.
public func naturalLogarithm(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? -.infinity : .nan }
  guard x < .infinity else { return x }
  guard x.isNormal else { return naturalLogarithm(x * 0x1p54) - 54 * naturalLogarithm(2) }
  let shifted = x.bitPattern &+ ((1023 << 52) &- leastMantissa)
  let mantissa = Double(bitPattern: (shifted & ((1 << 52) - 1)) &+ leastMantissa)
  return logarithm(mantissa: mantissa, exponent: Double(shifted >> 52) - 1023)
}

/// One more than sqrt(1/2): mantissas lie above it, up to sqrt 2.
private let leastMantissa: UInt64 = 0x3fe6_a09e_667f_3bce

/// The same for eight positive normal numbers at once, bit for bit.
@inline(__always)
func naturalLogarithm(_ x: SIMD8<Double>) -> SIMD8<Double> {
  typealias Words = SIMD8<UInt64>
  let shifted = unsafeBitCast(x, to: Words.self) &+ Words(repeating: (1023 << 52) - leastMantissa)
  let mantissa = unsafeBitCast(
    (shifted & Words(repeating: (1 << 52) - 1)) &+ Words(repeating: leastMantissa),
    to: SIMD8<Double>.self)
  // A whole number below 2^52 in the mantissa of 2^52 is that number as a Double, 2^52 too large.
  let exponentBits = (shifted &>> Words(repeating: 52)) | Words(repeating: (1023 + 52) << 52)
  let exponent = unsafeBitCast(exponentBits, to: SIMD8<Double>.self) - (0x1p52 + 1023)
  return logarithm(mantissa: mantissa, exponent: exponent)
}

/// The arithmetic that the series needs: of a number, or of eight at once.
private protocol SeriesNumber {
  static var zero: Self { get }
  static func + (left: Self, right: Self) -> Self
  static func + (left: Self, right: Double) -> Self
  static func - (left: Self, right: Double) -> Self
  static func * (left: Self, right: Self) -> Self
  static func * (left: Self, right: Double) -> Self
  static func / (left: Self, right: Self) -> Self
}

extension Double: SeriesNumber {}
extension SIMD8: SeriesNumber where Scalar == Double {}

/// e log 2 + log m, for m in [sqrt(1/2), sqrt 2].
@inline(__always)
private func logarithm<Number: SeriesNumber>(mantissa: Number, exponent: Number) -> Number {
  let s = (mantissa - 1) / (mantissa + 1)
  let square = s * s
  // Written out, since a loop would divide eleven times.
  var series = Number.zero
  series = (series + 1.0 / 23) * square
  series = (series + 1.0 / 21) * square
  series = (series + 1.0 / 19) * square
  series = (series + 1.0 / 17) * square
  series = (series + 1.0 / 15) * square
  series = (series + 1.0 / 13) * square
  series = (series + 1.0 / 11) * square
  series = (series + 1.0 / 9) * square
  series = (series + 1.0 / 7) * square
  series = (series + 1.0 / 5) * square
  series = (series + 1.0 / 3) * square
  // log 2 in two parts: the first has trailing zeros, so that its product with e is exact.
  let high = 0x1.62e42feep-1
  let low = 0x1.a39ef35793c76p-33
  let twice = s * 2
  return exponent * high + (twice + (twice * series + exponent * low))
}
