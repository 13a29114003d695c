/// What drafting a number of tokens behind a layer costs, and what it is worth for that.
///
/// The worth is the number of tokens that a round is expected to emit, divided by what it costs.
/// Source: drafters.md sections 1.3 and 2.3; the stop's share in the measured form is ours.
enum ExitObjective: Sendable {
  /// Tokens per layer as DEL counts layers: drafting and verifying cost the same, the head and further
  /// rows nothing.
  case published(layerCount: Int)
  /// Tokens for the time of a plain step: drafting behind a layer costs what was measured, else by the
  /// layers and the head, and so does a pass over several rows.
  case measured(layerCount: Int, headCost: Double, draftHeadCost: Double, cost: CostModel)

  /// Of drafts of exactly 0 to `longest` tokens, in layers (published) or plain steps (measured). A
  /// longer draft costs no less.
  func costs(layer: Int, longest: Int) -> [Double] {
    var costs: [Double] = []
    costs.reserveCapacity(longest + 1)
    forEachCost(layer: layer, longest: longest) { costs.append($1) }
    return costs
  }

  func forEachCost(layer: Int, longest: Int, _ body: (_ length: Int, _ cost: Double) -> Void) {
    let (drafting, rowShare) = (drafting(layer: layer), rowShare(layer: layer))
    var least = 0.0
    for length in 0...longest {
      let scoring =
        switch self {
        case .published(let layerCount): Double(layerCount)
        case .measured(_, _, _, let cost):
          1 + rowShare * (cost.relativeCost(rows: length + 1) - 1)
        }
      least = max(Double(length) * drafting + scoring, least)
      body(length, least)
    }
  }

  /// Of a draft of exactly so many tokens.
  func cost(layer: Int, length: Int) -> Double {
    costs(layer: layer, longest: length)[length]
  }

  /// Of drafting a token, in layers (published) or plain steps (measured).
  func drafting(layer: Int) -> Double {
    switch self {
    case .published: return Double(layer)
    case .measured(let layerCount, let head, let draftHead, let cost):
      let byWeights = (Double(layer) + draftHead) / (Double(layerCount) + head)
      return cost.exitCost(layer: layer, byWeights: byWeights)
    }
  }

  /// Of a pass, the share that drafted rows still have before them.
  func rowShare(layer: Int) -> Double {
    switch self {
    case .published(let layerCount): return Double(layerCount - layer) / Double(layerCount)
    case .measured(let layerCount, let head, _, _):
      return (Double(layerCount - layer) + head) / (Double(layerCount) + head)
    }
  }

  /// With other costs of rows and drafting; the published form knows none.
  func costing(_ cost: CostModel) -> ExitObjective {
    switch self {
    case .published: return self
    case .measured(let layerCount, let head, let draftHead, _):
      return .measured(
        layerCount: layerCount, headCost: head, draftHeadCost: draftHead, cost: cost)
    }
  }

  /// What the worths are, in a few words.
  var measure: String {
    switch self {
    case .published: "tokens per layer"
    case .measured: "tokens in a plain step's time"
    }
  }
}

/// What drafts of 0, 1, ... tokens are worth, one length after another.
///
/// With a the chance that the first drafted token is accepted, q the chance that a draft goes on behind
/// a token, and b that it goes on and the next token is accepted: a draft bounded by d emits
/// 1 + a (1 + b + ... + b^(d-1)) tokens, and is k tokens long with chance q^(k-1) (1 - q), or d with
/// what is left. Without a stop q = 1, and b is the chance of a token when all before it were accepted.
struct ExitWorth {
  private let goesOn: Double
  private let isAccepted: Double
  private let mostTokens: Double
  /// Of the coming draft.
  private var length = 0
  private var tokens = 1.0
  private var accepted: Double
  /// What drafts cost that ended before the last length, by their chance.
  private var shorter = 0.0
  private var reached = 1.0
  private var lastCost = 1.0

  /// - Parameter stop: where a draft ends before its length.
  init(_ acceptance: ExitAcceptance, stop: ExitStop?) {
    (goesOn, isAccepted) = (stop?.goesOn ?? 1, stop?.goesOnAccepted ?? acceptance.later)
    accepted = acceptance.first
    mostTokens = 1 + (isAccepted < 1 ? acceptance.first / (1 - isAccepted) : .infinity)
  }

  /// The worth of the next length.
  /// - Parameter cost: of a draft of exactly that length; no less than that of a shorter one.
  mutating func next(cost: Double) -> Double {
    if length > 0 {
      tokens += accepted
      accepted *= isAccepted
    }
    if length > 1 {
      shorter += reached * (1 - goesOn) * lastCost
      reached *= goesOn
    }
    length += 1
    lastCost = cost
    return tokens / (shorter + reached * cost)
  }

  /// No longer draft is worth more than this.
  var bound: Double { mostTokens / (shorter + reached * lastCost) }

  /// Of each length that has a cost, from 0 on.
  static func all(
    _ acceptance: ExitAcceptance, stop: ExitStop?, costs: some Sequence<Double>
  ) -> [Double] {
    var worth = ExitWorth(acceptance, stop: stop)
    return costs.map { worth.next(cost: $0) }
  }

  /// The shortest draft among those worth most.
  static func best(
    _ acceptance: ExitAcceptance, stop: ExitStop?, costs: ArraySlice<Double>
  ) -> (length: Int, value: Double) {
    var worth = ExitWorth(acceptance, stop: stop)
    var best = (length: 0, value: -Double.infinity)
    for index in costs.indices {
      let value = worth.next(cost: costs[index])
      if value > best.value { best = (index - costs.startIndex, value) }
      if worth.bound <= best.value { break }
    }
    return best
  }
}

/// The chance that a drafted token is accepted when all before it were.
struct ExitAcceptance: Hashable, Sendable {
  /// Of the first token, behind the anchor, and of each later one.
  var first: Double
  var later: Double

  init(_ acceptance: Double) { (first, later) = (acceptance, acceptance) }

  /// - Parameter odds: by what those of the first token are larger than those of the others.
  init(_ acceptance: Double, firstOdds odds: Double) {
    first = AnchorCertainty.chance(acceptance, odds: odds)
    later = acceptance
  }
}

/// Where a draft ends behind a token the layer is not sure of, and how often it then goes on.
struct ExitStop: Hashable, Sendable {
  var threshold: Double
  /// Share of drafted tokens that reach the threshold.
  var goesOn: Double
  /// Share of those that reach it and are what follows.
  var goesOnAccepted: Double
}

extension ExitStop {
  /// Where the chance that a token is accepted is taken to be another than what was seen, the chance
  /// behind sure tokens is too.
  func scaled(by factor: Double) -> ExitStop {
    var scaled = self
    scaled.goesOnAccepted = min(goesOn, goesOnAccepted * factor)
    return scaled
  }
}
