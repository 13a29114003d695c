import Tokens

/// The chain that GOOSE copies from the text, and how far it is to be trusted.
///
/// Source: drafters.md section 7.
struct Spine: Hashable, Sendable {
  /// Above this a chain is lengthened by matching again from its end.
  static let extendingConfidence = 0.6

  var tokens: [TokenID] = []
  /// n of the match it starts from; 0 without one.
  var matchLength = 0
  var occurrences = 0
  var hasConsensus = false
  /// 0 ... 1; not a probability.
  var confidence = 0.0

  /// - Parameter chainLength: tokens that the first match can copy.
  static func confidence(chainLength: Int, hasConsensus: Bool) -> Double {
    if chainLength == 0 { return 0 }
    if hasConsensus { return 1 }
    let length = Double(chainLength)
    return chainLength >= 8 ? min(0.9, 0.7 + 0.2 * (length - 8) / 12) : 0.6 * length / 8
  }

  /// No chain.
  init() {}

  /// The chain after a suffix. At full confidence it goes on only while each further match has
  /// consensus too.
  /// - Parameter limit: tokens that could be used at all.
  init(after suffix: [TokenID], in index: ContextIndex, limit: Int) {
    guard let match = index.match(suffix) else { return }
    tokens = match.continuation
    matchLength = match.length
    occurrences = match.occurrences
    hasConsensus = match.hasConsensus
    confidence = Self.confidence(chainLength: tokens.count, hasConsensus: hasConsensus)
    guard confidence > Self.extendingConfidence else { return }
    let longest = min(limit, Int(100 * confidence))
    while tokens.count < longest {
      let end = (suffix.suffix(ContextIndex.longest) + tokens).suffix(ContextIndex.longest)
      guard let further = index.match(end), further.hasConsensus || confidence < 1 else { return }
      tokens += further.continuation
    }
    tokens = Array(tokens.prefix(max(longest, match.continuation.count)))
  }
}
