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
/// Not as in the published code: layers 1, 2, 4, 8 and so on are read, or the trained exits nearest
/// above, in every n-th round alone; in the others the layer that drafted learns from its own draft,
/// which costs nothing, and what is weighed of the layers stands for four rounds. What layers said of the
/// prompt, which the model did not write, weighs a twentieth. Acceptance is drawn towards its trend over
/// the layers, which is taken to lie a little higher than it was seen, so that layers are tried
/// (`ExitTrend`); that of a draft's first token is less where the target was less sure of the anchor
/// than it usually is (`AnchorCertainty`). The cost counts the head and the rows as passes run
/// (`PassTimes`), and the stop's part in a draft's length; a pair may do without the stop, and no
/// drafting is a choice too. With `paper=1` all of a layer's evidence counts alike and for itself, the
/// cost counts layers alone, every round drafts and stops, and the length that is chosen bounds nothing.
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
        summary: "Reads the layers in every n-th round; 0 for the 64th, with paper=1 for all.",
        range: 0...256, standard: 0),
      MethodParameter(
        name: "step",
        summary:
          "Reads every n-th layer; 0 for layers 1, 2, 4, 8, ..., with paper=1 for about ten.",
        range: 0...64, standard: 0),
      MethodParameter(
        name: "stop",
        summary: "1 may end a draft below the layer's confidence, 0 ends it at its length alone.",
        range: 0...1, standard: 1),
      MethodParameter(
        name: "decay", summary: "What is left of a layer's evidence with each later one.",
        range: 0...1, standard: 0.95, isWhole: false),
      MethodParameter(
        name: "prompt", summary: "What a token of the prompt counts beside one that was decoded.",
        range: 0...1, standard: 0.05, isWhole: false),
      MethodParameter(
        name: "trend",
        summary: "Observations that the trend over the layers counts beside a layer's own.",
        range: 0...1000, standard: 100, isWhole: false),
      MethodParameter(
        name: "entropy",
        summary: "Log odds a first token loses for each nat the target was less sure before it.",
        range: 0...10, standard: 0.4, isWhole: false),
      MethodParameter(
        name: "optimism",
        summary:
          "Standard errors by which the trend is taken to lie higher, so that layers are tried.",
        range: 0...4, standard: 0.25, isWhole: false),
    ],
    readsExits: true, drafter: "early-exit", growth: GrowthRegistry.chain)

  /// The longest draft.
  static let longestDraft = 18
  /// Rounds from one reading of all layers to the next: about a hundredth of the time of a model whose
  /// layers are as thin as its exits.
  static let usualInterval = 64
  /// What is weighed stands for so many rounds, but for the first ones.
  private static let choiceRounds = 4
  private static let firstRounds = 4

  /// A token that a layer drafted.
  private struct Lesson {
    var layer: Int
    /// Of its draft.
    var isFirst: Bool
    var isMatch: Bool
    /// Nil without a stop: nobody asked how sure the layer was.
    var confidence: Double?
  }

  /// What the evidence of a layer says by itself.
  private struct Conclusion {
    let point: ExitTrend.Point
    let share: Double
    let stop: ExitStop?

    /// Nil where nothing is known of the layer.
    init?(_ evidence: ExitEvidence, layer: Int, isStopping: Bool) {
      guard let share = evidence.acceptance else { return nil }
      (self.share, point) = (share, ExitTrend.Point(evidence, layer: layer))
      stop = isStopping ? evidence.stop : nil
    }
  }

  /// With costs as they were measured, and as passes run.
  private let measured: ExitObjective
  private var objective: ExitObjective
  private var times: PassTimes
  private let isPaper: Bool
  private let isStopping: Bool
  private let every: Int
  private let decay: Double
  /// Ascending.
  private let layers: [Int]
  /// [layer][length], from 0 tokens to the longest draft, and what they were taken from.
  private var costs: [Double]
  private var priced: CostModel
  private var beside = 0.0
  /// What the trend counts, in observations.
  private let pull: Double
  private let optimism: Double
  /// By layer, and what was concluded from it last; nil since something was added to it.
  private var evidence: [ExitEvidence]
  private var conclusions: [Conclusion?]
  /// Drafted tokens that were not learned from yet.
  private var lessons: [Lesson] = []
  /// What was weighed of the layers, for as long as it stands.
  private var standing: [Weighed] = []
  /// How sure the target was of the anchor.
  private var certainty: AnchorCertainty

  public init(_ context: ControllerContext) {
    let parameters = context.parameters
    isPaper = parameters.count("paper") == 1
    isStopping = parameters.count("stop") == 1
    let written = (every: parameters.count("every"), step: parameters.count("step"))
    every = written.every > 0 ? written.every : isPaper ? 1 : Self.usualInterval
    decay = parameters["decay"]
    pull = isPaper ? 0 : parameters["trend"]
    optimism = parameters["optimism"]
    certainty = AnchorCertainty(logOddsPerNat: isPaper ? 0 : parameters["entropy"])
    let count = context.layerCount
    measured =
      isPaper
      ? .published(layerCount: count)
      : .measured(
        layerCount: count, headCost: context.headCost,
        draftHeadCost: context.shortHeadCost ?? context.headCost, cost: context.cost)
    objective = measured
    times = PassTimes(context.cost, after: context.passTimes)
    priced = context.cost
    costs = (0...count).flatMap { [measured] in
      measured.costs(layer: $0, longest: Self.longestDraft)
    }
    evidence = [ExitEvidence](repeating: ExitEvidence(), count: count + 1)
    conclusions = [Conclusion?](repeating: nil, count: count + 1)
    layers =
      written.step > 0 || isPaper
      ? Self.evenLayers(count, step: written.step)
      : Self.ladder(context.trainedExits.isEmpty ? Array(1..<max(1, count)) : context.trainedExits)
    if !isPaper { price(Array(1...max(1, count))) }
    let promptWeight = isPaper ? 1 : parameters["prompt"]
    if let exits = context.promptExits, promptWeight > 0 {
      take(exits)
      for layer in evidence.indices { evidence[layer].decay(promptWeight) }
    }
    weighAnew()
  }

  /// - Parameter step: 0 for about ten layers.
  private static func evenLayers(_ count: Int, step: Int) -> [Int] {
    let step = step > 0 ? step : max(1, (count + 5) / 10)
    return count > 1 ? Array(stride(from: min(step, count - 1), to: count, by: step)) : []
  }

  /// The first exit, and from each the next that is twice as far up: what is gained further up is less
  /// and less, and of many exits that are nearly as good, some look best by luck.
  private static func ladder(_ exits: [Int]) -> [Int] {
    exits.reduce(into: []) { rungs, exit in
      if rungs.last.map({ exit >= 2 * $0 }) ?? true { rungs.append(exit) }
    }
  }

  // MARK: Learning

  public var passTimes: PassTimes? { isPaper ? nil : times }

  public func exitLayers(of round: Round) -> [Int] {
    isReading(round) ? layers(with: round.settings) : []
  }

  private func isReading(_ round: Round) -> Bool { round.index.isMultiple(of: every) }

  public mutating func observe(_ round: Round) {
    certainty.observe(round)
    guard round.choice.controller == Self.descriptor.name else { return }
    watchTimes(of: round)
    let survey = isReading(round) ? round.exits : nil
    if survey == nil, let layer = round.choice.exitLayer, evidence.indices.contains(layer) {
      keepDraft(of: round, layer)
    }
    guard survey != nil || isLearning(after: round.index) else { return }
    price(layers(with: round.settings))
    guard survey != nil || !lessons.isEmpty else { return }
    for lesson in lessons { take(lesson) }
    lessons.removeAll(keepingCapacity: true)
    if let survey { take(survey) }
    weighAnew()
  }

  /// What is learned in between waits: weighing all that is known takes longer than choosing.
  private func isLearning(after round: Int) -> Bool {
    isPaper || round < Self.firstRounds || round % Self.choiceRounds == Self.choiceRounds - 1
  }

  private mutating func watchTimes(of round: Round) {
    guard !isPaper else { return }
    if let layer = round.choice.exitLayer, evidence.indices.contains(layer) {
      times.observe(
        round, rowShare: measured.rowShare(layer: layer),
        drafting: Double(round.tree.draftedCount) * measured.drafting(layer: layer))
    } else {
      times.observe(round)
    }
  }

  /// Takes the costs as passes run, where they changed.
  private mutating func price(_ layers: [Int]) {
    guard !times.cost.isNear(priced) || abs(times.beside - beside) > 0.02 else { return }
    (priced, beside) = (times.cost, times.beside)
    objective = measured.costing(priced)
    for layer in layers {
      let first = layer * (Self.longestDraft + 1)
      // A plain round has what is beside its pass too.
      objective.forEachCost(layer: layer, longest: Self.longestDraft) { length, cost in
        costs[first + length] = (cost + beside) / (1 + beside)
      }
    }
  }

  private mutating func take(_ survey: ExitSurvey) {
    for exit in survey.exits where evidence.indices.contains(exit.layer) {
      evidence[exit.layer].decay(decay)
      evidence[exit.layer].take(exit, survey.rows)
      conclusions[exit.layer] = nil
    }
  }

  /// What was drafted behind the anchor and the accepted nodes is what the layer said there.
  private mutating func keepDraft(of round: Round, _ layer: Int) {
    guard let judgement = round.judgement else { return }
    for node in round.tree.nodes.dropFirst() {
      let isAccepted = judgement.accepted.contains(NodeIndex(node))
      lessons.append(
        Lesson(
          layer: layer, isFirst: node == 1, isMatch: isAccepted,
          confidence: round.tree.confidence(at: node)))
      guard isAccepted else { break }
    }
  }

  private mutating func take(_ lesson: Lesson) {
    let layer = lesson.layer
    if lesson.isFirst { evidence[layer].decay(decay) }
    let usual = evidence[layer].meanConfidence(lesson.isMatch)
    evidence[layer].take(lesson.isMatch, lesson.confidence ?? usual)
    conclusions[layer] = nil
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
  /// What is weighed of a layer.
  private struct Weighed {
    var layer: Int
    var acceptance: Double
    var stop: ExitStop?
    /// The stop as the worth of drafts counts it: nil where there is none. The paper's objective knows
    /// of no stop, and there is one always.
    var weighedStop: ExitStop?
  }

  /// A layer with a length.
  private struct Pair {
    var layer: Int
    var length: Int
    var value: Double
    var stop: ExitStop?
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let longest = min(Self.longestDraft, settings.budget ?? Self.longestDraft)
    let weighed = weighed(with: settings)
    guard let best = best(of: weighed, longest) else {
      return Choice(
        controller: Self.descriptor.name, budget: min(1, longest),
        reason: "nothing is known of the layers yet: one token from the first of them",
        exitLayer: settings.exitLayer ?? layers.first)
    }
    let budget = budget(best, longest: longest)
    var choice = Choice(
      controller: Self.descriptor.name, budget: budget, reason: "",
      exitLayer: budget > 0 ? best.layer : nil,
      stop: budget > 0 ? best.stop.map { StopRule(.confidence, threshold: $0.threshold) } : nil)
    guard describes else { return choice }
    choice.candidates = weighed.flatMap { candidates(of: $0, best: best, longest: longest) }
    choice.measure = objective.measure
    choice.reason = reason(best, choice) + (certainty.words.map { "; \($0)" } ?? "")
    return choice
  }

  /// What was weighed last of the layers, or is of the one that is asked for.
  private func weighed(with settings: RoundSettings) -> [Weighed] {
    settings.exitLayer.map { weigh([$0]) } ?? standing
  }

  private mutating func weighAnew() {
    for layer in evidence.indices where conclusions[layer] == nil {
      conclusions[layer] = Conclusion(evidence[layer], layer: layer, isStopping: isStopping)
    }
    standing = weigh(layers)
  }

  /// Those of which something is known.
  private func weigh(_ eligible: [Int]) -> [Weighed] {
    let trend = ExitTrend(
      layers.lazy.compactMap { conclusions[$0]?.point }, pull: pull, optimism: optimism)
    var weighed: [Weighed] = []
    weighed.reserveCapacity(eligible.count)
    for layer in eligible where conclusions.indices.contains(layer) {
      guard let known = conclusions[layer] else { continue }
      let acceptance = trend.acceptance(of: known.point, seen: known.share)
      weighed.append(
        Weighed(
          layer: layer, acceptance: acceptance, stop: known.stop,
          weighedStop: isPaper
            ? nil : known.stop?.scaled(by: known.share > 0 ? acceptance / known.share : 1)))
    }
    return weighed
  }

  private func acceptance(of weighed: Weighed) -> ExitAcceptance {
    ExitAcceptance(weighed.acceptance, firstOdds: certainty.odds)
  }

  /// From 0 tokens on.
  private func costs(of layer: Int, _ longest: Int) -> ArraySlice<Double> {
    let first = layer * (Self.longestDraft + 1)
    return costs[first...first + min(longest, Self.longestDraft - 1)]
  }

  /// The first of the best pairs of layers; nil for no layers.
  private func best(of layers: [Weighed], _ longest: Int) -> Pair? {
    var best: Pair?
    for layer in layers {
      let pair = self.best(of: layer, longest)
      if best.map({ pair.value > $0.value }) ?? true { best = pair }
    }
    return best
  }

  /// The best length of a layer.
  private func best(of weighed: Weighed, _ longest: Int) -> Pair {
    let (acceptance, costs) = (acceptance(of: weighed), costs(of: weighed.layer, longest))
    let plain = ExitWorth.best(acceptance, stop: nil, costs: costs)
    if let stop = weighed.weighedStop {
      let stopped = ExitWorth.best(acceptance, stop: stop, costs: costs)
      if stopped.value > plain.value {
        return Pair(
          layer: weighed.layer, length: stopped.length, value: stopped.value, stop: weighed.stop)
      }
    }
    return Pair(
      layer: weighed.layer, length: plain.length, value: plain.value,
      stop: isPaper ? weighed.stop : nil)
  }

  /// The paper's length bounds nothing where confidence ends the draft, and it drafts one token at
  /// least.
  private func budget(_ best: Pair, longest: Int) -> Int {
    guard isPaper else { return best.length }
    return isStopping ? longest : min(longest, max(1, best.length))
  }

  /// The best length of a layer, or every length of the one that was chosen.
  private func candidates(of weighed: Weighed, best: Pair, longest: Int) -> [Candidate] {
    let layer = weighed.layer
    let (acceptance, costs) = (acceptance(of: weighed), Array(costs(of: layer, longest)))
    func candidate(length: Int, value: Double) -> Candidate {
      var numbers = ["acceptance": acceptance.first, "cost": costs[length]]
      if acceptance.first != acceptance.later { numbers["later acceptance"] = acceptance.later }
      if pull > 0 { numbers["seen"] = evidence[layer].acceptance }
      numbers["threshold"] = evidence[layer].threshold
      numbers["goes on"] = weighed.stop?.goesOn
      return Candidate(
        label: "layer \(layer), \(length) \(length == 1 ? "token" : "tokens")", exitLayer: layer,
        draftLength: length, value: value,
        isChosen: layer == best.layer && length == best.length, numbers: numbers)
    }
    guard layer == best.layer else {
      let own = self.best(of: weighed, longest)
      return [candidate(length: own.length, value: own.value)]
    }
    let plain = ExitWorth.all(acceptance, stop: nil, costs: costs)
    // With the stop where that is worth more.
    let stopped = weighed.weighedStop.map { ExitWorth.all(acceptance, stop: $0, costs: costs) }
    return costs.indices.map { length in
      candidate(length: length, value: max(plain[length], stopped?[length] ?? 0))
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
