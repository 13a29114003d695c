import Timeline
import Tokens

/// What the target last found probable after a pair of tokens, and after a single one.
///
/// Two tiers, the pair looked up first. Scores are the target's probabilities divided by their sum
/// over the alternatives kept, so they are no probabilities of acceptance. The paper keeps ten
/// alternatives; rounds carry eight. The tier of single tokens has one row a token of the
/// vocabulary, that of pairs at most `pairCapacity` rows. Source: drafters.md section 7 (a).
struct SuccessorTable: Sendable {
  static let width = 8

  enum Tier: String, Hashable, Sendable, CaseIterable {
    case pair, single
  }

  struct Row: Hashable, Sendable {
    var tier: Tier
    /// Best first.
    var successors: [Successor]
  }

  struct Successor: Hashable, Sendable {
    var token: TokenID
    var score: Double
  }

  private let vocabularySize: Int
  private var singles: [TokenID: [Successor]] = [:]
  private var pairs: BoundedTable<NGram, [Successor]>

  init(vocabularySize: Int, pairCapacity: Int = 32_768) {
    self.vocabularySize = vocabularySize
    pairs = BoundedTable(capacity: pairCapacity)
  }

  var singleCount: Int { singles.count }
  var pairCount: Int { pairs.count }
  var pairCapacity: Int { pairs.capacity }

  /// The row after `predecessor`, `token`; nil where nothing was written.
  func row(after token: TokenID, predecessor: TokenID?) -> Row? {
    if let predecessor, let found = pairs.value(of: NGram(predecessor, token)) {
      return Row(tier: .pair, successors: found)
    }
    return singles[token].map { Row(tier: .single, successors: $0) }
  }

  /// Overwrites both rows.
  mutating func write(_ alternatives: [Alternative], after token: TokenID, predecessor: TokenID?) {
    let kept = alternatives.prefix(Self.width)
    let total = kept.reduce(0) { $0 + $1.modelProbability }
    guard total > 0, (0..<vocabularySize).contains(token.index) else { return }
    let row = kept.map { Successor(token: $0.token, score: $0.modelProbability / total) }
    singles[token] = row
    if let predecessor { pairs.write(row, for: NGram(predecessor, token)) }
  }
}
