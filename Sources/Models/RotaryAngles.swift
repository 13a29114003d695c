#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The angles by which pairs of numbers are turned at a position.
///
/// Pair i turns by position · base^(-2i / rotatedSize) / factor / frequencyFactor(i). Source: Su et
/// al., RoFormer, section 3.2.2; factors of single frequencies as Llama 3 has them.
struct RotaryAngles: Sendable {
  /// Radians a position, for each pair.
  private let frequencies: [Double]

  var rotatedSize: Int { frequencies.count * 2 }

  /// - Parameter frequencyFactors: [rotatedSize / 2], or nil for none.
  init(_ configuration: LlamaConfiguration, frequencyFactors: [Float]?) {
    let size = configuration.rotatedSize
    frequencies = (0..<size / 2).map { pair in
      let frequency = pow(configuration.rotaryBase, -2 * Double(pair) / Double(size))
      let factor = frequencyFactors.map { Double($0[pair]) } ?? 1
      return frequency / configuration.rotaryFactor / factor
    }
  }

  /// Fills [rotatedSize] cosines, each twice, and sines, each twice and the first time negative.
  func fill(
    cosines: UnsafeMutablePointer<Float>, sines: UnsafeMutablePointer<Float>, position: Int
  ) {
    for (pair, frequency) in frequencies.enumerated() {
      let angle = Double(position) * frequency
      let (cosine, sine) = (Float(cos(angle)), Float(sin(angle)))
      cosines[2 * pair] = cosine
      cosines[2 * pair + 1] = cosine
      sines[2 * pair] = -sine
      sines[2 * pair + 1] = sine
    }
  }
}
