import Tokens

/// For a pair of tokens the weights of what may follow, adapted to the text as it grows.
///
/// A row starts as conditional frequencies: of the prompt, and of the user's texts where there are
/// any. At each round every triple among the last 16 tokens of the text gains 0.04, up to 3, so
/// that weights drift from probabilities to scores, and a triple is credited again in each round
/// until it leaves the window. A row keeps 12 successors; the table keeps `capacity` pairs,
/// forgetting those not written for longest. Source: ADED (AAAI 2025); drafters.md section 6 (a).
struct TrigramTable: Sendable {
  static let width = 12
  static let step = 0.04
  static let cap = 3.0
  /// Tokens whose triples gain weight.
  static let window = 16

  struct Pair: Hashable, Sendable {
    var first: TokenID
    var second: TokenID

    func hash(into hasher: inout Hasher) {
      hasher.combine(Int64(first.rawValue) << 32 | Int64(second.rawValue))
    }
  }

  struct Successor: Hashable, Sendable {
    var token: TokenID
    var weight: Double
  }

  private let corpus: RetrievalCorpus?
  private var rows: BoundedTable<Pair, [Successor]>

  init(prompt: [TokenID], corpus: RetrievalCorpus? = nil, capacity: Int = 65_536) {
    self.corpus = corpus
    rows = BoundedTable(capacity: capacity)
    for (pair, counts) in Self.counts(in: prompt) {
      rows.write(Self.row(adding: counts, to: followers(of: pair)), for: pair)
    }
  }

  var pairCount: Int { rows.count }
  var capacity: Int { rows.capacity }

  /// What may follow, the greatest weight first; the smaller token number wins a tie.
  func row(_ pair: Pair) -> [Successor] {
    rows.value(of: pair) ?? Self.firstRow(pair, corpus)
  }

  /// Where nothing was written.
  private static func firstRow(_ pair: Pair, _ corpus: RetrievalCorpus?) -> [Successor] {
    guard let corpus else { return [] }
    return row(adding: [:], to: corpus.followers(of: [pair.first, pair.second]))
  }

  /// The weight of one successor, 0 when it is not in the row.
  func weight(of token: TokenID, after pair: Pair) -> Double {
    row(pair).first { $0.token == token }?.weight ?? 0
  }

  /// Credits the triples among the last 16 tokens.
  mutating func adapt(to text: some BidirectionalCollection<TokenID>) {
    let window = Array(text.suffix(Self.window))
    for end in 2..<max(2, window.count) {
      credit(window[end], after: Pair(first: window[end - 2], second: window[end - 1]))
    }
  }

  private mutating func credit(_ token: TokenID, after pair: Pair) {
    let corpus = corpus
    rows.update(pair, from: Self.firstRow(pair, corpus)) { row in
      var place: Int
      if let found = row.firstIndex(where: { $0.token == token }) {
        place = found
        row[place].weight = min(Self.cap, row[place].weight + Self.step)
      } else {
        if row.count == Self.width { row.removeLast() }
        place = row.count
        row.append(Successor(token: token, weight: Self.step))
      }
      // All others stand in order.
      while place > 0, Self.precedes(row[place], row[place - 1]) {
        row.swapAt(place, place - 1)
        place -= 1
      }
    }
  }

  private static func precedes(_ left: Successor, _ right: Successor) -> Bool {
    left.weight > right.weight || left.weight == right.weight && left.token < right.token
  }

  private func followers(of pair: Pair) -> [TokenID: Int] {
    corpus?.followers(of: [pair.first, pair.second]) ?? [:]
  }

  /// Conditional frequencies of the most frequent successors.
  private static func row(adding more: [TokenID: Int], to counts: [TokenID: Int]) -> [Successor] {
    let counts = counts.merging(more, uniquingKeysWith: +)
    let total = Double(counts.values.reduce(0, +))
    let all = counts.map { Successor(token: $0.key, weight: Double($0.value) / total) }
    return Array(sorted(all).prefix(width))
  }

  private static func sorted(_ row: [Successor]) -> [Successor] {
    row.sorted(by: precedes)
  }

  /// Followers of each pair in the order in which pairs first stand.
  private static func counts(in text: [TokenID]) -> [(Pair, [TokenID: Int])] {
    var counts: [(pair: Pair, followers: [TokenID: Int])] = []
    var places: [Pair: Int] = [:]
    for end in text.indices.dropFirst(2) {
      let pair = Pair(first: text[end - 2], second: text[end - 1])
      if let place = places[pair] {
        counts[place].followers[text[end], default: 0] += 1
      } else {
        places[pair] = counts.count
        counts.append((pair, [text[end]: 1]))
      }
    }
    return counts
  }
}
