/// What drafting a number of tokens behind a layer is worth.
///
/// Both forms divide the tokens that a round is expected to emit, 1 + alpha + ... + alpha^d, by what
/// it costs. Source: drafters.md sections 1.3 and 2.3.
enum ExitObjective: Hashable, Sendable {
  /// Tokens per layer as DEL counts layers: drafting and verifying cost the same, the head and further
  /// rows nothing.
  case published(layerCount: Int)
  /// Tokens for the time of a plain step: the head costs what it costs, and a pass over several rows
  /// what was measured.
  case measured(layerCount: Int, headCost: Double, draftHeadCost: Double, cost: CostModel)

  /// - Parameters:
  ///   - acceptance: alpha, the chance of each drafted token when all before were accepted.
  ///   - layer: layers that draft.
  ///   - length: drafted tokens.
  func value(acceptance: Double, layer: Int, length: Int) -> Double {
    expectedTokens(acceptance, length) / cost(layer: layer, length: length)
  }

  /// In layers (published) or plain steps (measured).
  func cost(layer: Int, length: Int) -> Double {
    switch self {
    case .published(let layerCount):
      return Double(layerCount + length * layer)
    case .measured(let layerCount, let head, let draftHead, let cost):
      let drafting = Double(length) * (Double(layer) + draftHead)
      let rest = Double(layerCount - layer) + head
      let scoring = Double(layer) + cost.relativeCost(rows: length + 1) * rest
      return (drafting + scoring) / (Double(layerCount) + head)
    }
  }

  /// G_0 = 1, G_d = 1 + alpha G_{d-1}.
  private func expectedTokens(_ acceptance: Double, _ length: Int) -> Double {
    (0..<length).reduce(1) { sum, _ in 1 + acceptance * sum }
  }

  /// What the values are, in a few words.
  var measure: String {
    switch self {
    case .published: "tokens per layer"
    case .measured: "tokens in a plain step's time"
    }
  }
}
