import Tokens

/// The tokens that a draft can draw, by p / q upwards, equal ratios by number.
///
/// One array serves for all: a word holds the upper bits of the ratio above the place of the token.
/// New memory for a whole vocabulary costs more than a pass over it.
struct Ranking {
  private var words: [UInt64] = []

  /// Places in the draft law that have mass, in order.
  var places: some Sequence<Int> { words.lazy.map { Int($0 & Self.placeMask) } }

  private static let digitBits: UInt64 = 11
  private static let digitCount: UInt64 = 3
  private static let indexBits: UInt64 = 24
  private static let placeMask = (UInt64(1) << indexBits) - 1

  /// The ratio of masses at a place of the draft law: p / q but for one factor. With a limit, no more
  /// than that.
  struct Ratios {
    let target: TokenMasses
    let draft: TokenMasses
    let limit: Double

    /// - Parameter limit: of p / q.
    init(target: TokenMasses, draft: TokenMasses, limit: Double = .infinity) {
      self.target = target
      self.draft = draft
      self.limit = limit * (target.total / draft.total)
    }

    /// O(1) when both laws are dense, O(log support) otherwise. 0 where the target has no mass.
    func callAsFunction(_ place: Int) -> Double {
      let mass = target.mass(of: draft.support?[place] ?? TokenID(place))
      return min(limit, mass / draft.values[place])
    }
  }

  /// O(vocabulary).
  ///
  /// The bit pattern of a number that is not negative grows with it. Its upper 33 bits are sorted by
  /// three stable passes over digits of 11; the few that agree in all of them are put in order by
  /// comparison.
  init(_ ratios: Ratios) {
    let draft = ratios.draft
    precondition(draft.values.count <= Self.placeMask, "a place fits its bits")
    words = Self.words(ratios)
    var starts = Self.starts(words)
    var other = [UInt64](unsafeUninitializedCapacity: words.count) { $1 = words.count }
    for digit in 0..<Self.digitCount {
      Self.pass(from: words, to: &other, digit: digit, &starts)
      swap(&words, &other)
    }
    orderEqualKeys(by: ratios)
  }

  /// Keys and places by place.
  private static func words(_ ratios: Ratios) -> [UInt64] {
    let (target, draft) = (ratios.target, ratios.draft)
    let isDense = target.hasMass && target.support == nil && draft.support == nil
    return [UInt64](unsafeUninitializedCapacity: draft.values.count) { words, count in
      draft.values.withUnsafeBufferPointer { q in
        target.values.withUnsafeBufferPointer { p in
          for place in q.indices where q[place] > 0 {
            let ratio = isDense ? min(ratios.limit, p[place] / q[place]) : ratios(place)
            let bits = ratio.bitPattern &>> (63 - digitBits * digitCount)
            words.initializeElement(at: count, to: bits << indexBits | UInt64(place))
            count += 1
          }
        }
      }
    }
  }

  private mutating func orderEqualKeys(by ratios: Ratios) {
    var start = 0
    while start < words.count {
      let key = words[start] >> Self.indexBits
      var end = start + 1
      while end < words.count, words[end] >> Self.indexBits == key { end += 1 }
      if end - start > 1 {
        words[start..<end].sort { first, second in
          let (a, b) = (Int(first & Self.placeMask), Int(second & Self.placeMask))
          let (ratio, other) = (ratios(a), ratios(b))
          return ratio < other || ratio == other && a < b
        }
      }
      start = end
    }
  }

  /// For each value of each digit the place of its first word: [digit][value].
  private static func starts(_ words: [UInt64]) -> [Int] {
    let size = 1 << Int(digitBits)
    var starts = [Int](repeating: 0, count: Int(digitCount) * size)
    starts.withUnsafeMutableBufferPointer { starts in
      for word in words {
        for digit in 0..<digitCount { starts[place(of: word, digit)] += 1 }
      }
      for digit in 0..<Int(digitCount) {
        var sum = 0
        for value in digit * size..<(digit + 1) * size {
          (starts[value], sum) = (sum, sum + starts[value])
        }
      }
    }
    return starts
  }

  /// Stable by one digit.
  private static func pass(
    from words: [UInt64], to sorted: inout [UInt64], digit: UInt64, _ starts: inout [Int]
  ) {
    starts.withUnsafeMutableBufferPointer { starts in
      sorted.withUnsafeMutableBufferPointer { sorted in
        for word in words {
          let place = place(of: word, digit)
          sorted[starts[place]] = word
          starts[place] += 1
        }
      }
    }
  }

  /// Where a word's digit is counted.
  @inline(__always)
  private static func place(of word: UInt64, _ digit: UInt64) -> Int {
    let value = (word &>> (indexBits + digit * digitBits)) & ((1 << digitBits) - 1)
    return Int(digit << digitBits | value)
  }
}
