import Controllers
import Timeline
import Tokens

/// What ways of choosing a shape would have brought in recorded rounds: exact in the coins, sampled
/// in the recorded paths.
///
/// Every way sees the same rounds, as they were recorded: a round drafted longer than the shape a
/// selector would have taken tells it more than its own round would have.
public struct ShapeEvaluation: Sendable, Encodable {
  /// Tokens, and the time they take in plain passes, over traces.
  public struct Row: Sendable, Encodable {
    /// "analytic", "learned", or a shape that is always the same.
    public let name: String
    /// Tokens for the time of a plain pass.
    public let tokensPerPlainPass: BootstrapInterval
    public let tokensPerRound: Double
    /// Tokens and time of each trace.
    let counts: [(numerator: Double, denominator: Double)]

    private enum CodingKeys: CodingKey { case name, tokensPerPlainPass, tokensPerRound }
  }

  public let rows: [Row]
  /// Learned less analytic, the traces resampled together.
  public let learnedLessAnalytic: BootstrapInterval
  public let rounds: Int

  /// The rounds of one trace, and what passes cost there.
  public struct Item: Sendable {
    public let examples: [ShapeExample]
    public let cost: CostModel

    public init(_ examples: [ShapeExample], cost: CostModel) {
      self.examples = examples
      self.cost = cost
    }
  }

  /// Nil when no round has a path long enough for every shape.
  ///
  /// - Parameters:
  ///   - fixed: shapes that are always the same, besides a plain round.
  ///   - budget: the most nodes of a shape.
  public init?(_ items: [Item], model: ShapeModel, fixed: [DraftShape], budget: Int) {
    let deepest = min(budget, DraftShape.mostLevels)
    let chain = DraftShape(trunk: 0, paths: 1, length: deepest)
    let usable = items.map { item in
      Item(item.examples.filter { $0.accepted(with: chain) != nil }, cost: item.cost)
    }.filter { !$0.examples.isEmpty }
    guard !usable.isEmpty else { return nil }
    rounds = usable.reduce(0) { $0 + $1.examples.count }
    let total = Double(rounds)
    func row(_ name: String, _ choose: (ShapeExample, CostModel) -> ShapeEstimate) -> Row {
      let counts = usable.map { item in
        item.examples.reduce(into: (numerator: 0.0, denominator: 0.0)) { sum, example in
          let chosen = choose(example, item.cost)
          sum.numerator += 1 + (example.accepted(with: chosen.shape) ?? 0)
          sum.denominator += chosen.cost
        }
      }
      return Row(
        name: name, tokensPerPlainPass: BootstrapInterval(ratioOf: counts),
        tokensPerRound: counts.reduce(0) { $0 + $1.numerator } / total, counts: counts)
    }
    func best(_ model: ShapeModel?) -> (ShapeExample, CostModel) -> ShapeEstimate {
      { example, cost in
        ShapeEstimate.best(
          of: example.estimates(by: ShapeSelector(cost: cost, model: model), budget: budget))
      }
    }
    let (analytic, learned) = (row("analytic", best(nil)), row("learned", best(model)))
    let steady = ([nil] + fixed).map { shape in
      row(shape.map { "always \($0.label)" } ?? "always plain") { example, cost in
        ShapeEstimate(shape, drafter: example.drafter, cost: cost)
      }
    }
    rows = [learned, analytic] + steady
    learnedLessAnalytic = BootstrapInterval(differenceOf: learned.counts, analytic.counts)
  }

  /// The shape that is best when it is always taken.
  public static func bestFixed(_ items: [Item], budget: Int) -> DraftShape? {
    let rates = DraftShape.all(budget: budget).compactMap { shape -> (DraftShape, Double)? in
      var (tokens, time) = (0.0, 0.0)
      for item in items {
        for example in item.examples {
          guard let accepted = example.accepted(with: shape) else { continue }
          tokens += 1 + accepted
          time += ShapeEstimate(shape, drafter: example.drafter, cost: item.cost).cost
        }
      }
      return time > 0 ? (shape, tokens / time) : nil
    }
    return rates.max { $0.1 < $1.1 }?.0
  }
}
