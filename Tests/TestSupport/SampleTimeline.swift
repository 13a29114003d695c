import DraftTrees
import Timeline
import Tokens

/// A small run written by hand, for tests of what is shown: a story about a cat, with branching
/// drafts, a chain, a pruned node, a newline, characters split over tokens, a fork to another
/// drafter at temperature 0, and an end token inside a draft. No model made it.
public enum SampleTimeline {
  /// Branch 0 is looked at, complete to its end; branch 1 left it before round 4.
  public static func make() -> Timeline {
    var timeline = Timeline(header: header)
    for round in rounds + forkedRounds { timeline.take(round) }
    timeline.look(at: 0)
    return timeline
  }

  /// Only the first branch.
  public static func makeUnforked() -> Timeline {
    var timeline = Timeline(header: header)
    for round in rounds { timeline.take(round) }
    return timeline
  }

  public static let header: RunHeader = {
    let pieces = ["Once", " upon", " a", " time", " there", " was", " a", " small", " cat", "."]
    return RunHeader(
      program: "0.1.0", started: "2026-01-01T12:00:00Z",
      model: ModelSummary(
        name: "SmolLM2-135M", architecture: "llama", layerCount: 30, vocabularySize: 49152,
        contextLength: 2048, precision: "fast", endTokens: [2]),
      prompt: Prompt(
        text: pieces.joined(), isChat: false, tokens: pieces.map { vocabulary.token($0) },
        pieces: pieces.map { TokenPiece($0) }),
      settings: sampled, controller: "cost", seed: 7, maximumTokens: 64, threads: 2,
      cost: CostTable(
        rowCounts: [1, 2, 4, 8, 16], microseconds: [7200, 8100, 10900, 15200, 25400]))
  }()

  public static let sampled = RoundSettings(
    drafter: "token-recycling", verifier: "sample-match", growth: "best-first", budget: nil,
    sampling: SamplingSettings(temperature: 0.8))
  public static let greedy = RoundSettings(
    drafter: "prompt-lookup", verifier: "greedy", growth: "chain", budget: 4,
    sampling: .greedy)

  /// The rounds of branch 0.
  public static let rounds: [Round] = {
    var writer = SampleWriter(header: header, branch: 0)
    writer.round(
      [
        Draft(
          " It", 0.21, "rank 1", [Draft(" was", 0.44, "rank 1", [Draft(" very", 0.18, "rank 1")])]),
        Draft(
          " The", 0.38, "rank 2",
          [
            Draft(
              " cat", 0.52, "rank 1",
              [Draft(" was", 0.31, "rank 1"), Draft(" had", 0.12, "rank 2")]),
            Draft(" little", 0.09, "rank 2"),
          ]),
        Draft("\n", 0.11, "rank 3"),
      ], path: [" The", " cat"], extra: (" loved", 0.08), learned: ["table: 41 rows known"])
    writer.round(
      [
        Draft(
          " to", 0.83, "rank 1",
          [
            Draft(
              " sleep", 0.27, "rank 1",
              [
                Draft(
                  " in", 0.61, "rank 1",
                  [Draft(" the", 0.78, "rank 1", [Draft(" warm", 0.16, "rank 2", isPruned: true)])]),
                Draft(" on", 0.2, "rank 2", [Draft(" the", 0.64, "rank 1")]),
              ]),
            Draft(" play", 0.24, "rank 2", [Draft(" with", 0.57, "rank 1")]),
            Draft(" eat", 0.06, "rank 3"),
          ]),
        Draft(" her", 0.004, "rank 2"),
      ], path: [" to", " sleep", " in", " the"], extra: (" sun", 0.46),
      learned: ["table: 58 rows known"])
    writer.round(
      [
        Draft(" and", 0.3, "rank 1", [Draft(" the", 0.1, "rank 1")]),
        Draft("light", 0.02, "rank 2"),
      ], path: [], extra: (".", 0.55), learned: ["table: 61 rows known"])
    writer.round(
      [
        Draft(
          "\n", 0.42, "rank 1",
          [
            Draft("\n", 0.35, "rank 1"),
            Draft("Her", 0.22, "rank 2", [Draft(" name", 0.71, "rank 1")]),
          ]),
        Draft(" One", 0.24, "rank 2", [Draft(" day", 0.88, "rank 1")]),
      ], path: ["\n", "Her", " name"], extra: (" was", 0.93), learned: ["table: 70 rows known"])
    // A character in two tokens, of which one was drafted.
    writer.round(
      [
        Draft(" ", 0.2, "rank 1", [Draft([0xE5, 0xB0], 0.4, "rank 1")]),
        Draft(" Lily", 0.31, "rank 2"), Draft(" Mimi", 0.12, "rank 3"),
      ], path: [" ", [0xE5, 0xB0]], extra: ([0x8F], 0.97), learned: ["table: 73 rows known"])
    writer.round(
      [Draft("猫", 0.66, "rank 1", [Draft(" 🐱", 0.3, "rank 1"), Draft("。", 0.2, "rank 2")])],
      path: ["猫", " 🐱"], extra: ("!", 0.5), learned: ["table: 80 rows known"])
    // A drafter that has probabilities.
    writer.settings.drafter = "draft-model"
    writer.draftProbability = { min(0.95, $0 * 0.7 + 0.15) }
    writer.round(
      [
        Draft("\n", 0.6, "rank 1", [Draft("The", 0.3, "rank 1", [Draft(" end", 0.7, "rank 1")])]),
        Draft(" She", 0.2, "rank 2"),
      ], path: ["\n", "The", " end"], extra: (".", 0.9), learned: ["table: 84 rows known"])
    writer.settings = sampled
    writer.draftProbability = nil
    writer.round(
      [Draft(SamplePiece(end), 0.8, "rank 1"), Draft("\n", 0.15, "rank 2")],
      path: [SamplePiece(end)], extra: nil,
      learned: ["table: 84 rows known"], finish: .endToken)
    return writer.rounds
  }()

  /// The rounds of branch 1: from before round 4 on, prompt lookup at temperature 0.
  public static let forkedRounds: [Round] = {
    var writer = SampleWriter(
      header: header, branch: 1, after: Array(rounds.prefix(3)),
      forkedFrom: ForkPoint(branch: 0, round: 3))
    writer.settings = greedy
    writer.round(
      [Draft(" Once", 0.12, "match of 2", [Draft(" upon", 0.99, "match of 2")])],
      path: [], extra: ("\n", 0.42), learned: ["no match for 1 of 2 tokens"])
    writer.round([], path: [], extra: ("Her", 0.22), learned: ["no match"])
    writer.round(
      [
        Draft(
          " name", 0.71, "match of 3",
          [Draft(" was", 0.93, "match of 3", [Draft(" a", 0.05, "match of 3")])])
      ], path: [" name", " was"], extra: (" Lily", 0.31), learned: ["match of 3 at 12"])
    return writer.rounds
  }()

  static let end = "<|im_end|>"
  static let vocabulary = SampleVocabulary()
}

/// Token numbers for pieces: the end token 2, others by their bytes.
struct SampleVocabulary: Sendable {
  func token(_ text: String) -> TokenID { token(Array(text.utf8)) }

  func token(_ bytes: [UInt8]) -> TokenID {
    if bytes == Array(SampleTimeline.end.utf8) { return 2 }
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return TokenID(Int(100 + hash % 49_000))
  }
}

/// The bytes of a token, as text or as they are.
struct SamplePiece: Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  var bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { bytes = Array(text.utf8) }
  init(_ piece: SamplePiece) { self = piece }
  init(stringLiteral text: String) { bytes = Array(text.utf8) }
  init(arrayLiteral bytes: UInt8...) { self.bytes = bytes }
}

/// A drafted node: its token, the model's probability of it, its source, its children.
struct Draft {
  var piece: SamplePiece
  var probability: Double
  var source: String
  var children: [Draft]
  var isPruned: Bool

  init(
    _ piece: SamplePiece, _ probability: Double, _ source: String, _ children: [Draft] = [],
    isPruned: Bool = false
  ) {
    self.piece = piece
    self.probability = probability
    self.source = source
    self.children = children
    self.isPruned = isPruned
  }

  init(
    _ text: String, _ probability: Double, _ source: String, _ children: [Draft] = [],
    isPruned: Bool = false
  ) {
    self.init(SamplePiece(text), probability, source, children, isPruned: isPruned)
  }
}

/// Makes whole rounds of what is drafted and what becomes of it.
struct SampleWriter {
  let header: RunHeader
  let branch: Int
  var settings: RoundSettings
  /// q of a node from the model's probability; drafters that look tokens up have none.
  var draftProbability: ((Double) -> Double)?
  private(set) var rounds: [Round] = []
  private let earlier: [Round]
  private let forkedFrom: ForkPoint?
  private static let commonWords = [" and", " she", ",", " it"]

  init(header: RunHeader, branch: Int, after earlier: [Round] = [], forkedFrom: ForkPoint? = nil) {
    self.header = header
    self.branch = branch
    self.earlier = earlier
    self.forkedFrom = forkedFrom
    settings = header.settings
  }

  mutating func round(
    _ drafts: [Draft], path: [SamplePiece], extra: (SamplePiece, Double)?, learned: [String],
    finish: FinishReason? = nil
  ) {
    let line = earlier + rounds
    let committed = line.flatMap(\.committed)
    let anchor = committed.last?.token ?? header.prompt.tokens[header.prompt.tokens.count - 1]
    var tree = DraftTree(anchor: anchor, law: .deterministic)
    var pieces: [TokenID: TokenPiece] = [anchor: piece(of: anchor, in: line)]
    var model: [Double] = [1]
    var pruned: [NodeIndex] = []
    // Level by level, as a drafter does.
    var open = drafts.map { ($0, NodeIndex.root) }
    while !open.isEmpty {
      var next: [(Draft, NodeIndex)] = []
      for (draft, parent) in open {
        let token = SampleTimeline.vocabulary.token(draft.piece.bytes)
        let node = tree.append(
          token, under: parent, draftProbability: draftProbability?(draft.probability),
          source: draft.source)
        pieces[token] = TokenPiece(bytes: draft.piece.bytes)
        model.append(draft.probability)
        if draft.isPruned { pruned.append(node) }
        next += draft.children.map { ($0, node) }
      }
      open = next
    }
    for node in pruned { tree.prune(node) }
    tree.seal()
    for word in Self.commonWords {
      pieces[SampleTimeline.vocabulary.token(word)] = TokenPiece(word)
    }
    if let extra {
      pieces[SampleTimeline.vocabulary.token(extra.0.bytes)] = TokenPiece(bytes: extra.0.bytes)
    }
    let position = header.prompt.tokens.count + committed.count - 1
    var round = Round(
      index: line.count, branch: branch, forkedFrom: rounds.isEmpty ? forkedFrom : nil,
      position: position, settings: settings,
      choice: Choice(
        controller: header.controller, budget: settings.budget ?? max(4, tree.draftedCount),
        reachBar: settings.budget == nil ? 0.04 : 0,
        reason: settings.budget == nil
          ? "a node pays when its reach exceeds 0.04" : "the budget was given"),
      tree: tree)
    round.lastPhase = .learn
    round.pieces = pieces
    judge(&round, path: path, extra: extra, model: model)
    round.learned = learned
    round.finish = finish
    round.timings = PhaseTimings([
      .choose: 12, .draft: 180 + 15 * Double(tree.draftedCount),
      .score: 7200 + 1150 * Double(tree.draftedCount), .judge: 95, .commit: 210, .learn: 64,
    ])
    rounds.append(round)
  }

  private func piece(of token: TokenID, in line: [Round]) -> TokenPiece {
    for round in line.reversed() {
      if let piece = round.pieces[token] { return piece }
    }
    let place = header.prompt.tokens.firstIndex(of: token) ?? 0
    return header.prompt.pieces[place]
  }

  /// Scores, the verifier's steps and the committed tokens.
  private func judge(
    _ round: inout Round, path: [SamplePiece], extra: (SamplePiece, Double)?, model: [Double]
  ) {
    let tree = round.tree
    var accepted: [NodeIndex] = []
    var at = NodeIndex.root
    for piece in path {
      let token = SampleTimeline.vocabulary.token(piece.bytes)
      guard let child = tree.child(of: at, token: token) else {
        preconditionFailure("the sample's path is drafted")
      }
      accepted.append(child)
      at = child
    }
    let extraToken = extra.map { SampleTimeline.vocabulary.token($0.0.bytes) }
    round.scores = tree.nodes.map { node in
      score(NodeIndex(node), round, model, chosen: accepted, extra: extraToken, extra?.1 ?? 0)
    }
    var steps: [JudgeStep] = []
    for (number, node) in ([.root] + accepted).enumerated() {
      let child = number < accepted.count ? accepted[number] : nil
      guard let token = child.map({ tree.tokens[$0.rawValue] }) ?? extraToken else { break }
      let decided = tree.children(of: node).filter { !tree.isPruned[$0.rawValue] }.map {
        NodeVerdict(node: $0, verdict: $0 == child ? .accepted : .rejected)
      }
      steps.append(
        JudgeStep(
          action: action(
            at: node, token: token, child: child, round: round, model: model, extra: extra?.1 ?? 0),
          decided: decided))
    }
    let isLeaf = tree.children(of: at).filter { !tree.isPruned[$0.rawValue] }.isEmpty
    let extraVerdict: Verdict = isLeaf ? .bonus : .corrected
    round.judgement = Judgement(
      steps: steps, accepted: accepted, extra: extraToken, extraVerdict: extraVerdict)
    round.committed = accepted.map {
      CommittedToken(token: tree.tokens[$0.rawValue], origin: .accepted, node: $0)
    }
    if let extraToken {
      round.committed.append(CommittedToken(token: extraToken, origin: extraVerdict, node: nil))
    }
  }

  private func action(
    at node: NodeIndex, token: TokenID, child: NodeIndex?, round: Round, model: [Double],
    extra: Double
  ) -> JudgeStep.Action {
    if settings.sampling.isGreedy { return .argmax(at: node, token: token, child: child) }
    let position = round.position + round.tree.depths[node.rawValue] + 1
    let uniform = KeyedRandomness(seed: header.seed).uniform(
      position: position, purpose: .target, index: token.index)
    let probability = child.map { model[$0.rawValue] } ?? extra
    return .sample(
      at: node, token: token, probability: probability, uniform: uniform,
      score: 2 + probability - Double(round.tree.depths[node.rawValue]) / 4, child: child)
  }

  /// The drafted children and a few common words, by probability.
  private func score(
    _ node: NodeIndex, _ round: Round, _ model: [Double], chosen: [NodeIndex], extra: TokenID?,
    _ extraProbability: Double
  ) -> NodeScore {
    let tree = round.tree
    let isGreedy = settings.sampling.isGreedy
    guard !tree.isPruned[node.rawValue] else {
      return NodeScore(targetProbability: nil, reach: nil, alternatives: [], entropy: nil)
    }
    let last = chosen.last ?? .root
    let next = chosen.first { tree.parents[$0.rawValue] == node }
    var seen: [(TokenID, Double)] = tree.children(of: node).map {
      (tree.tokens[$0.rawValue], model[$0.rawValue])
    }
    if node == last, let extra, !seen.contains(where: { $0.0 == extra }) {
      seen.append((extra, extraProbability))
    }
    var left = max(0.02, 1 - seen.reduce(0) { $0 + $1.1 })
    for word in Self.commonWords where seen.count < 6 {
      let token = SampleTimeline.vocabulary.token(word)
      guard !seen.contains(where: { $0.0 == token }) else { continue }
      left *= 0.4
      seen.append((token, left))
    }
    let best = next.map { tree.tokens[$0.rawValue] } ?? (node == last ? extra : nil)
    seen.sort { $0.1 > $1.1 }
    let alternatives = seen.prefix(6).map { token, probability in
      Alternative(
        token: token,
        targetProbability: isGreedy ? (token == (best ?? seen[0].0) ? 1 : 0) : probability,
        modelProbability: isGreedy ? probability : probability * 0.9)
    }
    let path = tree.path(to: node)
    func p(_ node: NodeIndex) -> Double {
      isGreedy ? (chosen.contains(node) ? 1 : 0) : model[node.rawValue]
    }
    return NodeScore(
      targetProbability: node == .root ? nil : p(node), reach: path.reduce(1) { $0 * p($1) },
      alternatives: alternatives, entropy: 0.4 + Double(alternatives.count) * 0.31)
  }
}
