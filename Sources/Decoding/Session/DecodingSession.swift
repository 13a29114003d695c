import Controllers
import DraftTrees
import Drafters
import Models
import Timeline
import Tokens
import Verification

/// One run of text on one target: phases are done one by one, rounds come out.
///
/// Not safe to share: it belongs to the worker that owns the target. Plain decoding is the drafter
/// "none". After `init`, `prepare` brings the cache to the anchor; then `perform` takes the six
/// phases in order, round after round, until a round carries `finish`.
///
/// ```swift
/// let session = try DecodingSession(
///   target: model, prompt: tokens, settings: settings,
///   options: SessionOptions(seed: 1, maximumTokens: 64), services: SessionServices())
/// while try session.performRound().finish == nil {}
/// print(session.emitted)
/// ```
public final class DecodingSession {
  public let prompt: [TokenID]
  public let options: SessionOptions
  /// Prompt and all committed tokens; the last is the anchor.
  public private(set) var text: [TokenID]
  /// The complete rounds of the line that is continued.
  public private(set) var line: [Round] = []
  /// The round being made.
  public private(set) var inFlight: Round?
  /// What the next round will run with.
  public private(set) var settings: RoundSettings {
    didSet { (isControllerCurrent, isPromptSettled) = (false, false) }
  }
  /// Look at every verifier on every tree, beside the one that decides. Not part of the timings.
  public var surveysVerifiers = false
  /// Read every row behind every layer. Not part of the timings.
  public var surveysExits = false

  let target: any TargetModel
  /// The target, where it can be left behind any layer.
  let layered: (any LayeredModel)?
  let services: SessionServices
  var drafters = DrafterPool()
  /// Nil before the first round, and where another is asked for.
  var controller: (any Controller)?
  var controllerReadsOverlaps = false
  /// Whether the controller is that of the settings.
  var isControllerCurrent = false
  /// What the standing controller was made for.
  var controllerBasis: ControllerBasis?
  /// Drafters that the standing controller may choose.
  var playable: [String] = []
  /// What passes took while earlier texts were written.
  var earlierTimes: PassTimes?
  var promptReading: PromptReading?
  /// What the layers say of it, once a controller asked.
  var readPromptExits: ExitSurvey?
  /// Whether it is read, or nobody asks for it with these settings.
  var isPromptSettled = false
  private var branch = 0
  private var forkedFrom: ForkPoint?
  private var rows: ScoredRows?
  /// Who proposes in the round in flight beside the one that drafts.
  private var shadows: [DrafterArm] = []
  /// Of the last round, by its name.
  private var verifier: any Verifier = GreedyVerifier()
  private var verifierName = ""
  private var isLossless = true
  /// The last round that was surveyed, and its laws, until the next one begins.
  private var surveyed: (round: Round, rows: ScoredRows)?

  /// - Parameters:
  ///   - target: its cache is emptied.
  ///   - passTimes: what the session of an earlier text came to, on the same machine and target.
  public init(
    target: any TargetModel, prompt: [TokenID], settings: RoundSettings, options: SessionOptions,
    services: SessionServices = SessionServices(), passTimes: PassTimes? = nil
  ) throws {
    guard !prompt.isEmpty else { throw DecodingError.emptyPrompt }
    guard prompt.count <= target.contextLength else {
      throw DecodingError.promptTooLong(
        tokenCount: prompt.count, contextLength: target.contextLength)
    }
    if let token = prompt.first(where: { !(0..<target.vocabularySize).contains($0.index) }) {
      throw DecodingError.tokenOutsideVocabulary(
        token: token, vocabularySize: target.vocabularySize)
    }
    guard options.maximumTokens > 0 else {
      throw DecodingError.settingOutOfRange(
        name: "max-tokens", value: "\(options.maximumTokens)", range: "1 or more")
    }
    self.target = target
    layered = target as? any LayeredModel
    self.prompt = prompt
    self.options = options
    self.services = services
    self.settings = settings
    earlierTimes = passTimes
    text = prompt
    try check(settings)
    target.truncate(to: 0)
  }

  /// The controller of the coming round, with its parameters.
  var controllerName: String { ControllerRegistry.text(for: settings) }

  /// What passes take as they run, where a controller watched; for the session of the next text.
  public var passTimes: PassTimes? { controller?.passTimes ?? earlierTimes }

  /// Tokens emitted so far.
  public var emitted: ArraySlice<TokenID> { text[prompt.count...] }

  /// What the target says after the last tokens of the prompt; empty until somebody asks.
  public var promptRows: [PromptRow] { promptReading?.rows ?? [] }

  /// Whether the cache holds all but the anchor.
  public var isPrepared: Bool { target.cachedCount == text.count - 1 }

  /// Brings the cache to the anchor. Throws `CancellationError` when cancelled; what was read till
  /// then stays, and a later call goes on from there.
  public func prepare(isCancelled: () -> Bool = { false }) throws {
    // Somebody may ask for the first time in mid-run: what was cached behind is then read again.
    try readPromptIfAsked(isCancelled: isCancelled)
    guard !isPrepared else { return }
    try target.prefill(
      Array(text[target.cachedCount..<text.count - 1]), isCancelled: isCancelled)
    try keepDrafters()
    try prepareDrafters([settings.drafter], isCancelled: isCancelled)
  }

  /// From the next round on. Refuses settings that would not be lossless.
  public func change(_ settings: RoundSettings) throws {
    try check(settings)
    self.settings = settings
  }

  private func check(_ settings: RoundSettings) throws {
    let made = try services.makeDrafter(settings.drafter, draftingContext)
    try settings.validate(drafter: type(of: made).descriptor)
    if let layer = settings.exitLayer, !(1..<target.layerCount).contains(layer) {
      throw DecodingError.settingOutOfRange(
        name: "exit layer", value: "\(layer)",
        range: "a layer of the target but its last: 1 to \(target.layerCount - 1)")
    }
    if let controller = settings.controller, options.shapeModel == nil,
      try ControllerRegistry.descriptor(of: controller).needsShapeModel
    {
      throw DecodingError.controller(.needsShapeModel(controller: controller))
    }
    for arm in settings.arms { _ = try services.makeDrafter(arm, draftingContext) }
  }

  /// Goes on after the rounds of another line, on a new branch: cuts the cache to what both share,
  /// and rebuilds the drafter and the controller from the line.
  public func fork(
    after line: [Round], branch: Int, from point: ForkPoint, settings: RoundSettings
  ) throws {
    if let finish = line.last?.finish {
      throw DecodingError.alreadyFinished(point, finish)
    }
    try change(settings)
    let forked = prompt + line.flatMap { $0.committed.map(\.token) }
    let shared = zip(text, forked).prefix { $0 == $1 }.count
    target.truncate(to: min(shared, target.cachedCount, forked.count - 1))
    text = forked
    self.line = line
    self.branch = branch
    forkedFrom = point
    inFlight = nil
    (rows, surveyed) = (nil, nil)
    drafters.removeAll()
    controller = nil
  }

  /// Judges the last round again with one draw moved, all others as they were. The run stays as it is.
  ///
  /// - Returns: nil when the laws of that round are gone: they stand from its survey until the next
  ///   round begins.
  public func rejudge(_ coin: MovedCoin) throws -> Rejudgement? {
    guard let (round, rows) = surveyed, round.index == coin.round, round.branch == coin.branch
    else {
      return nil
    }
    var draws = KeyedDraws(randomness, position: round.position)
    draws.replacements = [coin.draw: coin.uniform]
    let judgement = try VerifierRegistry.make(coin.verifier).judge(
      round.tree, laws: rows, draws: &draws, endTokens: options.endTokens)
    let named = judgement.steps.compactMap(\.action.token) + [judgement.extra].compactMap(\.self)
    return Rejudgement(
      coin: coin, judgement: judgement,
      pieces: Dictionary(named.map { ($0, services.piece($0)) }) { first, _ in first })
  }

  /// All six phases of one round, with what is left of one in flight.
  @discardableResult
  public func performRound() throws -> Round {
    var phase = inFlight?.lastPhase?.next ?? .choose
    while true {
      try advance(phase)
      guard let next = phase.next else { return line[line.count - 1] }
      phase = next
    }
  }

  /// Does one phase, which must be the next one, and gives the round as it stands then.
  @discardableResult
  public func perform(_ phase: Phase) throws -> Round {
    try advance(phase)
    return inFlight ?? line[line.count - 1]
  }

  private func advance(_ phase: Phase) throws {
    precondition(phase == inFlight?.lastPhase?.next ?? .choose, "phases come in order")
    if phase == .choose {
      surveyed = nil
      try prepare()
    }
    let start = services.microseconds()
    var round: Round
    if phase == .choose {
      round = try choose()
    } else {
      round = takeInFlight()
    }
    switch phase {
    case .choose: break
    case .draft: try draft(&round)
    case .score: try score(&round)
    case .judge: try judge(&round)
    case .commit: commit(&round)
    case .learn: learn(&round)
    }
    round.lastPhase = phase
    round.timings[phase] = services.microseconds() - start
    if phase == .judge {
      if surveysVerifiers { survey(&round) }
      if surveysExits, let layered { surveyExits(of: &round, layered) }
      measureBias(&round)
    }
    if phase == .learn {
      line.append(round)
      forkedFrom = nil
      rows = nil
    } else {
      inFlight = round
    }
  }
}

// MARK: - Phases

extension DecodingSession {
  /// The only reference, so that the arrays of the round grow in place.
  private func takeInFlight() -> Round {
    var taken: Round?
    swap(&taken, &inFlight)
    guard let taken else { preconditionFailure("a round begins with a choice") }
    return taken
  }

  private func choose() throws -> Round {
    let controller = try standingController()
    var choice = controller.choose(settings, describes: options.describesRounds)
    var settings = settings
    settings.drafter = choice.drafter ?? settings.drafter
    settings.growth = choice.growth ?? settings.growth
    // Here, so that the time of phase draft is that of the proposals.
    shadows = controller.shadows(beside: choice)
    try readyDrafters(CollectionOfOne(settings.drafter))
    if !shadows.isEmpty { try readyDrafters(shadows.lazy.map { $0.drafter }) }
    if let layer = settings.exitLayer { choice.exitLayer = layer }
    // A tree no deeper than the context, no larger than a pass.
    let room = min(target.maximumRowCount - 1, target.contextLength - text.count)
    if choice.budget > room {
      choice.budget = room
      if options.describesRounds { choice.reason += "; there is room for \(room)" }
    }
    let position = text.count - 1
    var round = Round(
      index: line.count, branch: branch, forkedFrom: forkedFrom, position: position,
      settings: settings, choice: choice, tree: anchorOnly)
    name([text[position]], in: &round)
    layered?.keepsStreams = surveysExits || !controller.exitLayers(of: round).isEmpty
    return round
  }

  private var anchorOnly: DraftTree {
    DraftTree(anchor: text[text.count - 1], law: .deterministic)
  }

  private func draft(_ round: inout Round) throws {
    // Those first that leave the target's rows alone.
    round.shadows = try shadows.map { arm in
      let start = services.microseconds()
      let tree = try drafters.propose(arm.drafter, request(for: round, growth: arm.growth))
      return ShadowProposal(
        drafter: arm.drafter, growth: arm.growth, tree: tree,
        microseconds: services.microseconds() - start)
    }
    round.tree = try drafters.propose(
      round.settings.drafter, request(for: round, growth: round.settings.growth))
    name(round.tree.tokens, in: &round)
    for shadow in round.shadows { name(shadow.tree.tokens, in: &round) }
  }

  private func request(for round: Round, growth: String) -> DraftRequest {
    DraftRequest(
      text: text, growth: growth, budget: round.choice.budget, reachBar: round.choice.reachBar,
      sampling: round.settings.sampling, randomness: randomness, endTokens: options.endTokens,
      cost: options.cost, exitLayer: round.choice.exitLayer, stop: round.choice.stop)
  }

  private func score(_ round: inout Round) throws {
    let rows = ScoredRows(round.tree, target: target, sampling: round.settings.sampling)
    try rows.score()
    round.scores = try rows.scores(position: round.position)
    self.rows = rows
    guard options.describesRounds else { return }
    for score in round.scores { name(score.alternatives.map(\.token), in: &round) }
  }

  private func judge(_ round: inout Round) throws {
    guard let rows else { preconditionFailure("a tree is scored before it is judged") }
    try takeVerifier(named: round.settings.verifier)
    if round.tree.law != .deterministic {
      rows.take(drafters.draftLaws(of: round.settings.drafter, in: round.tree))
    }
    var draws = KeyedDraws(randomness, position: round.position)
    let judgement = verifier.judge(
      round.tree, laws: rows, draws: &draws, endTokens: options.endTokens)
    if let extra = judgement.extra { name([extra], in: &round) }
    round.judgement = judgement
    if recordsOverlap { round.overlaps = rows.overlaps }
    guard let layered, let layers = controller?.exitLayers(of: round), !layers.isEmpty else {
      return
    }
    // Only rows whose successor is known teach a controller anything.
    let nodes = round.successors.keys.sorted()
    let survey = ExitReader(layered, clock: services.microseconds).survey(
      of: round, nodes: nodes, layers: layers, vocabulary: .short, row: rows.row(of:))
    name(survey.exits.flatMap(\.tokens), in: &round)
    round.exits = survey
  }

  /// All rows behind all layers, where the controller has not read some already.
  private func surveyExits(of round: inout Round, _ layered: any LayeredModel) {
    guard let rows, round.exits == nil, layered.keepsStreams else { return }
    let survey = ExitReader(layered, clock: services.microseconds).survey(
      of: round, nodes: rows.nodes.map { NodeIndex($0) },
      layers: Array(1..<max(1, target.layerCount)), vocabulary: .whole, row: rows.row(of:))
    name(survey.exits.flatMap(\.tokens), in: &round)
    round.exits = survey
  }

  /// Whether anybody learns from how far draft and target agree: it takes a few percent of a pass.
  private var recordsOverlap: Bool {
    options.recordsOverlap || controllerReadsOverlaps
  }

  private func takeVerifier(named name: String) throws {
    guard name != verifierName else { return }
    verifier = try VerifierRegistry.make(name)
    isLossless = try !VerifierRegistry.descriptor(of: name).losslessWith.isEmpty
    verifierName = name
  }

  private func survey(_ round: inout Round) {
    guard let rows else { preconditionFailure("a tree is scored before it is judged") }
    let survey = OutlookSurvey(
      tree: round.tree, laws: rows, sampling: round.settings.sampling, endTokens: options.endTokens)
    round.outlooks = survey.outlooks(
      draws: KeyedDraws(randomness, position: round.position),
      beside: round.settings.verifier)
    for outlook in round.outlooks {
      name(outlook.judgement.steps.compactMap(\.action.token), in: &round)
    }
    rows.readAllLaws()
    surveyed = (round, rows)
  }

  /// Only of verifiers that change the output. Not part of the timings.
  private func measureBias(_ round: inout Round) {
    guard let rows, !isLossless else { return }
    round.bias = OutlookSurvey(
      tree: round.tree, laws: rows, sampling: round.settings.sampling,
      endTokens: options.endTokens
    ).bias(of: verifier)
  }

  private func commit(_ round: inout Round) {
    guard let judgement = round.judgement, let rows else {
      preconditionFailure("a tree is judged before its path is committed")
    }
    let left = options.maximumTokens - emitted.count
    round.committed = Array(round.emission(of: judgement).prefix(left))
    let tokens = round.committed.map(\.token)
    // The last of them is the next anchor: its row is computed by the next pass.
    let cached = [NodeIndex.root] + judgement.accepted.prefix(tokens.count - 1)
    target.commit(path: cached.map(rows.row(of:)))
    text += tokens
    if let last = tokens.last, options.endTokens.contains(last) {
      round.finish = .endToken
    } else if emitted.count == options.maximumTokens {
      round.finish = .tokenLimit
    } else if text.count > target.contextLength {
      round.finish = .contextFull
    }
  }

  private func learn(_ round: inout Round) {
    round.learned = drafters.observe(round, describes: options.describesRounds)
    controller?.observe(round)
  }

  private var randomness: KeyedRandomness { KeyedRandomness(seed: options.seed) }

  var draftingContext: DraftingContext {
    services.draftingContext(
      vocabularySize: target.vocabularySize, prompt: prompt,
      promptRows: promptRows, endTokens: options.endTokens, target: layered)
  }

  /// Adds the bytes of tokens to the round.
  private func name(_ tokens: [TokenID], in round: inout Round) {
    guard options.describesRounds else { return }
    for token in tokens where round.pieces[token] == nil {
      round.pieces[token] = services.piece(token)
    }
  }
}

extension Round {
  /// What a judgement emits: the accepted path, then the extra token.
  fileprivate func emission(of judgement: Judgement) -> [CommittedToken] {
    let accepted = judgement.accepted.map {
      CommittedToken(token: tree.tokens[$0.rawValue], origin: .accepted, node: $0)
    }
    let extra = judgement.extra.map {
      CommittedToken(token: $0, origin: judgement.extraVerdict, node: nil)
    }
    return accepted + (extra.map { [$0] } ?? [])
  }
}
