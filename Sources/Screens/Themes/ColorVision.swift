/// The three ways of seeing with two kinds of cones instead of three.
public enum ColorVision: String, Hashable, Sendable, CaseIterable {
  case protanopia, deuteranopia, tritanopia

  /// How a colour looks to such eyes. Source: Machado, Oliveira and Fernandes 2009, "A
  /// Physiologically-based Model for Simulation of Color Vision Deficiency", matrices of severity
  /// 1.0, applied to linear light.
  func simulated(_ color: RGB) -> LinearColor {
    let light = LinearColor(color)
    let rows = matrix.map { row in
      min(max(row[0] * light.red + row[1] * light.green + row[2] * light.blue, 0), 1)
    }
    return LinearColor(red: rows[0], green: rows[1], blue: rows[2])
  }

  /// ΔE between two colours as such eyes see them.
  public func distance(_ one: RGB, _ other: RGB) -> Double {
    simulated(one).distance(to: simulated(other))
  }

  private var matrix: [[Double]] {
    switch self {
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }
}
