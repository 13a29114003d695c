import DraftTrees
import Foundation
import Timeline
import Tokens

/// A run that never was: random trees over 24 words, judged by the real rules against a made-up
/// first-order law. Every number in it is consistent, so it passes an audit.
public struct ToyRun {
  public static let vocabularySize = 24
  /// Token 0 ends a text.
  public static let endToken: TokenID = 0

  public private(set) var timeline: Timeline
  private var generator: SeededGenerator
  private let isGreedy: Bool
  private let seed: UInt64

  /// - Parameters:
  ///   - isGreedy: temperature 0 and the greedy verifier; else temperature 1 and sample-match.
  public init(seed: UInt64, isGreedy: Bool = true) {
    self.seed = seed
    self.isGreedy = isGreedy
    generator = SeededGenerator(seed: seed)
    let prompt: [TokenID] = [5, 9, 3]
    let settings = RoundSettings(
      drafter: "toy", verifier: isGreedy ? "greedy" : "sample-match", growth: "chain", budget: 8,
      sampling: SamplingSettings(temperature: isGreedy ? 0 : 1))
    timeline = Timeline(
      header: RunHeader(
        program: "0.1.0", started: "2026-01-02T03:04:05Z",
        model: ModelSummary(
          name: "toy", architecture: "markov", layerCount: 1, vocabularySize: Self.vocabularySize,
          contextLength: 4096, precision: "reference", endTokens: [Self.endToken]),
        prompt: Prompt(
          text: "a \"toy\" run", isChat: false, tokens: prompt, pieces: prompt.map(Self.piece)),
        settings: settings, controller: "cost", seed: seed, maximumTokens: 1000, threads: 2,
        cost: CostTable(rowCounts: [1, 2, 4, 8], microseconds: [100, 130, 170, 270.5])))
  }

  /// A run of some rounds, forked some times at random places, looked at where it last grew.
  public static func timeline(
    seed: UInt64, isGreedy: Bool = true, rounds: Int = 6, forks: Int = 0
  ) -> Timeline {
    var run = ToyRun(seed: seed, isGreedy: isGreedy)
    run.appendRounds(rounds)
    for _ in 0..<forks {
      run.fork()
      run.appendRounds(rounds / 2 + 1)
    }
    return run.timeline
  }

  public mutating func appendRounds(_ count: Int) {
    for _ in 0..<count where timeline.rounds.last?.finish == nil { timeline.take(makeRound()) }
  }

  /// Begins a branch before a random round of the branch looked at, with one round of its own.
  public mutating func fork() {
    let point = ForkPoint(
      branch: timeline.activeBranch,
      round: Int.random(in: 0...timeline.rounds.count, using: &generator))
    let shared = Array(timeline.rounds.prefix(point.round))
    guard shared.last?.finish == nil else { return }
    var round = makeRound(after: shared)
    round.branch = timeline.branches.count
    round.forkedFrom = point
    timeline.take(round)
  }

  /// The next round of the branch looked at, not taken yet.
  public mutating func makeRound() -> Round { makeRound(after: timeline.rounds) }

  private mutating func makeRound(after rounds: [Round]) -> Round {
    let text = timeline.header.prompt.tokens + rounds.flatMap { $0.committed.map(\.token) }
    let anchor = text.last ?? 0
    var round = Round(
      index: rounds.count, branch: timeline.activeBranch, position: text.count - 1,
      settings: timeline.header.settings,
      choice: Choice(controller: "cost", budget: 8, reachBar: 0.25, reason: "toy \u{2028} budget"),
      tree: makeTree(anchor: anchor))
    round.scores = scores(round.tree)
    let judgement = judge(round.tree, position: round.position)
    round.judgement = judgement
    round.committed = judgement.accepted.map {
      CommittedToken(token: round.tree.tokens[$0.rawValue], origin: .accepted, node: $0)
    }
    if let extra = judgement.extra {
      round.committed.append(
        CommittedToken(token: extra, origin: judgement.extraVerdict, node: nil))
    }
    if round.committed.last?.token == Self.endToken { round.finish = .endToken }
    round.learned = generator.oneIn(2) ? ["knows \(text.count) tokens"] : []
    for phase in Phase.allCases {
      round.timings[phase] = Double.random(in: 0.5...90, using: &generator)
    }
    for token in round.tree.tokens + round.committed.map(\.token) {
      round.pieces[token] = Self.piece(token)
    }
    for token in round.scores.flatMap(\.alternatives).map(\.token) {
      round.pieces[token] = Self.piece(token)
    }
    round.lastPhase = .learn
    return round
  }

  private mutating func makeTree(anchor: TokenID) -> DraftTree {
    let law = ProposalLaw.allCases.randomElement(using: &generator) ?? .deterministic
    var tree = DraftTree(anchor: anchor, law: law)
    for _ in 0..<Int.random(in: 0...9, using: &generator) {
      let parent = NodeIndex(Int.random(in: max(0, tree.count - 4)..<tree.count, using: &generator))
      if tree.tokens[parent.rawValue] == Self.endToken, parent != .root { continue }
      let token =
        generator.oneIn(2)
        ? likeliest(after: tree.tokens[parent.rawValue])
        : TokenID(Int.random(in: 0..<Self.vocabularySize, using: &generator))
      if law != .independent, tree.child(of: parent, token: token) != nil { continue }
      tree.append(
        token, under: parent,
        draftProbability: generator.oneIn(3) ? nil : Double.random(in: 0.01...1, using: &generator),
        estimate: token.index.isMultiple(of: 3) ? nil : 1 / Double(tree.count),
        source: "match of \(Int.random(in: 1...3, using: &generator))")
    }
    for node in tree.nodes.dropFirst() where generator.oneIn(9) { tree.prune(NodeIndex(node)) }
    tree.seal()
    return tree
  }

  /// The model's own law, [vocabulary]: softmax of keyed logits.
  private func modelLaw(after token: TokenID) -> [Double] {
    let logits = KeyedRandomness(seed: 77)
    let weights = (0..<Self.vocabularySize).map {
      exp(6 * logits.uniform(position: token.index, purpose: .control, index: $0))
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  private func likeliest(after token: TokenID) -> TokenID {
    TokenLaw(dense: modelLaw(after: token)).mostProbable
  }

  /// The law used, [vocabulary]: one-hot when greedy.
  private func targetLaw(after token: TokenID) -> [Double] {
    guard isGreedy else { return modelLaw(after: token) }
    let best = likeliest(after: token).index
    return (0..<Self.vocabularySize).map { $0 == best ? 1 : 0 }
  }

  private func scores(_ tree: DraftTree) -> [NodeScore] {
    var scores: [NodeScore] = []
    for node in tree.nodes {
      guard !tree.isPruned[node] else {
        scores.append(
          NodeScore(targetProbability: nil, reach: nil, alternatives: [], entropy: nil))
        continue
      }
      let token = tree.tokens[node]
      let (model, target) = (modelLaw(after: token), targetLaw(after: token))
      let best = model.indices.sorted { (-model[$0], $0) < (-model[$1], $1) }.prefix(5)
      var probability: Double?
      var reach = 1.0
      if let parent = tree.parents[node]?.rawValue {
        let p = targetLaw(after: tree.tokens[parent])[token.index]
        probability = p
        reach = p * (scores[parent].reach ?? 0)
      }
      scores.append(
        NodeScore(
          targetProbability: probability, reach: reach,
          alternatives: best.map {
            Alternative(
              token: TokenID($0), targetProbability: target[$0], modelProbability: model[$0])
          },
          entropy: -model.reduce(0) { $0 + $1 * log($1) }))
    }
    return scores
  }

  private func judge(_ tree: DraftTree, position: Int) -> Judgement {
    var judgement = Judgement(steps: [], accepted: [], extra: nil, extraVerdict: .bonus)
    var node = NodeIndex.root
    while true {
      let children = tree.children(of: node).filter { !tree.isPruned[$0.rawValue] }
      let next = position + tree.depths[node.rawValue] + 1
      let (token, action) = choose(below: node, of: tree, position: next)
      let child = children.first { tree.tokens[$0.rawValue] == token }
      judgement.steps.append(
        JudgeStep(
          action: action(child),
          decided: children.map {
            NodeVerdict(node: $0, verdict: $0 == child ? .accepted : .rejected)
          }))
      guard let child else {
        judgement.extra = token
        judgement.extraVerdict = children.isEmpty ? .bonus : .corrected
        return judgement
      }
      judgement.accepted.append(child)
      if token == Self.endToken { return judgement }
      node = child
    }
  }

  private func choose(
    below node: NodeIndex, of tree: DraftTree, position: Int
  ) -> (token: TokenID, action: (NodeIndex?) -> JudgeStep.Action) {
    let law = targetLaw(after: tree.tokens[node.rawValue])
    guard !isGreedy else {
      let token = TokenLaw(dense: law).mostProbable
      return (token, { .argmax(at: node, token: token, child: $0) })
    }
    let randomness = KeyedRandomness(seed: seed)
    var (winner, winnerUniform, best) = (0, 0.0, -Double.infinity)
    for (token, probability) in law.enumerated() {
      let uniform = randomness.uniform(position: position, purpose: .target, index: token)
      let score = log(probability) - log(-log(max(uniform, 0x1p-54)))
      if score > best { (winner, winnerUniform, best) = (token, uniform, score) }
    }
    let (token, uniform, score) = (TokenID(winner), winnerUniform, best)
    return (
      token,
      {
        .sample(
          at: node, token: token, probability: law[token.index], uniform: uniform, score: score,
          child: $0)
      }
    )
  }

  /// Words, and some bytes that are none: half a character, an escape sequence, nothing.
  public static func piece(_ token: TokenID) -> TokenPiece {
    switch token.rawValue {
    case 1: TokenPiece(bytes: [0xE2, 0x8D])
    case 2: TokenPiece("\u{1B}[31m")
    case 4: TokenPiece("")
    case 6: TokenPiece(" \"quoted\\\"\n")
    case 8: TokenPiece(" 猫")
    default: TokenPiece(" word\(token)")
    }
  }
}
