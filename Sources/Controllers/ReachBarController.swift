import Timeline
import Tokens

/// Lets a node be drafted only if it is likely enough to pay for its row.
///
/// A node pays if its reach exceeds rho * (c(n + 1) - c(n) + d), with rho the tokens won so far for
/// the time of one plain step, and d what drafting the node costs where that was measured. The bar uses
/// the mean price of a row behind the second one; whether the dearer second row pays shows in rho itself:
/// once drafting rounds win fewer tokens than plain ones would have in the same time, the controller
/// rests (plain rounds) sixty times as long as what was lost, so that useless drafts cost little, and
/// then tries again with small trees. A drafter whose drafts cost passes begins with small ones. Rates
/// are taken from c(n), not from a clock, so the same rounds always give the same choice. Source: drafters.md section 1.3; switching off as in Cascade, section 13.1.
public struct ReachBarController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "auto",
    summary: "Drafts a token only if its chance of being kept pays for its row.",
    source: "drafters.md 1.3: reach > rho (c(n+1) - c(n))")

  /// The most nodes besides the anchor.
  static let largestBudget = 12
  /// What a round's weight shrinks by with each later one.
  private static let decay = 0.95
  /// Plain steps that rho = 1 is assumed to have been seen for.
  private static let priorSteps = 4.0
  /// Drafting rounds before drafting is judged: at first, and in a trial after a rest.
  private static let firstTrialRounds = 6
  private static let laterTrialRounds = 4
  /// The most nodes in a trial after a rest, and in the first one of a drafter whose drafts cost
  /// passes: in a short text nothing would make up for what large trees lose.
  private static let trialBudget = 2
  /// A trial is over before its end when it has lost so many plain passes in so many rounds: with large
  /// trees, and with small ones.
  private static let largestLoss = (passes: 4.0, rounds: 3)
  private static let largestSmallLoss = (passes: 2.0, rounds: 2)
  /// Plain rounds for each plain pass that was lost.
  private static let restForLoss = 60.0
  private static let shortestRest = 4
  private static let longestRest = 128

  private let cost: CostModel
  /// Decayed sums over drafting rounds with the settings in `basis`.
  private var tokens = 0.0
  private var steps = 0.0
  private var trials = 0
  /// Plain rounds still to go.
  private var rest = 0
  /// Trees stay small until drafting has paid.
  private var isSmallTrial = false
  private var basis: Basis?

  /// Rates hold for these; another choice starts them anew.
  private struct Basis: Hashable, Sendable {
    var drafter: String
    var growth: String
    var sampling: SamplingSettings

    init(_ settings: RoundSettings) {
      drafter = settings.drafter
      growth = settings.growth
      sampling = settings.sampling
    }
  }

  public init(_ context: ControllerContext) { cost = context.cost }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let isKnown = basis == Basis(settings)
    if isKnown, rest > 0 {
      guard describes else { return plain("") }
      return plain(
        "drafting won fewer tokens than plain steps do in that time; plain for \(rest) more "
          + (rest == 1 ? "round" : "rounds"))
    }
    let rate = isKnown ? self.rate : 1
    let draft = cost.draftCost(rows: 1, drafter: settings.drafterName)
    let isSmall = isKnown ? isSmallTrial : draft > 0
    let limit = isSmall ? Self.trialBudget : Self.largestBudget
    let budget = cost.payingBudget(rate: rate, draft: draft, limit: limit)
    guard let budget else {
      return plain("even a sure token costs more than it wins")
    }
    let price = cost.slope(rows: budget + 1) + draft
    let bar = rate * price
    guard describes else {
      return Choice(
        controller: Self.descriptor.name, budget: budget, reachBar: bar, reason: "")
    }
    let caveat = cost.isMeasured ? "" : " (cost assumed, not measured)"
    return Choice(
      controller: Self.descriptor.name, budget: budget, reachBar: bar,
      reason: """
        a further row\(draft > 0 ? " and its draft" : "") costs \(DecimalText.text(price)) plain \
        steps\(caveat), a step wins \
        \(DecimalText.text(rate)) tokens: a node pays above reach \(DecimalText.text(bar))
        """)
  }

  public mutating func observe(_ round: Round) {
    let basis = Basis(round.settings)
    if basis != self.basis {
      self = ReachBarController(cost: cost, basis: basis)
      isSmallTrial = cost.draftCost(rows: 1, drafter: round.settings.drafterName) > 0
    }
    if rest > 0 {
      rest -= 1
      return
    }
    let rows = round.scores.count - round.tree.isPruned.count { $0 }
    guard rows > 1 else { return }
    tokens = Self.decay * tokens + Double(round.committed.count)
    let draft = cost.draftCost(rows: 1, drafter: round.settings.drafterName)
    let levels = Double(round.tree.depths.max() ?? 0)
    steps = Self.decay * steps + cost.relativeCost(rows: rows) + levels * draft
    trials += 1
    if isLost {
      let length = (Self.restForLoss * (steps - tokens)).rounded(.up)
      rest = Int(min(Double(Self.longestRest), max(Double(Self.shortestRest), length)))
      (tokens, steps, trials, isSmallTrial) = (0, 0, 0, true)
    } else if trials >= Self.laterTrialRounds {
      isSmallTrial = false
    }
  }

  /// Whether drafting has shown that it wins too little.
  private var isLost: Bool {
    let needed = isSmallTrial ? Self.laterTrialRounds : Self.firstTrialRounds
    let most = isSmallTrial ? Self.largestSmallLoss : Self.largestLoss
    return trials >= needed && tokens < steps
      || trials >= most.rounds && steps - tokens >= most.passes
  }

  private init(cost: CostModel, basis: Basis) {
    self.cost = cost
    self.basis = basis
  }

  /// rho: tokens for the time of one plain step; plain decoding has 1, so it is never less.
  private var rate: Double { max(1, (tokens + Self.priorSteps) / (steps + Self.priorSteps)) }

  private func plain(_ reason: String) -> Choice {
    Choice(controller: Self.descriptor.name, budget: 0, reason: reason)
  }
}
