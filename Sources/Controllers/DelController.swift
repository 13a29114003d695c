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
/// Not as in the published code: all layers are read in every n-th round alone; in the others the
/// layer that drafted learns from its own draft, which costs nothing. The cost counts the head and
/// the rows as they are, and the stop's part in a draft's length; a pair may do without the stop, and
/// no drafting is a choice too. With `paper=1` the cost counts layers alone, every round drafts and
/// stops, and the length that is chosen bounds nothing.
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
        name: "every",
        summary: "Reads the layers in every n-th round; 0 for the 32nd, with paper=1 for all.",
        range: 0...256, standard: 0),
      MethodParameter(
        name: "step", summary: "Reads every n-th layer; 0 for about ten layers in all.",
        range: 0...64, standard: 0),
      MethodParameter(
        name: "stop",
        summary: "1 may end a draft below the layer's confidence, 0 ends it at its length alone.",
        range: 0...1, standard: 1),
      MethodParameter(
        name: "decay", summary: "What is left of a layer's evidence with each later one.",
        range: 0...1, standard: 0.95, isWhole: false),
    ],
    readsExits: true, drafter: "early-exit", growth: GrowthRegistry.chain)

  /// The longest draft.
  static let longestDraft = 18
  /// Rounds from one reading of all layers to the next: about a hundredth of the time of a model whose
  /// layers are as thin as its exits.
  static let usualInterval = 32

  private let objective: ExitObjective
  private let isPaper: Bool
  private let isStopping: Bool
  private let every: Int
  private let decay: Double
  /// Ascending.
  private let layers: [Int]
  /// By layer: of drafts of 0, 1, ... tokens.
  private let costs: [[Double]]
  /// By layer.
  private var evidence: [ExitEvidence]
  /// What `choose` would find, kept while the evidence stands.
  private var kept = Kept()

  /// The best pair of each layer for drafts of some length at most; nil where nothing is known.
  private struct Kept {
    var longest: Int?
    var bests: [Pair?] = []
  }

  public init(_ context: ControllerContext) {
    let parameters = context.parameters
    isPaper = parameters.count("paper") == 1
    isStopping = parameters.count("stop") == 1
    let written = (every: parameters.count("every"), step: parameters.count("step"))
    every = written.every > 0 ? written.every : isPaper ? 1 : Self.usualInterval
    decay = parameters["decay"]
    let count = context.layerCount
    let objective: ExitObjective =
      isPaper
      ? .published(layerCount: count)
      : .measured(
        layerCount: count, headCost: context.headCost,
        draftHeadCost: context.shortHeadCost ?? context.headCost, cost: context.cost)
    self.objective = objective
    costs = (0...count).map { objective.costs(layer: $0, longest: Self.longestDraft) }
    evidence = [ExitEvidence](repeating: ExitEvidence(), count: count + 1)
    let step = written.step > 0 ? written.step : max(1, (count + 5) / 10)
    layers = count > 1 ? Array(stride(from: min(step, count - 1), to: count, by: step)) : []
    if let exits = context.promptExits { take(exits) }
  }

  // MARK: Learning

  public func exitLayers(of round: Round) -> [Int] {
    round.index % every == 0 ? layers(with: round.settings) : []
  }

  public mutating func observe(_ round: Round) {
    guard round.choice.controller == Self.descriptor.name else { return }
    let longest = Self.longest(with: round.settings)
    if round.index % every == 0, let exits = round.exits {
      take(exits)
      keep(longest)
    } else if let layer = round.choice.exitLayer, evidence.indices.contains(layer) {
      takeDraft(of: round, layer)
      if kept.longest == longest { kept.bests[layer] = best(of: layer, longest: longest) }
    }
    if kept.longest != longest { keep(longest) }
  }

  private mutating func keep(_ longest: Int) {
    kept = Kept(
      longest: longest, bests: evidence.indices.map { best(of: $0, longest: longest) })
  }

  private mutating func take(_ survey: ExitSurvey) {
    for exit in survey.exits where evidence.indices.contains(exit.layer) {
      evidence[exit.layer].decay(decay)
      evidence[exit.layer].take(exit, survey.rows)
    }
  }

  /// What was drafted behind the anchor and the accepted nodes is what the layer said there.
  private mutating func takeDraft(of round: Round, _ layer: Int) {
    guard let judgement = round.judgement, round.tree.draftedCount > 0 else { return }
    evidence[layer].decay(decay)
    for node in 1..<round.tree.count {
      let isAccepted = judgement.accepted.contains(NodeIndex(node))
      // Without a stop nobody asked how sure the layer was.
      let confidence = round.tree.confidence(at: node) ?? evidence[layer].meanConfidence(isAccepted)
      evidence[layer].take(isMatch: isAccepted, confidence: confidence)
      guard isAccepted else { break }
    }
  }

  /// A layer that was asked for is read too.
  private func layers(with settings: RoundSettings) -> [Int] {
    guard let asked = settings.exitLayer else { return layers }
    return Set(layers).union([asked]).sorted()
  }
}

extension DraftTree {
  /// What a chain's stop rule looked at; nil where it had none.
  fileprivate func confidence(at node: Int) -> Double? {
    guard let own = estimates[node], let parent = parents[node] else { return nil }
    let above = estimates[parent.rawValue] ?? 1
    return above > 0 ? own / above : nil
  }
}

// MARK: - Choosing

extension DelController {
  /// A layer with a length.
  private struct Pair {
    var layer: Int
    var length: Int
    var value: Double
    var stop: ExitStop?
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let longest = Self.longest(with: settings)
    let eligible = settings.exitLayer.map { [$0] } ?? layers
    let bests = eligible.lazy.compactMap { layer in
      kept.longest == longest && kept.bests.indices.contains(layer)
        ? kept.bests[layer] : best(of: layer, longest: longest)
    }
    guard let best = Self.best(bests) else {
      return Choice(
        controller: Self.descriptor.name, budget: min(1, longest),
        reason: "nothing is known of the layers yet: one token from the first of them",
        exitLayer: eligible.first)
    }
    var choice = Choice(
      controller: Self.descriptor.name, budget: budget(best, longest: longest), reason: "")
    if choice.budget > 0 {
      choice.exitLayer = best.layer
      choice.stop = best.stop.map { StopRule(.confidence, threshold: $0.threshold) }
    }
    guard describes else { return choice }
    choice.candidates = candidates(
      eligible.compactMap { curve($0, longest: longest) }, best: best)
    choice.measure = objective.measure
    choice.reason = reason(best, choice)
    return choice
  }

  private static func longest(with settings: RoundSettings) -> Int {
    min(longestDraft, settings.budget ?? longestDraft)
  }

  private func best(of layer: Int, longest: Int) -> Pair? {
    curve(layer, longest: longest).flatMap(Self.best)
  }

  /// The value of each length from 0 on, with the stop where that is worth more; nil where nothing
  /// is known of the layer.
  private func curve(_ layer: Int, longest: Int) -> [Pair]? {
    guard evidence.indices.contains(layer), let acceptance = evidence[layer].acceptance else {
      return nil
    }
    let costs = Array(costs[layer][...max(0, min(longest, Self.longestDraft - 1))])
    let stop = isStopping ? evidence[layer].stop : nil
    let unstopped = ExitObjective.worths(acceptance: acceptance, stop: nil, costs: costs)
    // The paper's objective knows of no stop, and there is one always.
    let stopped =
      isPaper
      ? unstopped
      : stop.map { ExitObjective.worths(acceptance: acceptance, stop: $0, costs: costs) }
    return costs.indices.map { length in
      var pair = Pair(
        layer: layer, length: length, value: unstopped[length], stop: isPaper ? stop : nil)
      if let stopped, stopped[length] > pair.value {
        (pair.value, pair.stop) = (stopped[length], stop)
      }
      return pair
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
      var numbers = ["acceptance": evidence[pair.layer].acceptance ?? 0]
      numbers["threshold"] = evidence[pair.layer].threshold
      numbers["goes on"] = pair.stop?.goesOn
      numbers["cost"] = costs[pair.layer][pair.length]
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
