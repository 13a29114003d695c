import Tokens

/// The user's own texts as tokens, and where each sequence of tokens stands in them.
///
/// A sorted-suffix table: all positions, ordered by the tokens that follow, of which the first
/// `sortedDepth` count (queries are no longer). Immutable, and shared by all who hold it. Numbers
/// have 32 bits: 8 bytes a token, whatever the vocabulary. A look-up takes O(log n) comparisons of
/// up to 16 tokens. Source: REST; drafters.md section 8.2, "a plain sorted-suffix table suffices".
public struct RetrievalCorpus: Sendable {
  /// The longest sequence that can be looked up.
  public static let sortedDepth = 16
  /// Matches looked at for followers of a pair.
  private static let sampledFollowers = 512
  /// Between two texts; no token has this number.
  private static let separator: Int32 = -1

  public let textCount: Int
  /// Something a person should know of it, such as that a text was cut; one sentence.
  public let note: String?
  /// All texts, one after the other, a separator behind each.
  private let tokens: [Int32]
  /// Positions in `tokens`, sorted by what stands there.
  private let positions: [Int32]

  /// - Throws: `CancellationError` when cancelled.
  public init(
    _ texts: [[TokenID]], note: String? = nil, isCancelled: () -> Bool = { false }
  ) throws {
    let tokens = texts.flatMap { $0.map(\.rawValue) + [Self.separator] }
    precondition(tokens.count <= Int(Int32.max), "positions have 32 bits")
    textCount = texts.count
    self.note = note
    self.tokens = tokens
    positions = try Self.sorted(tokens, isCancelled: isCancelled)
  }

  /// Tokens of all texts.
  public var tokenCount: Int { tokens.count - textCount }

  /// Where a sequence stands, in the order of what follows it; empty when nowhere.
  func matches(of query: [TokenID]) -> ArraySlice<Int32> {
    precondition(query.count <= Self.sortedDepth, "sorted no deeper than queries are long")
    let lower = firstPlace { Self.order(of: query, against: tokens, at: $0) <= 0 }
    let upper = firstPlace { Self.order(of: query, against: tokens, at: $0) < 0 }
    return positions[lower..<upper]
  }

  /// Up to `limit` of the matches, evenly spaced over the order of what follows.
  func sample(of query: [TokenID], limit: Int) -> [Int] {
    let matches = matches(of: query)
    let count = min(limit, matches.count)
    return (0..<count).map { Int(matches[matches.startIndex + $0 * matches.count / count]) }
  }

  /// Up to `limit` tokens from a position on, no further than the end of its text.
  func continuation(at position: Int, limit: Int) -> [TokenID] {
    tokens[min(position, tokens.count)...].prefix(limit).prefix { $0 != Self.separator }
      .map { TokenID(rawValue: $0) }
  }

  /// What follows a sequence, and how often, of at most 512 matches.
  func followers(of query: [TokenID]) -> [TokenID: Int] {
    var counts: [TokenID: Int] = [:]
    for position in sample(of: query, limit: Self.sampledFollowers) {
      if let next = continuation(at: position + query.count, limit: 1).first {
        counts[next, default: 0] += 1
      }
    }
    return counts
  }

  /// Below zero when the query sorts before what stands at a position, 0 when that starts with it.
  private static func order(of query: [TokenID], against tokens: [Int32], at position: Int32)
    -> Int
  {
    for (offset, token) in query.enumerated() {
      let place = Int(position) + offset
      guard place < tokens.count else { return 1 }
      if token.rawValue != tokens[place] { return token.rawValue < tokens[place] ? -1 : 1 }
    }
    return 0
  }

  /// The first place in sorted order whose position satisfies a condition that holds from there on.
  private func firstPlace(where isBehind: (Int32) -> Bool) -> Int {
    var (low, high) = (0, positions.count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(positions[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Positions by first token, then each group by the further ones; the earlier position wins ties.
  private static func sorted(_ tokens: [Int32], isCancelled: () -> Bool) throws -> [Int32] {
    var starts = [Int](repeating: 0, count: Int(tokens.max() ?? 0) + 2)
    for token in tokens where token != separator { starts[Int(token) + 1] += 1 }
    for token in starts.indices.dropFirst() { starts[token] += starts[token - 1] }
    var next = starts
    var positions = [Int32](repeating: 0, count: starts[starts.count - 1])
    for (position, token) in tokens.enumerated() where token != separator {
      positions[next[Int(token)]] = Int32(position)
      next[Int(token)] += 1
    }
    try tokens.withUnsafeBufferPointer { tokens in
      for group in zip(starts, starts.dropFirst()) where group.1 - group.0 > 1 {
        if isCancelled() { throw CancellationError() }
        positions[group.0..<group.1].sort { precedes($0, $1, in: tokens) }
      }
    }
    return positions
  }

  private static func precedes(
    _ left: Int32, _ right: Int32, in tokens: UnsafeBufferPointer<Int32>
  ) -> Bool {
    for offset in 1..<sortedDepth {
      let (leftPlace, rightPlace) = (Int(left) + offset, Int(right) + offset)
      // The last of all tokens is a separator, so the later position ends first.
      guard max(leftPlace, rightPlace) < tokens.count else { return leftPlace > rightPlace }
      if tokens[leftPlace] != tokens[rightPlace] {
        return tokens[leftPlace] < tokens[rightPlace]
      }
      // Nothing behind a separator can be matched.
      if tokens[leftPlace] == separator { break }
    }
    return left < right
  }
}
