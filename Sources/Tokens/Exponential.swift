/// e^x by arithmetic alone, so that the numbers shown are the same on every machine.
///
/// x = n log 2 + r with |r| <= log 2 / 2; e^r is its power series to r^13. Relative error below
/// 1e-15. 0 below about -745.
public func exponential(_ x: Double) -> Double {
  guard x > -745.2 else { return x.isNaN ? x : 0 }
  guard x < 709.8 else { return .infinity }
  // Rounded: beyond 2^52 no number has a fraction.
  let exponent = (x * 1.442_695_040_888_963_4 + 0x1.8p52) - 0x1.8p52
  // log 2 in two parts: the first has trailing zeros, so that its product with n is exact.
  let rest = (x - exponent * 0x1.62e42feep-1) - exponent * 0x1.a39ef35793c76p-33
  // Written out, since a loop would divide thirteen times.
  var series = 1.0 / 6_227_020_800
  series = series * rest + 1.0 / 479_001_600
  series = series * rest + 1.0 / 39_916_800
  series = series * rest + 1.0 / 3_628_800
  series = series * rest + 1.0 / 362_880
  series = series * rest + 1.0 / 40_320
  series = series * rest + 1.0 / 5_040
  series = series * rest + 1.0 / 720
  series = series * rest + 1.0 / 120
  series = series * rest + 1.0 / 24
  series = series * rest + 1.0 / 6
  series = series * rest + 0.5
  series = series * rest + 1
  series = series * rest + 1
  // In two steps, as 2^n alone may be too small for a normal number.
  let half = Int(exponent) / 2
  return series * power(half) * power(Int(exponent) - half)
}

/// 2 to that, as a normal number.
private func power(_ exponent: Int) -> Double {
  Double(bitPattern: UInt64(exponent + 1023) << 52)
}
