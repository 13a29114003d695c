/// What drafting a number of tokens behind a layer costs, and what it is worth for that.
///
/// The worth is the number of tokens that a round is expected to emit, divided by what it costs.
/// Source: drafters.md sections 1.3 and 2.3; the stop's share in the measured form is ours.
enum ExitObjective: Hashable, Sendable {
  /// Tokens per layer as DEL counts layers: drafting and verifying cost the same, the head and further
  /// rows nothing.
  case published(layerCount: Int)
  /// Tokens for the time of a plain step: drafting behind a layer costs what was measured, else by the
  /// layers and the head, and so does a pass over several rows.
  case measured(layerCount: Int, headCost: Double, draftHeadCost: Double, cost: CostModel)

  /// Of a draft of exactly so many tokens, in layers (published) or plain steps (measured).
  func cost(layer: Int, length: Int) -> Double {
    switch self {
    case .published(let layerCount):
      return Double(layerCount + length * layer)
    case .measured(let layerCount, let head, let draftHead, let cost):
      let whole = Double(layerCount) + head
      let drafting = cost.exitCost(layer: layer) ?? (Double(layer) + draftHead) / whole
      let rest = Double(layerCount - layer) + head
      let scoring = Double(layer) + cost.relativeCost(rows: length + 1) * rest
      return Double(length) * drafting + scoring / whole
    }
  }

  /// The costs of drafts of 0 to `longest` tokens.
  func costs(layer: Int, longest: Int) -> [Double] {
    (0...longest).map { cost(layer: layer, length: $0) }
  }

  /// The worth of each length that has a cost, from 0 on.
  ///
  /// With a the chance of a drafted token when all before it were accepted, q the chance that a draft
  /// goes on behind a token, and b that it goes on and the token is accepted: a draft bounded by d
  /// emits 1 + a (1 + b + ... + b^(d-1)) tokens, and is k tokens long with chance q^(k-1) (1 - q), or d
  /// with what is left. Without a stop q = 1 and b = a.
  static func worths(acceptance: Double, stop: ExitStop?, costs: [Double]) -> [Double] {
    let (goesOn, isAccepted) = (stop?.goesOn ?? 1, stop?.goesOnAccepted ?? acceptance)
    var worths = [1 / costs[0]]
    var (tokens, accepted) = (1.0, acceptance)
    var (shorter, reached) = (0.0, 1.0)
    for cost in costs.dropFirst() {
      tokens += accepted
      accepted *= isAccepted
      worths.append(tokens / (shorter + reached * cost))
      shorter += reached * (1 - goesOn) * cost
      reached *= goesOn
    }
    return worths
  }

  /// What the worths are, in a few words.
  var measure: String {
    switch self {
    case .published: "tokens per layer"
    case .measured: "tokens in a plain step's time"
    }
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
