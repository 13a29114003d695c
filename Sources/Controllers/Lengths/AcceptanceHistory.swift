import DraftTrees
import Timeline
import Tokens

/// What a run has been like lately, as named yes-or-no features of the next draft.
///
/// Only what is known before anything is drafted: how the last draft went, where it came from, how
/// sure the target was, and whether the anchor is an old acquaintance. Bounded: the last tokens and
/// a few sources. Source: drafters.md section 14.1.
struct AcceptanceHistory: Sendable {
  /// Tokens in which the anchor is looked for.
  static let nearWindow = 8
  static let farWindow = 64
  /// A match this long is a long one.
  static let longMatch = 8
  /// Places from here on share a feature.
  static let deepestPlace = 5
  /// Sources that get a feature of their own: the first that were seen.
  static let largestSourceCount = 8

  private var text: [TokenID] = []
  private var last: RoundOutcome?
  private var lastSource: String?
  private var lastMatchLength: Int?
  private var knownSources: [String] = []
  private var lastEntropy: Double?

  /// - Parameter place: 1 for the first drafted token.
  func features(place: Int) -> [String] {
    var features: [String] = []
    func add(_ name: String, _ isPresent: Bool) { if isPresent { features.append(name) } }
    if place > 1 {
      features.append(
        place < Self.deepestPlace ? "place \(place)" : "place \(Self.deepestPlace) or later")
    }
    if let last {
      add("last draft kept whole", last.isKeptWhole)
      add("last draft lost at once", last.acceptedCount == 0)
    }
    if let lastSource { features.append("last kept by \(lastSource)") }
    add("last match of 8 or more", (lastMatchLength ?? 0) >= Self.longMatch)
    if let anchor = text.last {
      let before = text.dropLast()
      add("anchor in last 8", before.suffix(Self.nearWindow).contains(anchor))
      add("pair in last 64", repeatsPair)
    }
    if let lastEntropy {
      add("target sure", lastEntropy < 0.5)
      add("target unsure", lastEntropy > 2)
    }
    return features
  }

  /// Whether the last two tokens stood next to each other before.
  private var repeatsPair: Bool {
    guard text.count > 2 else { return false }
    let (first, second) = (text[text.count - 2], text[text.count - 1])
    return zip(text, text.dropFirst()).dropLast().contains { $0 == first && $1 == second }
  }

  mutating func observe(_ round: Round) {
    text = (text + round.committed.map(\.token)).suffix(Self.farWindow)
    let end = round.judgement?.accepted.last ?? .root
    lastEntropy =
      round.scores.indices.contains(end.rawValue) ? round.scores[end.rawValue].entropy : nil
    guard let outcome = RoundOutcome(round) else { return }
    last = outcome
    let source = end == .root ? nil : round.tree.sources[end.rawValue]
    lastMatchLength = source.flatMap(Self.number(in:))
    lastSource = source.flatMap { name(of: $0) }
  }

  /// "match of" of "match of 12": one feature for all lengths.
  private mutating func name(of source: String) -> String? {
    let words = source.split(separator: " ").filter { Int($0) == nil }.joined(separator: " ")
    if knownSources.contains(words) { return words }
    guard knownSources.count < Self.largestSourceCount, !words.isEmpty else { return nil }
    knownSources.append(words)
    return words
  }

  private static func number(in source: String) -> Int? {
    source.hasPrefix("match of ") ? source.split(separator: " ").last.flatMap { Int($0) } : nil
  }
}
