/// How a law over tokens is made from logits.
///
/// Applied in this order: temperature, top-k, top-p, min-p; what is left is renormalised.
/// A temperature of 0 is greedy decoding: the law is one-hot on the largest logit, the lowest
/// token number winning a tie.
public struct SamplingSettings: Hashable, Sendable, Codable {
  /// 0 means greedy.
  public var temperature: Double
  /// Keep the k most probable tokens; 0 keeps all.
  public var topK: Int
  /// Keep the smallest set of most probable tokens whose mass reaches this; 1 keeps all.
  public var topP: Double
  /// Keep tokens at least this fraction as probable as the most probable one; 0 keeps all.
  public var minP: Double

  public init(temperature: Double = 0, topK: Int = 0, topP: Double = 1, minP: Double = 0) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
  }

  public static let greedy = SamplingSettings()
  public var isGreedy: Bool { temperature == 0 }
}
