import DraftTrees
import Tokens

extension TraceReading {
  /// A field that follows from others, where the file says something else.
  struct Contradiction {
    var node: Int
    var field: String
    var recorded: String
    var derived: String
  }

  /// A complete round, and the fields of it that contradict the others.
  static func round(
    _ line: TraceObject, vocabularySize: Int
  ) throws(TraceProblem) -> (round: Round, contradictions: [Contradiction]) {
    _ = line.optional("kind")
    let (tree, depths) = try tree(line, vocabularySize: vocabularySize)
    var round = Round(
      index: try line.integer("round"), branch: try line.integer("branch"),
      forkedFrom: line.has("forkedFrom") ? try fork(line.object("forkedFrom")) : nil,
      position: try line.integer("position"), settings: try settings(line.object("settings")),
      choice: try choice(line.object("choice")), tree: tree)
    var texts = Texts(try line.pieces("text", count: tree.count), of: tree.tokens)
    if line.has("shadows") {
      for case let object? in try line.objects("shadows", limit: TraceFormat.nodeLimit) {
        round.shadows.append(
          try shadow(object, vocabularySize: vocabularySize) { pieces, tokens in
            for (piece, token) in zip(pieces, tokens) { texts.add(piece, for: token) }
          })
      }
    }
    if line.has("targetProbability") {
      round.scores = try scores(line, tree, vocabularySize: vocabularySize, &texts)
    }
    var verdicts: [Verdict] = []
    if line.has("steps") {
      round.judgement = try judgement(line, tree, vocabularySize: vocabularySize)
      verdicts = try line.array("verdict", count: tree.count, TraceObject.word)
    }
    if line.has("outlooks") {
      for case let object? in try line.objects("outlooks", limit: TraceFormat.nodeLimit) {
        round.outlooks.append(try outlook(object, tree, vocabularySize: vocabularySize))
      }
    }
    if line.has("bias") { round.bias = try bias(line.object("bias")) }
    if line.has("overlap") { round.overlaps = try overlaps(line.object("overlap"), tree) }
    if line.has("exits") {
      round.exits = try exits(line.object("exits"), tree, vocabularySize: vocabularySize)
    }
    round.committed = try committed(line, tree, vocabularySize: vocabularySize, &texts)
    round.finish = line.has("finish") ? try line.word("finish") : nil
    round.learned = try line.strings("learned")
    round.timings = try timings(line.object("microseconds"))
    if line.has("otherText") {
      for case let other? in try line.objects("otherText") {
        texts.add(
          try other.piece("text"),
          for: try other.token("token", vocabularySize: vocabularySize))
        other.finish()
      }
    }
    round.pieces = texts.pieces
    round.lastPhase = .learn
    line.finish()
    return (round, contradictions(round, depths: depths, verdicts: verdicts))
  }

  /// The bytes of tokens, gathered from where they are named; the first naming counts.
  private struct Texts {
    var pieces: [TokenID: TokenPiece] = [:]

    init(_ texts: [TokenPiece?], of tokens: [TokenID]) {
      for (text, token) in zip(texts, tokens) { add(text, for: token) }
    }

    mutating func add(_ text: TokenPiece?, for token: TokenID) {
      if let text, pieces[token] == nil { pieces[token] = text }
    }
  }

  private static func fork(_ object: TraceObject) throws(TraceProblem) -> ForkPoint {
    let point = ForkPoint(
      branch: try object.integer("branch"), round: try object.integer("round"))
    object.finish()
    return point
  }

  private static func bias(_ object: TraceObject) throws(TraceProblem) -> BiasReading {
    let bias = BiasReading(
      totalVariation: try object.number("totalVariation", in: probabilities),
      scope: try object.word("of"))
    object.finish()
    return bias
  }

  private static func scores(
    _ line: TraceObject, _ tree: DraftTree, vocabularySize: Int, _ texts: inout Texts
  ) throws(TraceProblem) -> [NodeScore] {
    let targetProbabilities = try line.optionalNumbers(
      "targetProbability", count: tree.count, in: probabilities)
    let reaches = try line.optionalNumbers("reach", count: tree.count, in: probabilities)
    let entropies = try line.optionalNumbers(
      "entropy", count: tree.count, in: 0...Double.greatestFiniteMagnitude)
    let alternatives = try line.objects("alternatives", count: tree.count)
    var scores: [NodeScore] = []
    for node in tree.nodes {
      scores.append(
        NodeScore(
          targetProbability: targetProbabilities[node], reach: reaches[node],
          alternatives: try alternatives[node].map { object throws(TraceProblem) in
            try self.alternatives(object, vocabularySize: vocabularySize, &texts)
          } ?? [],
          entropy: entropies[node]))
    }
    return scores
  }

  private static func alternatives(
    _ object: TraceObject, vocabularySize: Int, _ texts: inout Texts
  ) throws(TraceProblem) -> [Alternative] {
    let tokens = try object.tokens(
      "token", limit: TraceFormat.nodeLimit, vocabularySize: vocabularySize)
    let pieces = try object.pieces("text", count: tokens.count)
    let target = try numbers(object, "targetProbability", count: tokens.count)
    let model = try numbers(object, "modelProbability", count: tokens.count)
    object.finish()
    for (token, piece) in zip(tokens, pieces) { texts.add(piece, for: token) }
    return tokens.indices.map {
      Alternative(
        token: tokens[$0], targetProbability: target[$0], modelProbability: model[$0])
    }
  }

  private static func numbers(
    _ object: TraceObject, _ key: String, count: Int
  ) throws(TraceProblem) -> [Double] {
    try object.array(key, count: count) { value, name throws(TraceProblem) in
      try TraceObject.number(value, name, in: probabilities)
    }
  }

  private static func judgement(
    _ line: TraceObject, _ tree: DraftTree, vocabularySize: Int
  ) throws(TraceProblem) -> Judgement {
    var steps: [JudgeStep] = []
    for case let step? in try line.objects("steps", limit: TraceFormat.nodeLimit) {
      steps.append(try self.step(step, tree, vocabularySize: vocabularySize))
    }
    let accepted = try line.array("accepted", limit: tree.count) {
      value, name throws(TraceProblem) in
      NodeIndex(try TraceObject.integer(value, name, in: 0...tree.count - 1))
    }
    return Judgement(
      steps: steps, accepted: accepted,
      extra: line.has("extra")
        ? try line.token("extra", vocabularySize: vocabularySize) : nil,
      extraVerdict: try line.word("extraVerdict"))
  }

  private static func outlook(
    _ object: TraceObject, _ tree: DraftTree, vocabularySize: Int
  ) throws(TraceProblem) -> VerifierOutlook {
    let outlook = VerifierOutlook(
      verifier: try object.string("verifier"),
      expectedAccepted: object.has("expectedAccepted")
        ? try object.number("expectedAccepted") : nil,
      acceptedLengths: try object.array("acceptedLengths", limit: TraceFormat.nodeLimit) {
        value, name throws(TraceProblem) in
        try TraceObject.number(value, name, in: 0...1 + 1e-9)
      },
      firstTokens: object.has("firstToken")
        ? try firstTokens(object.object("firstToken"), vocabularySize: vocabularySize) : [],
      bias: object.has("bias") ? try object.number("bias", in: 0...1 + 1e-9) : nil,
      judgement: try judgement(object, tree, vocabularySize: vocabularySize))
    object.finish()
    return outlook
  }

  private static func firstTokens(
    _ object: TraceObject, vocabularySize: Int
  ) throws(TraceProblem) -> [FirstTokenChance] {
    let tokens = try object.array("token", limit: TraceFormat.nodeLimit) {
      value, name throws(TraceProblem) in
      value == .null
        ? nil : TokenID(try TraceObject.integer(value, name, in: 0...vocabularySize - 1))
    }
    func chances(_ key: String) throws(TraceProblem) -> [Double] {
      try object.array(key, count: tokens.count) { value, name throws(TraceProblem) in
        try TraceObject.number(value, name, in: 0...1 + 1e-9)
      }
    }
    let (emitted, target) = (try chances("emitted"), try chances("target"))
    object.finish()
    return tokens.indices.map {
      FirstTokenChance(token: tokens[$0], emitted: emitted[$0], target: target[$0])
    }
  }

  private static func step(
    _ object: TraceObject, _ tree: DraftTree, vocabularySize: Int
  ) throws(TraceProblem) -> JudgeStep {
    var action = JudgeStep.Action(try object.word("action"), at: try node("at", object, tree))
    if object.has("token") {
      action.token = try object.token("token", vocabularySize: vocabularySize)
    }
    if object.has("child") { action.child = try node("child", object, tree) }
    if object.has("uniform") {
      action.uniform = try object.number("uniform", in: probabilities)
    }
    if object.has("isAccepted") { action.isAccepted = try object.boolean("isAccepted") }
    for number in JudgeNumber.allCases {
      guard object.has(number.rawValue) else { continue }
      action.numbers[number] = try object.number(number.rawValue, in: number.range)
    }
    // No JSON number says minus infinity.
    if action.kind == .sample, action.numbers[.score] == nil {
      action.numbers[.score] = -.infinity
    }
    var decided: [NodeVerdict] = []
    for case let decision? in try object.objects("decided", limit: tree.count) {
      decided.append(
        NodeVerdict(
          node: try node("node", decision, tree), verdict: try decision.word("verdict")))
      decision.finish()
    }
    object.finish()
    return JudgeStep(action: action, decided: decided)
  }

  private static func node(
    _ key: String, _ object: TraceObject, _ tree: DraftTree
  ) throws(TraceProblem) -> NodeIndex {
    NodeIndex(try object.integer(key, in: 0...tree.count - 1))
  }

  private static func committed(
    _ line: TraceObject, _ tree: DraftTree, vocabularySize: Int, _ texts: inout Texts
  ) throws(TraceProblem) -> [CommittedToken] {
    var committed: [CommittedToken] = []
    for case let object? in try line.objects("committed", limit: TraceFormat.nodeLimit) {
      let token = try object.token("token", vocabularySize: vocabularySize)
      texts.add(try object.piece("text"), for: token)
      committed.append(
        CommittedToken(
          token: token, origin: try object.word("origin"),
          node: object.has("node") ? try node("node", object, tree) : nil))
      object.finish()
    }
    return committed
  }

  private static func timings(_ object: TraceObject) throws(TraceProblem) -> PhaseTimings {
    var timings = PhaseTimings()
    for phase in Phase.allCases where object.has(phase.rawValue) {
      timings[phase] = try object.number(phase.rawValue)
    }
    object.finish()
    return timings
  }

  private static func contradictions(
    _ round: Round, depths: [Int], verdicts: [Verdict]
  ) -> [Contradiction] {
    let derived = round.judgement.map { $0.verdicts(in: round.tree, after: $0.steps.count) } ?? []
    var found: [Contradiction] = []
    for node in round.tree.nodes where depths[node] != round.tree.depths[node] {
      found.append(
        Contradiction(
          node: node, field: "depth", recorded: "\(depths[node])",
          derived: "\(round.tree.depths[node])"))
    }
    for (node, pair) in zip(verdicts, derived).enumerated() where pair.0 != pair.1 {
      found.append(
        Contradiction(
          node: node, field: "verdict", recorded: pair.0.rawValue, derived: pair.1.rawValue))
    }
    return found
  }
}

extension JudgeNumber {
  /// Where a recorded value must lie.
  fileprivate var range: ClosedRange<Double> {
    switch self {
    case .probability, .targetProbability, .draftProbability, .acceptance, .weight, .nextWeight,
      .below, .beta, .passMass, .skewedProbability, .threshold, .residualMass:
      0...1 + 1e-9
    case .score: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    case .round, .remaining, .rho, .gamma, .rank, .entropy: 0...Double.greatestFiniteMagnitude
    }
  }
}
