import DraftTrees
import Models
import Timeline
import Tokens

/// Three levels: a small drafter's tree is verified greedily by a middle model, and the target
/// verifies the chain that the middle model made of it.
///
/// In each step the small drafter proposes a tree behind the buffer, the middle model keeps the path
/// that it would have said itself, in one pass, and adds its own next token; until the buffer is long
/// enough. So the target sees the middle model's greedy chain, and the breadth stays where rows are
/// cheap. The small drafter learns within a round from what the middle model says, and between rounds
/// from the target alone. What the middle model refused stays in the tree, pruned.
///
/// Source: SpecMQuant; drafters.md section 12. Ours: any drafter of tables in place of a head, and a
/// bar for the reach beside the least length.
public struct SpecMQuantDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "spec-m-quant",
    summary: "A middle model makes a chain of a small drafter's trees; the target verifies it.",
    source: "Zhang et al. 2025, SpecMQuant, the hierarchical framework",
    law: .deterministic,
    growths: [GrowthRegistry.native, GrowthRegistry.chain],
    needs: [.middleModel],
    parameters: [
      MethodParameter(
        name: "small",
        summary: "The small drafter: 0 none, 1 prompt-lookup, 2 token-recycling, 3 goose.",
        range: 0...3, standard: 2),
      MethodParameter(
        name: "nodes", summary: "The most nodes of a small drafter's tree.", range: 0...60,
        standard: 6),
      MethodParameter(
        name: "length", summary: "Tokens of the middle model that are enough.", range: 1...60,
        standard: 6),
    ], isCheap: false, readsPromptRows: true)

  /// By the number of the parameter `small`: those without a model whose trees depend on nothing but
  /// the text.
  private static var smallDrafters: [any Drafter.Type] {
    [NoDrafter.self, PromptLookupDrafter.self, TokenRecyclingDrafter.self, GooseDrafter.self]
  }

  private let middle: DraftModel
  private var small: any Drafter
  private let sources: LevelSources
  /// Tokens in the buffer that are enough.
  private let length: Int
  /// The most nodes of a small drafter's tree.
  private let width: Int
  private var tally: LevelTally

  public init(_ context: DraftingContext) throws(DraftingError) {
    guard let middle = context.middleModel else {
      throw .missing(.middleModel, drafter: Self.descriptor.name)
    }
    self.middle = middle
    let small = Self.smallDrafters[context.parameters.count("small")].descriptor.name
    sources = LevelSources(small: small, middle: middle.name)
    length = context.parameters.count("length")
    width = context.parameters.count("nodes")
    self.small = try DrafterRegistry.make(small, context)
    tally = LevelTally(sources: sources)
  }

  public mutating func prepare(_ text: [TokenID], isCancelled: () -> Bool) throws {
    try middle.read(text, isCancelled: isCancelled)
    try small.prepare(text, isCancelled: isCancelled)
  }

  public mutating func propose(_ request: DraftRequest) throws -> DraftTree {
    var buffer = LevelBuffer(anchor: request.anchor, sources: sources)
    // What it learns from the middle model is forgotten after the round: the target decides.
    var small = small
    var inner = request
    inner.growth = request.growth == GrowthRegistry.chain ? request.growth : GrowthRegistry.native
    (inner.reachBar, inner.sampling) = (0, .greedy)
    inner.budget = width
    while buffer.tokens.count < min(length, request.budget), !buffer.isEnded,
      tally.reach(of: buffer) > request.reachBar
    {
      inner.text = request.text + buffer.tokens
      let tree = try small.propose(inner)
      guard try middle.begin(inner.text, with: tree) else { break }
      let round = judge(tree, after: inner)
      _ = small.observe(round, describes: false)
      buffer.take(round, budget: request.budget, endTokens: request.endTokens)
    }
    return buffer.sealedTree
  }

  /// A round between the small drafter and the middle model, which takes the target's place.
  private func judge(_ tree: DraftTree, after request: DraftRequest) -> Round {
    let settings = RoundSettings(
      drafter: sources.small, verifier: "greedy", growth: request.growth, budget: request.budget,
      sampling: .greedy)
    var round = Round(
      index: 0, position: request.text.count - 1, settings: settings,
      choice: Choice(controller: "", budget: request.budget, reason: ""), tree: tree)
    round.scores = tree.nodes.map { node in
      let summary = middle.summary(below: NodeIndex(node), count: AdjacencyMatrix.width)
      return NodeScore(
        targetProbability: nil, reach: nil,
        alternatives: (summary?.top ?? []).map {
          Alternative(
            token: $0.token, targetProbability: $0.probability, modelProbability: $0.probability)
        }, entropy: summary?.entropy)
    }
    var (accepted, node) = ([NodeIndex](), NodeIndex.root)
    while let next = round.scores[node.rawValue].alternatives.first?.token,
      let child = tree.child(of: node, token: next), !tree.isPruned[child.rawValue]
    {
      accepted.append(child)
      node = child
    }
    let extra = round.scores[node.rawValue].alternatives.first?.token
    round.judgement = Judgement(
      steps: [], accepted: accepted, extra: extra,
      extraVerdict: tree.children(of: node).isEmpty ? .bonus : .corrected)
    round.committed =
      accepted.map {
        CommittedToken(token: tree.tokens[$0.rawValue], origin: .accepted, node: $0)
      }
      + (extra.map { [CommittedToken(token: $0, origin: .corrected, node: nil)] } ?? [])
    return round
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    _ = small.observe(round, describes: false)
    guard round.settings.drafterName == Self.descriptor.name else { return [] }
    return tally.learn(from: round, cost: middle.cost, describes: describes)
  }
}
