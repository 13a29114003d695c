import Tokens

/// Which pairs of tokens may become one, and in what order: byte-pair encoding's merges.
///
/// Source: Sennrich, Haddow and Birch 2016, "Neural Machine Translation of Rare Words with Subword
/// Units", section 3.2.
struct MergeTable: Sendable {
  struct Merge: Equatable, Sendable {
    /// Place in the list; the lowest goes first.
    let rank: UInt32
    let token: Int32
  }

  /// Keys are `left << 32 | right`.
  private var merges: [UInt64: Merge] = [:]

  init(capacity: Int) { merges.reserveCapacity(capacity) }

  /// The first merge of a pair wins.
  mutating func add(left: Int32, right: Int32, giving token: Int32, rank: Int) {
    let key = Self.key(left, right)
    guard merges[key] == nil else { return }
    merges[key] = Merge(rank: UInt32(rank), token: token)
  }

  func merge(_ left: Int32, _ right: Int32) -> Merge? { merges[Self.key(left, right)] }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }
}

/// Merges the symbols of one piece by rank, leftmost first among equals. O(n log n) in its length.
///
/// Symbols form a linked list; a heap holds the candidate pairs as `rank << 32 | left position`.
/// A candidate is stale, and skipped, when the pair now at that position has another rank.
struct PieceMerger {
  private static let none = UInt32.max

  private let table: MergeTable
  private var symbols: [Int32] = []
  private var next: [Int32] = []
  private var previous: [Int32] = []
  /// Rank of the pair that starts at each position; `none` without one.
  private var ranks: [UInt32] = []
  private var candidates = MinimumHeap()

  init(_ table: MergeTable) { self.table = table }

  /// Calls `body` with each symbol that is left, and the position it starts at.
  ///
  /// - Parameter initial: one symbol a byte; negative where the vocabulary has none.
  mutating func merge(
    _ initial: some Collection<Int32>, _ body: (_ symbol: Int32, _ at: Int) -> Void
  ) {
    symbols.removeAll(keepingCapacity: true)
    symbols.append(contentsOf: initial)
    let count = symbols.count
    next = (0..<count).map { Int32($0 + 1) }
    previous = (0..<count).map { Int32($0 - 1) }
    ranks = [UInt32](repeating: Self.none, count: count)
    for position in 0..<count { consider(position) }
    while let candidate = candidates.removeFirst() {
      let position = Int(candidate & 0xFFFF_FFFF)
      guard ranks[position] == UInt32(candidate >> 32) else { continue }
      join(position)
    }
    var position = 0
    while position < count {
      body(symbols[position], position)
      position = Int(next[position])
    }
  }

  /// Notes the pair that starts at `position` as a candidate, if it may be merged.
  private mutating func consider(_ position: Int) {
    let right = Int(next[position])
    guard right < symbols.count, let merge = table.merge(symbols[position], symbols[right]) else {
      ranks[position] = Self.none
      return
    }
    ranks[position] = merge.rank
    candidates.insert(UInt64(merge.rank) << 32 | UInt64(position))
  }

  private mutating func join(_ position: Int) {
    let right = Int(next[position])
    guard let merge = table.merge(symbols[position], symbols[right]) else { return }
    symbols[position] = merge.token
    ranks[right] = Self.none
    next[position] = next[right]
    if Int(next[right]) < symbols.count { previous[Int(next[right])] = Int32(position) }
    consider(position)
    if previous[position] >= 0 { consider(Int(previous[position])) }
  }
}

/// A binary heap of numbers, the smallest first.
private struct MinimumHeap {
  private var items: [UInt64] = []

  /// O(log n).
  mutating func insert(_ item: UInt64) {
    items.append(item)
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard items[child] < items[parent] else { return }
      items.swapAt(child, parent)
      child = parent
    }
  }

  /// O(log n).
  mutating func removeFirst() -> UInt64? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    guard !items.isEmpty else { return first }
    items[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < items.count && items[child] < items[smallest] {
        smallest = child
      }
      guard smallest != parent else { return first }
      items.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
