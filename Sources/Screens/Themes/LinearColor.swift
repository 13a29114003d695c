/// Amounts of light, 0 ... 1 each: sRGB with the transfer curve taken off. Colours are mixed,
/// simulated and measured in this form.
struct LinearColor: Hashable {
  var red, green, blue: Double

  init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(_ color: RGB) {
    self.init(
      red: Self.light[Int(color.red)], green: Self.light[Int(color.green)],
      blue: Self.light[Int(color.blue)])
  }

  /// The light of each sRGB value. Source: IEC 61966-2-1.
  private static let light: [Double] = (0...255).map { byte in
    let value = Double(byte) / 255
    // The exponent 2.4 is 12 / 5.
    return value > 0.04045 ? power(root((value + 0.055) / 1.055, 5), 12) : value / 12.92
  }

  /// CIE L*a*b* under D65. Source: CIE 15:2004.
  var lab: (lightness: Double, a: Double, b: Double) {
    func curve(_ value: Double) -> Double {
      value > 216.0 / 24389 ? Self.root(value, 3) : (24389.0 / 27 * value + 16) / 116
    }
    let x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    let y = curve(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    let z = curve((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  /// ΔE: the distance in L*a*b*; 2.3 is just noticeable side by side. Source: CIE 1976.
  func distance(to other: LinearColor) -> Double {
    let (one, two) = (lab, other.lab)
    let (lightness, a, b) = (one.lightness - two.lightness, one.a - two.a, one.b - two.b)
    return (lightness * lightness + a * a + b * b).squareRoot()
  }

  private static func power(_ value: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * value }
  }

  /// The positive root of a value in 0 ... 2 by Newton's method.
  static func root(_ value: Double, _ degree: Int) -> Double {
    guard value > 0 else { return 0 }
    var guess = max(1, value)
    for _ in 0..<200 {
      let below = power(guess, degree - 1)
      let next = guess - (guess * below - value) / (Double(degree) * below)
      if abs(next - guess) < 1e-15 { return next }
      guess = next
    }
    return guess
  }
}
