import Tokens

/// What the texts hold behind the longest end of the text that stands in them.
///
/// Source: REST; drafters.md section 8.2: the last 16 tokens, then 15, ... 2, until something is
/// found; ten tokens of each continuation.
struct Retrieved: Hashable, Sendable {
  static let longest = RetrievalCorpus.sortedDepth
  static let shortest = 2
  private static let continuationLength = 10

  /// How many tokens agree; 0 when nothing was found.
  var length = 0
  /// Places where they stand.
  var matchCount = 0
  /// Of those, how many continuations were taken.
  var takenCount = 0
  var trie = ContinuationTrie()

  /// - Parameter limit: the most matches that are read.
  init(_ suffix: [TokenID], in corpus: RetrievalCorpus, limit: Int) {
    for length in stride(from: min(Self.longest, suffix.count), through: Self.shortest, by: -1) {
      let query = Array(suffix.suffix(length))
      let continuations = corpus.sample(of: query, limit: limit)
        .map { corpus.continuation(at: $0 + length, limit: Self.continuationLength) }
        .filter { !$0.isEmpty }
      guard !continuations.isEmpty else { continue }
      self.length = length
      matchCount = corpus.matches(of: query).count
      takenCount = continuations.count
      for continuation in continuations { trie.add(continuation) }
      return
    }
  }
}
