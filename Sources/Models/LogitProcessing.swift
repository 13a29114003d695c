import Tensors
import Tokens

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Laws over the vocabulary from the logits of one row. Deterministic, and the same bits on every
/// instruction set.
public enum LogitProcessing {
  /// The law a token is drawn from: temperature, top-k, top-p, min-p in this order, then
  /// renormalised. Top-p counts mass among what top-k kept. Greedy settings give the one-hot law of
  /// the largest logit, the lowest id among equals.
  ///
  /// O(vocabulary), and a sort of the few most probable tokens when something is cut off.
  ///
  /// - Parameter logits: [vocabulary], finite.
  public static func law(
    logits: UnsafeBufferPointer<Float>, settings: SamplingSettings,
    on instructionSet: InstructionSet = .best
  ) -> TokenLaw {
    precondition(!logits.isEmpty, "a vocabulary has tokens")
    let best = TokenID(rawValue: instructionSet.largest(logits, count: 1)[0])
    guard !settings.isGreedy else { return .oneHot(best, vocabularySize: logits.count) }
    var sum = 0.0
    var weights = [Double](unsafeUninitializedCapacity: logits.count) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      sum = instructionSet.exponentials(
        logits, largest: logits[best.index], temperature: settings.temperature, into: start)
      initialized = logits.count
    }
    let cut = Cut(settings, vocabularySize: logits.count)
    guard cut.keepsAll else {
      let kept = cut.kept(logits: logits, weights: weights, sum: sum).sorted()
      let mass = kept.reduce(0) { $0 + weights[$1] }
      return TokenLaw(
        vocabularySize: logits.count, support: kept.map { TokenID($0) },
        probabilities: kept.map { weights[$0] / mass })
    }
    weights.withUnsafeMutableBufferPointer { instructionSet.scale($0, by: 1 / sum) }
    return TokenLaw(dense: weights)
  }

  /// The most probable tokens of the model's own law, at temperature 1 and nothing cut off.
  ///
  /// - Parameters:
  ///   - logits: [vocabulary], finite.
  ///   - count: tokens wanted, at most 16.
  public static func summary(
    logits: UnsafeBufferPointer<Float>, count: Int, on instructionSet: InstructionSet = .best
  ) -> LogitSummary {
    precondition(!logits.isEmpty, "a vocabulary has tokens")
    let ids = instructionSet.largest(logits, count: max(1, count))
    let (logSum, entropy) = instructionSet.logSumExp(logits, largest: logits[Int(ids[0])])
    return LogitSummary(
      top: ids.prefix(count).map { id in
        LogitSummary.Entry(
          token: TokenID(rawValue: id), logit: logits[Int(id)],
          probability: exp(Double(logits[Int(id)]) - logSum))
      }, logSum: logSum, entropy: entropy)
  }
}

/// What a person wants to know of a row of logits.
public struct LogitSummary: Hashable, Sendable {
  /// A token with its logit and its probability at temperature 1.
  public struct Entry: Hashable, Sendable {
    public var token: TokenID
    public var logit: Float
    public var probability: Double
  }

  /// The most probable tokens, best first, the lowest id first among equals.
  public var top: [Entry]
  /// log Σ exp(logit)
  public var logSum: Double
  /// Entropy of the model's own law, in nats.
  public var entropy: Double
}

/// What top-k, top-p and min-p leave.
private struct Cut {
  let topK: Int
  let topP: Double
  let minP: Double

  init(_ settings: SamplingSettings, vocabularySize: Int) {
    topK = settings.topK > 0 && settings.topK < vocabularySize ? settings.topK : 0
    topP = settings.topP
    minP = settings.minP
  }

  var keepsAll: Bool { topK == 0 && topP >= 1 && minP <= 0 }

  /// Ids in order of probability.
  ///
  /// What stays is a beginning of that order, so only tokens above some weight are sorted: a weight
  /// that is lowered until the beginning is surely among them.
  ///
  /// - Parameters:
  ///   - weights: [vocabulary], that of the most probable token being 1.
  ///   - sum: of all weights.
  func kept(logits: UnsafeBufferPointer<Float>, weights: [Double], sum: Double) -> [Int] {
    if topK > 0, topK <= weights.count / 16 {
      return cut(mostProbable(topK, logits), weights, sum)
    }
    for least in [1e-3, 1e-6, 1e-12, 0] {
      var candidates = weights.indices.filter { weights[$0] >= least }
      guard least == 0 || suffices(candidates, least: least, weights, sum) else { continue }
      candidates.sort { (-logits[$0], $0) < (-logits[$1], $1) }
      return cut(candidates, weights, sum)
    }
    return []
  }

  /// Ids of the largest logits, best first, the lowest id first among equals. One pass: few logits
  /// get past the smallest kept so far.
  private func mostProbable(_ count: Int, _ logits: UnsafeBufferPointer<Float>) -> [Int] {
    var ranked: [Int] = []
    var least = -Float.infinity
    for id in logits.indices where ranked.count < count || logits[id] > least {
      let logit = logits[id]
      var (low, high) = (0, ranked.count)
      while low < high {
        let middle = (low + high) / 2
        if logits[ranked[middle]] >= logit { low = middle + 1 } else { high = middle }
      }
      if ranked.count == count { ranked.removeLast() }
      ranked.insert(id, at: low)
      least = logits[ranked[ranked.count - 1]]
    }
    return ranked
  }

  private func suffices(
    _ candidates: [Int], least: Double, _ weights: [Double], _ sum: Double
  ) -> Bool {
    if topK > 0 && candidates.count >= topK { return true }
    // Top-p needs the mass of all that top-k keeps.
    if topP < 1 {
      return topK == 0 && candidates.reduce(0) { $0 + weights[$1] } >= topP * sum
    }
    return minP >= least
  }

  private func cut(_ ranked: [Int], _ weights: [Double], _ sum: Double) -> [Int] {
    var kept = topK > 0 ? Array(ranked.prefix(topK)) : ranked
    if topP < 1 {
      let total = topK > 0 ? kept.reduce(0) { $0 + weights[$1] } : sum
      var mass = 0.0
      let end = kept.firstIndex { id in
        mass += weights[id]
        return mass >= topP * total
      }
      kept = Array(kept.prefix((end ?? kept.count - 1) + 1))
    }
    if minP > 0 { kept = Array(kept.prefix { $0 == ranked[0] || weights[$0] >= minP }) }
    return kept
  }
}
