/// Saturating counters as in branch predictors: four states a place, the upper two predict that it
/// is kept.
///
/// Two refusals in a row are needed to change a settled mind. Source: the textbook predictor that
/// "Identifying and Exploiting Sparse Branch Correlations" starts from; drafters.md section 14.1.
struct TwoBitCounters: Sendable {
  static let states = 0...3
  private static let start = 2

  private var counters: [Int] = []

  /// - Parameter place: 1 for the first drafted token.
  func state(at place: Int) -> Int {
    place <= counters.count ? counters[place - 1] : Self.start
  }

  func predictsKept(at place: Int) -> Bool { state(at: place) >= 2 }

  mutating func learn(_ isKept: Bool, at place: Int) {
    while counters.count < place { counters.append(Self.start) }
    let moved = counters[place - 1] + (isKept ? 1 : -1)
    counters[place - 1] = min(Self.states.upperBound, max(Self.states.lowerBound, moved))
  }
}
