import Tokens

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Laws and summaries from logits.
enum LogitProcessing {
  static func law(logits: UnsafeBufferPointer<Float>, settings: SamplingSettings) -> TokenLaw {
    let best = logits.indices.max { (logits[$0], $1) < (logits[$1], $0) } ?? 0
    if settings.isGreedy { return .oneHot(TokenID(best), vocabularySize: logits.count) }
    let top = Double(logits[best])
    var weights = logits.map { exp((Double($0) - top) / settings.temperature) }
    let order = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
    if settings.topK > 0 { for index in order.dropFirst(settings.topK) { weights[index] = 0 } }
    let total = weights.reduce(0, +)
    var mass = 0.0
    for index in order {
      if mass >= settings.topP * total { weights[index] = 0 }
      mass += weights[index]
    }
    for index in order where weights[index] < settings.minP { weights[index] = 0 }
    let kept = weights.reduce(0, +)
    return TokenLaw(dense: weights.map { $0 / kept })
  }

  static func summary(logits: UnsafeBufferPointer<Float>, count: Int)
    -> (top: [(token: TokenID, probability: Double)], entropy: Double)
  {
    let law = law(logits: logits, settings: SamplingSettings(temperature: 1))
    let order = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
    var entropy = 0.0
    law.forEachPositive { _, probability in entropy -= probability * log(probability) }
    if logits.contains(where: \.isNaN) { entropy = .nan }
    return (
      order.prefix(count).map { (TokenID($0), law.probabilities[$0]) }, entropy
    )
  }
}
