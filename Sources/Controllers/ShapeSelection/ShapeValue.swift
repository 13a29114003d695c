/// The expected number of tokens that a walk with recursive rejection accepts from a tree of a
/// shape, from the levels of one path.
///
/// With m draws at a node, the k-th of them being the first kept, V_i(m) is what the path brings from
/// level i on:
///
///     V_i(m) = 1 - S_1 ... S_m
///            + sum over k of S_1 ... S_{k-1} keep_k sum over r of Bin(r; m - k, q(x)) V_{i+1}(1 + r)
///
/// with K in the place of m at the end of the trunk. r of the later draws repeat the token that was
/// kept, so 1 + r draws go on below it; the first draw kept cannot have been refused before. Over a
/// path drawn from q the mean is exact for SpecInfer's walk in drawing order, and a lower bound of
/// what stronger verifiers accept: exact in the coins and in the other draws, sampled in the path.
/// Source: verification-and-trees.md section 5.2; the weighting of one path is ours.
enum ShapeValue {
  /// Nil when the path is shorter than the shape.
  ///
  /// - Parameter endsText: the path's last token ends the text: nothing follows it.
  static func expectedAccepted(
    of shape: DraftShape, along levels: [PathLevel], endsText: Bool = false
  ) -> Double? {
    guard levels.count >= shape.depth || endsText else { return nil }
    // What follows, by the number of draws that go on, from 1.
    var below = [Double](repeating: 0, count: shape.paths)
    for level in (0..<min(shape.depth, levels.count)).reversed() {
      let counts: [Int] =
        if level > shape.trunk { Array(1...shape.paths) } else {
          [level == shape.trunk ? shape.paths : 1]
        }
      let values = counts.map { value(draws: $0, at: levels[level], below: below) }
      below.replaceSubrange(0..<values.count, with: values)
    }
    return below[0]
  }

  private static func value(draws: Int, at level: PathLevel, below: [Double]) -> Double {
    var (value, refused) = (0.0, 1.0)
    for draw in 0..<draws {
      var following = 0.0
      for repeats in 0..<draws - draw {
        following +=
          binomial(repeats, of: draws - draw - 1, chance: level.repeatChance) * below[repeats]
      }
      value += refused * level.keeps[draw] * following
      refused *= level.refusals[draw]
    }
    return value + 1 - refused
  }

  /// The chance of `count` successes in `trials`.
  private static func binomial(_ count: Int, of trials: Int, chance: Double) -> Double {
    var value = 1.0
    for index in 0..<count {
      value *= Double(trials - index) / Double(index + 1) * chance
    }
    for _ in count..<trials { value *= 1 - chance }
    return value
  }
}
