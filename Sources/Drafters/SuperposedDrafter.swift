import DraftTrees
import Timeline
import Tokens

/// Several chains from one pass a depth: a draft model reads the weighted sum of their last tokens,
/// and n-grams of the text so far tell whose continuation a token is.
///
/// What the model answers to a mixture is no law of any one chain, so the text of this decoder alone
/// would be another; as a source of trees it changes nothing. Source: Shen et al., Superposed
/// Decoding; drafters.md section 11. Ours: n-grams of the text so far in place of a corpus's, and
/// the reach by measured acceptance.
public struct SuperposedDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "superposed",
    summary: "Several chains from one pass of a draft model a depth, told apart by n-grams.",
    source: "Shen et al. 2024, Superposed Decoding, as a source of trees",
    law: .deterministic,
    growths: [GrowthRegistry.native, GrowthRegistry.chain],
    needs: [.draftModel],
    parameters: [
      MethodParameter(
        name: "chains", summary: "Chains that share a pass.", range: 1...8, standard: 3),
      MethodParameter(
        name: "candidates", summary: "Tokens of the law that are looked at for each chain.",
        range: 1...16, standard: 9),
      MethodParameter(
        name: "ngrams", summary: "The part of the n-grams in a score.", range: 0...1,
        standard: 0.54, isWhole: false),
      MethodParameter(
        name: "temperature", summary: "Of the law that candidates are scored by.",
        range: 0.01...10, standard: 0.06, isWhole: false),
      MethodParameter(
        name: "distance",
        summary:
          "1 measures how far each pass's law is from the branches' own, with passes of its own.",
        range: 0...1, standard: 0),
    ], isCheap: false)

  /// Acceptance assumed by place among the chains, and its weight in trials. Ours.
  private static let priors = [0.5, 0.15, 0.1, 0.05]
  private static let priorWeight = 8.0

  private let model: DraftModel
  private let shape: Superposition.Shape
  /// Costs a second draft, and a pass over all nodes.
  private let measuresDistance: Bool
  private let endTokens: Set<TokenID>
  private var ngrams: NGramCounts
  /// By place among the chains of a depth, over the children of nodes that verification reached.
  private var rates = [HitRate](repeating: HitRate(), count: priors.count)
  private var distances = DistanceRecord()

  public init(_ context: DraftingContext) throws(DraftingError) {
    guard let model = context.draftModel else {
      throw .missing(.draftModel, drafter: Self.descriptor.name)
    }
    self.model = model
    shape = Superposition.Shape(
      chains: context.parameters.count("chains"),
      candidates: context.parameters.count("candidates"),
      ngramShare: context.parameters["ngrams"], temperature: context.parameters["temperature"])
    measuresDistance = context.parameters["distance"] > 0
    endTokens = context.endTokens
    ngrams = NGramCounts(context.prompt)
  }

  public mutating func prepare(_ text: [TokenID], isCancelled: () -> Bool) throws {
    try model.read(text, isCancelled: isCancelled)
  }

  public mutating func propose(_ request: DraftRequest) throws -> DraftTree {
    precondition(request.text.count == ngrams.text.count, "every committed token was observed")
    return try draft(request.growth, budget: request.budget, reachBar: request.reachBar).tree
  }

  /// The tree below the text so far, and the model's row for the chains of each depth.
  private func draft(
    _ growth: String, budget: Int, reachBar: Double
  ) throws -> (tree: DraftTree, rows: [Int]) {
    let text = ngrams.text
    var tree = DraftTree(anchor: text[text.count - 1], law: .deterministic)
    var shape = shape
    if growth == GrowthRegistry.chain { shape.chains = 1 }
    var superposition = Superposition(shape)
    var reaches: [Double] = [1]
    var rows: [Int] = []
    if budget > 0, try model.begin(text) { rows = [model.anchorRow] }
    while let row = rows.last, tree.draftedCount < budget {
      let best = superposition.continuations(
        candidates: model.summary(row: row, count: shape.candidates).top, ngrams: ngrams)
      var taken: [(Superposition.Continuation, NodeIndex)] = []
      var place = 0
      for continuation in best where tree.draftedCount < budget {
        let parent = superposition.chains[continuation.chain].node
        let reach = reaches[parent.rawValue] * rate(place)
        guard reach > reachBar else { continue }
        place += 1
        let node = tree.append(
          continuation.token, under: parent, estimate: continuation.score,
          source: "chain \(place)")
        reaches.append(reach)
        if !endTokens.contains(continuation.token) { taken.append((continuation, node)) }
      }
      superposition.take(taken)
      let mayPay = taken.contains { reaches[$0.1.rawValue] * rate(0) > reachBar }
      guard mayPay, tree.draftedCount < budget,
        let next = try model.addRow(for: superposition.mixture, below: row)
      else { break }
      rows.append(next)
    }
    tree.seal()
    return (tree, rows)
  }

  private func rate(_ place: Int) -> Double {
    let place = min(place, Self.priors.count - 1)
    return rates[place].estimate(prior: Self.priors[place], weight: Self.priorWeight)
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    var lines: [String] = []
    if round.settings.drafterName == Self.descriptor.name {
      if measuresDistance { lines.append(measureDistance(of: round)) }
      learnRates(from: round)
      if describes { lines.append(picture) }
    }
    ngrams.append(round.committed.map(\.token))
    return describes ? lines : []
  }

  private mutating func learnRates(from round: Round) {
    guard let judgement = round.judgement else { return }
    let accepted = Set(judgement.accepted)
    let places = Self.places(in: round.tree)
    for node in [.root] + judgement.accepted {
      for child in round.tree.children(of: node) {
        rates[min(places[child.rawValue], Self.priors.count - 1)].record(accepted.contains(child))
      }
    }
  }

  /// For each node its place among the chains of its depth.
  private static func places(in tree: DraftTree) -> [Int] {
    var counts: [Int: Int] = [:]
    return tree.nodes.map { node in
      defer { counts[tree.depths[node], default: 0] += 1 }
      return counts[tree.depths[node]] ?? 0
    }
  }

  /// How far the laws of the passes were from the model's law on each branch, at temperature 1.
  ///
  /// Drafts once more, so that a drafter rebuilt from the rounds says the same.
  private mutating func measureDistance(of round: Round) -> String {
    var found = DistanceRecord()
    do {
      let (tree, rows) = try draft(
        round.settings.growth, budget: round.choice.budget, reachBar: round.choice.reachBar)
      let own = SamplingSettings(temperature: 1)
      let superposed = rows.map { model.law(row: $0, sampling: own) }
      let branches = (1..<tree.count).map { NodeIndex($0) }.filter {
        tree.depths[$0.rawValue] < rows.count && !endTokens.contains(tree.tokens[$0.rawValue])
      }
      try model.addRows(for: branches, of: tree)
      for branch in branches {
        guard let law = model.law(below: branch, sampling: own) else { continue }
        let depth = tree.depths[branch.rawValue]
        let distance = superposed[depth].totalVariation(from: law)
        found.record(distance, depth: depth)
        distances.record(distance, depth: depth)
      }
    } catch {
      return "the distance of the superposed laws could not be measured: \(error)"
    }
    guard !distances.isEmpty else { return "no pass read more than the anchor yet" }
    return "superposed law against \(model.name)'s own on each branch, total variation: "
      + (found.isEmpty ? "no branch" : found.text)
      + "; so far \(distances.text), of \(distances.branchCount)"
  }

  /// "accepted by place among the chains: first 12 of 20, second 3 of 8".
  private var picture: String {
    let places = zip(["first", "second", "third", "later"], rates).filter { $0.1.trials > 0 }
    guard !places.isEmpty else { return "\(model.name) drafted nothing yet" }
    return "accepted by place among the chains: "
      + places.map { "\($0) \($1.hits) of \($1.trials)" }.joined(separator: ", ")
  }
}
