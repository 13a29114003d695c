/// A 24-bit colour, sRGB.
public struct RGB: Hashable, Sendable {
  public var red, green, blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

extension RGB {
  /// From black 0 to white 1, in proportion to light. Source: WCAG 2.2, "relative luminance".
  var relativeLuminance: Double {
    let linear = LinearColor(self)
    return 0.2126 * linear.red + 0.7152 * linear.green + 0.0722 * linear.blue
  }

  /// 1 (the same) to 21 (black on white). Source: WCAG 2.2, "contrast ratio".
  public func contrast(with other: RGB) -> Double {
    let (one, two) = (relativeLuminance, other.relativeLuminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// `percent` of `other` in this colour.
  func mixed(with other: RGB, percent: Int) -> RGB {
    func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
      UInt8((Int(one) * (100 - percent) + Int(two) * percent + 50) / 100)
    }
    return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}
