import Tokens

/// How acceptance grows with the layer: a straight line through the log odds of all layers.
///
/// Of a few observations a layer, some layer always looks better than it is, and the best of many is
/// chosen for that. Each layer is therefore drawn towards the line, as by so many observations of its
/// own; and what the layer that drafts learns moves the line, and so those that were not read since.
/// As long as little is known the line is taken to lie higher than it was seen: a layer that is not
/// tried teaches nothing. Source: ours; DEL takes each layer's share of matches as it is.
struct ExitTrend: Hashable, Sendable {
  /// What was seen of a layer.
  struct Point: Hashable, Sendable {
    let layer: Int
    let logOdds: Double
    let weight: Double
    fileprivate let information: Double

    init(_ evidence: ExitEvidence, layer: Int) {
      self.layer = layer
      logOdds = evidence.logOdds
      weight = evidence.weight
      information = evidence.information
    }
  }

  /// What the line weighs for each layer, in observations.
  private let pull: Double
  private var meanLayer = 0.0
  private var meanLogOdds = 0.0
  private var slope = 0.0

  /// - Parameters:
  ///   - pull: 0 leaves each layer as it is.
  ///   - optimism: standard errors by which the line is taken to lie higher.
  init(_ points: some Sequence<Point>, pull: Double, optimism: Double) {
    self.pull = pull
    guard pull > 0 else { return }
    var (weight, layerSum, oddsSum, squares, products) = (0.0, 0.0, 0.0, 0.0, 0.0)
    // Of log odds: what their estimates are worth. Half an observation more, as in the odds.
    var information = 0.5
    for point in points {
      let (own, x, y) = (point.weight, Double(point.layer), point.logOdds)
      weight += own
      layerSum += own * x
      oddsSum += own * y
      squares += own * x * x
      products += own * x * y
      information += point.information
    }
    guard weight > 0 else { return }
    meanLayer = layerSum / weight
    let seen = oddsSum / weight
    meanLogOdds = seen + optimism / information.squareRoot()
    let spread = squares / weight - meanLayer * meanLayer
    // A deeper layer is not worse.
    if spread > 0 { slope = max(0, (products / weight - meanLayer * seen) / spread) }
  }

  /// The chance that a token drafted behind a layer is accepted, of which something is known.
  /// - Parameter seen: its share of matches.
  func acceptance(of point: Point, seen: Double) -> Double {
    guard pull > 0 else { return seen }
    let line = meanLogOdds + slope * (Double(point.layer) - meanLayer)
    let drawn = (point.weight * point.logOdds + pull * line) / (point.weight + pull)
    return 1 / (1 + exponential(-drawn))
  }
}
