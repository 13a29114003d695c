import Tokens

/// The n-grams of a growing text, n = 1 ... 3, and what followed each.
///
/// An n-gram enters when its follower arrives, so the end of the text never matches itself.
/// Appending a token costs O(1) on the average, a look-up O(1). At most `capacity` tokens are
/// remembered: at that length the older half is forgotten and the rest indexed anew.
struct MatchIndex: Sendable {
  static let longest = 3

  /// The most recent earlier occurrence of the text's end.
  struct Match: Hashable, Sendable {
    /// n: how many tokens agree.
    var length: Int
    /// Where the copied continuation starts, in the whole text.
    var start: Int
    /// Earlier occurrences of the n-gram.
    var occurrences: Int
    /// Those followed by the same token as the most recent one.
    var agreeing: Int
  }

  private struct Followers: Sendable {
    private(set) var latest: Int
    private(set) var total = 1
    /// The first one is counted apart, since most n-grams have no other.
    private let first: TokenID
    private var firstCount = 1
    private var others: [TokenID: Int] = [:]

    init(_ token: TokenID, at position: Int) { (first, latest) = (token, position) }

    mutating func add(_ token: TokenID, at position: Int) {
      latest = position
      total += 1
      if token == first { firstCount += 1 } else { others[token, default: 0] += 1 }
    }

    func count(of token: TokenID) -> Int { token == first ? firstCount : others[token] ?? 0 }
  }

  private let capacity: Int
  /// The end of the text, as far as it is remembered.
  private var text: [TokenID] = []
  private var forgottenCount = 0
  private var followers: [NGram: Followers] = [:]

  init(_ text: [TokenID], capacity: Int = 32_768) {
    precondition(capacity > 2 * Self.longest, "half the text holds an n-gram")
    self.capacity = capacity
    // Not to be indexed anew in the midst of a run that is short.
    followers.reserveCapacity(Self.longest * min(capacity, text.count + 512))
    append(text)
  }

  /// Tokens of the whole text.
  var textCount: Int { forgottenCount + text.count }
  var rememberedCount: Int { text.count }

  mutating func append(_ tokens: some Sequence<TokenID>) {
    for token in tokens {
      if text.count == capacity { forgetHalf() }
      append(token)
    }
  }

  private mutating func append(_ token: TokenID) {
    var gram = NGram()
    for length in 1..<min(Self.longest, text.count) + 1 {
      gram.prepend(text[text.count - length], at: length - 1)
      if let place = followers.index(forKey: gram) {
        followers.values[place].add(token, at: textCount)
      } else {
        followers[gram] = Followers(token, at: textCount)
      }
    }
    text.append(token)
  }

  private mutating func forgetHalf() {
    let kept = text.suffix(capacity / 2)
    forgottenCount += text.count - kept.count
    (text, followers) = ([], [:])
    for token in kept { append(token) }
  }

  /// The longest match of the text's end, n = 3, 2, 1.
  func longestMatch() -> Match? {
    for length in stride(from: min(Self.longest, text.count), to: 0, by: -1) {
      guard let found = followers[NGram(text, length: length)] else { continue }
      return Match(
        length: length, start: found.latest, occurrences: found.total,
        agreeing: found.count(of: text[found.latest - forgottenCount]))
    }
    return nil
  }

  /// The token `offset` places into the continuation of a match. A copy that runs past the end of
  /// the text goes on with what it copied: a period repeats.
  func continuation(of match: Match, at offset: Int) -> TokenID {
    let period = textCount - match.start
    return text[match.start - forgottenCount + offset % period]
  }
}
