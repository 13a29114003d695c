/// Numbers in the sentences of controllers.
enum DecimalText {
  /// "0.14" with two digits; below zero it is not asked for.
  static func text(_ value: Double, digits: Int = 2) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let rounded = Int((value * Double(scale)).rounded())
    let fraction = String(rounded % scale)
    return "\(rounded / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
