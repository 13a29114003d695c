/// e^x by arithmetic alone, so that the numbers shown are the same on every machine.
///
/// x = n log 2 + r with |r| <= log 2 / 2; e^r is its power series to r^13. Relative error below
/// 1e-15. 0 below about -745.
public func exponential(_ x: Double) -> Double {
  guard x > -745.2 else { return x.isNaN ? x : 0 }
  guard x < 709.8 else { return .infinity }
  let exponent = (x * 1.442_695_040_888_963_4).rounded()
  // log 2 in two parts: the first has trailing zeros, so that its product with n is exact.
  let rest = (x - exponent * 0x1.62e42feep-1) - exponent * 0x1.a39ef35793c76p-33
  var series = 1.0
  for divisor in stride(from: 13.0, through: 1.0, by: -1) { series = 1 + rest * series / divisor }
  // In two steps, as 2^n alone may be too small for a normal number.
  let half = Int(exponent) / 2
  return series * power(half) * power(Int(exponent) - half)
}

private func power(_ exponent: Int) -> Double {
  Double(sign: .plus, exponent: exponent, significand: 1)
}
