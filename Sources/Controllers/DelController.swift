import DraftTrees
import Timeline
import Tokens

/// Chooses the exit layer and the length of the draft by what every layer would have said.
///
/// Each exit's most probable token ("shadow token") is compared with what followed, at the rows whose
/// successor is known: the anchor and the accepted path. From that come the chance of acceptance and
/// the confidence below which a draft ends. The pair of layer and length with the largest objective
/// wins, the lower layer and the shorter length among equals.
///
/// Not as in the published code: the cost counts the head and the rows as they are; with
/// `paper=1` it counts layers alone and always drafts, and the length it chooses bounds nothing,
/// since only the confidence ends a draft. Without it, no drafting is a choice too.
/// Source: DEL (Entezari Zarch et al. 2025), drafters.md sections 1.3, 2.3.
public struct DelController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "del",
    summary: "Chooses exit layer and draft length by what each layer would have said.",
    source: "Entezari Zarch et al. 2025, DEL; cost corrected as in drafters.md 1.3",
    parameters: [
      MethodParameter(
        name: "paper", summary: "1 counts layers alone, as the paper does.", range: 0...1,
        standard: 0),
      MethodParameter(
        name: "every", summary: "Reads the layers in every n-th round.", range: 1...256,
        standard: 8),
      MethodParameter(
        name: "step", summary: "Reads every n-th layer; 0 for about ten layers in all.",
        range: 0...64, standard: 0),
      MethodParameter(
        name: "stop",
        summary: "1 ends a draft below the layer's confidence, 0 at its length.",
        range: 0...1, standard: 1),
      MethodParameter(
        name: "decay", summary: "What a round's weight shrinks by with each later one.",
        range: 0...1, standard: 0.95, isWhole: false),
    ],
    readsExits: true, drafter: "early-exit", growth: GrowthRegistry.chain)

  /// The longest draft.
  static let longestDraft = 18

  private let objective: ExitObjective
  private let isPaper: Bool
  private let isStopping: Bool
  private let every: Int
  /// Of one reading.
  private let decay: Double
  /// Ascending.
  private let layers: [Int]
  private var evidence: [Int: ExitEvidence] = [:]

  public init(_ context: ControllerContext) {
    let parameters = context.parameters
    isPaper = parameters.count("paper") == 1
    isStopping = parameters.count("stop") == 1
    every = parameters.count("every")
    decay = Self.power(parameters["decay"], every)
    let count = context.layerCount
    objective =
      isPaper
      ? .published(layerCount: count)
      : .measured(
        layerCount: count, headCost: context.headCost,
        draftHeadCost: context.shortHeadCost ?? context.headCost, cost: context.cost)
    let written = parameters.count("step")
    let step = written > 0 ? written : max(1, (count + 5) / 10)
    layers = count > 1 ? Array(stride(from: min(step, count - 1), to: count, by: step)) : []
    if let exits = context.promptExits { take(exits) }
  }

  public func exitLayers(of round: Round) -> [Int] {
    round.index % every == 0 ? layers(with: round.settings) : []
  }

  public mutating func observe(_ round: Round) {
    guard round.choice.controller == Self.descriptor.name, round.index % every == 0,
      let exits = round.exits
    else { return }
    take(exits)
  }

  private mutating func take(_ survey: ExitSurvey) {
    for exit in survey.exits {
      evidence[exit.layer, default: ExitEvidence()].take(exit, survey.rows, decay: decay)
    }
  }

  /// A layer that was asked for is read too.
  private func layers(with settings: RoundSettings) -> [Int] {
    guard let asked = settings.exitLayer else { return layers }
    return Set(layers).union([asked]).sorted()
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}

// MARK: - Choosing

extension DelController {
  /// A layer with a length.
  private struct Pair {
    var layer: Int
    var length: Int
    var value: Double
  }

  public func choose(_ settings: RoundSettings) -> Choice {
    let longest = min(Self.longestDraft, settings.budget ?? Self.longestDraft)
    let eligible = settings.exitLayer.map { [$0] } ?? layers
    let curves = eligible.compactMap { layer in
      evidence[layer]?.acceptance.map { curve(layer, acceptance: $0, longest: longest) }
    }
    guard let best = Self.best(curves.joined()) else {
      return Choice(
        controller: Self.descriptor.name, budget: min(1, longest),
        reason: "nothing is known of the layers yet: one token from the first of them",
        exitLayer: eligible.first)
    }
    var choice = Choice(
      controller: Self.descriptor.name, budget: budget(best, longest: longest), reason: "",
      candidates: candidates(curves, best: best), measure: objective.measure)
    if choice.budget > 0 {
      choice.exitLayer = best.layer
      if isStopping, let threshold = evidence[best.layer]?.threshold {
        choice.stop = StopRule(.confidence, threshold: threshold)
      }
    }
    choice.reason = reason(best, choice)
    return choice
  }

  /// The value of each length from 0 on.
  private func curve(_ layer: Int, acceptance: Double, longest: Int) -> [Pair] {
    (0...max(0, min(longest, Self.longestDraft - 1))).map { length in
      Pair(
        layer: layer, length: length,
        value: objective.value(acceptance: acceptance, layer: layer, length: length))
    }
  }

  /// The first of the largest.
  private static func best(_ pairs: some Sequence<Pair>) -> Pair? {
    pairs.reduce(nil) { best, pair in
      if let best, best.value >= pair.value { best } else { pair }
    }
  }

  /// The paper's length bounds nothing where confidence ends the draft, and it drafts one token at
  /// least.
  private func budget(_ best: Pair, longest: Int) -> Int {
    guard isPaper else { return best.length }
    return isStopping ? longest : min(longest, max(1, best.length))
  }

  /// The best length of each layer, and every length of the layer that was chosen.
  private func candidates(_ curves: [[Pair]], best: Pair) -> [Candidate] {
    curves.flatMap { curve in
      curve.first?.layer == best.layer ? curve : [Self.best(curve)].compactMap(\.self)
    }.map { pair in
      let evidence = evidence[pair.layer] ?? ExitEvidence()
      var numbers = ["acceptance": evidence.acceptance ?? 0]
      if let threshold = evidence.threshold { numbers["threshold"] = threshold }
      numbers["cost"] = objective.cost(layer: pair.layer, length: pair.length)
      return Candidate(
        label: "layer \(pair.layer), \(pair.length) \(pair.length == 1 ? "token" : "tokens")",
        exitLayer: pair.layer, draftLength: pair.length, value: pair.value,
        isChosen: pair.layer == best.layer && pair.length == best.length, numbers: numbers)
    }
  }

  private func reason(_ best: Pair, _ choice: Choice) -> String {
    guard choice.budget > 0 else {
      return "no layer and length wins more than a plain step: nothing is drafted"
    }
    let tokens = best.length == 1 ? "1 token" : "\(best.length) tokens"
    let ending =
      choice.stop.map { ", and a draft ends below confidence \(DecimalText.text($0.threshold))" }
      ?? ""
    return "layer \(best.layer) with \(tokens) is worth "
      + DecimalText.text(best.value, digits: 3) + " \(objective.measure)" + ending
  }
}
