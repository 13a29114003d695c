import Tokens

/// Where the n-grams of a growing text stood, n = 5, 4, 3, and whether all went on alike.
///
/// The *earliest* occurrence is what a copy starts from, since it has the longest continuation. An
/// n-gram enters when its follower arrives, so the end of the text never matches itself. A token
/// costs O(1) on the average, a look-up O(1). At most `capacity` tokens are remembered: at that
/// length the older half is forgotten and the rest indexed anew. Source: drafters.md section 7 (a).
struct ContextIndex: Sendable {
  /// n, the longest first.
  static let lengths = [5, 4, 3]
  static let longest = 5
  /// Tokens one match can copy.
  static let longestCopy = 20

  /// The longest earlier occurrence of a suffix.
  struct Match: Hashable, Sendable {
    /// n: how many tokens agree.
    var length: Int
    /// What followed the earliest occurrence, 1 to 20 tokens.
    var continuation: [TokenID]
    var occurrences: Int
    /// Whether all of at least two occurrences went on with the same token.
    var hasConsensus: Bool
  }

  private struct Occurrences: Sendable {
    /// Where the earliest continuation starts.
    var start: Int
    var count = 1
    var next: TokenID
    var isUnanimous = true

    mutating func add(_ token: TokenID) {
      count += 1
      if token != next { isUnanimous = false }
    }
  }

  private let capacity: Int
  private(set) var text: [TokenID] = []
  private var occurrences: [NGram: Occurrences] = [:]

  init(_ text: [TokenID], capacity: Int = 32_768) {
    precondition(capacity > 2 * Self.longest, "half the text holds an n-gram")
    self.capacity = capacity
    // Not to be indexed anew in the midst of a run that is short.
    occurrences.reserveCapacity(Self.lengths.count * min(capacity, text.count + 512))
    append(text)
  }

  var gramCount: Int { occurrences.count }

  mutating func append(_ tokens: some Sequence<TokenID>) {
    for token in tokens {
      if text.count == capacity { forgetHalf() }
      append(token)
    }
  }

  /// The longest match of the end of `suffix`, or nil.
  func match(_ suffix: some BidirectionalCollection<TokenID>) -> Match? {
    for length in Self.lengths where suffix.count >= length {
      guard let found = occurrences[NGram(suffix, length: length)] else { continue }
      return Match(
        length: length, continuation: Array(text[found.start...].prefix(Self.longestCopy)),
        occurrences: found.count, hasConsensus: found.count > 1 && found.isUnanimous)
    }
    return nil
  }

  private mutating func append(_ token: TokenID) {
    let shortest = Self.lengths[Self.lengths.count - 1]
    guard text.count >= shortest else {
      text.append(token)
      return
    }
    var gram = NGram(text, length: shortest - 1)
    for length in shortest...min(Self.longest, text.count) {
      gram.prepend(text[text.count - length], at: length - 1)
      if let place = occurrences.index(forKey: gram) {
        occurrences.values[place].add(token)
      } else {
        occurrences[gram] = Occurrences(start: text.count, next: token)
      }
    }
    text.append(token)
  }

  private mutating func forgetHalf() {
    let kept = text.suffix(capacity / 2)
    text = []
    occurrences = [:]
    for token in kept { append(token) }
  }
}
