import DraftTrees
import Drafters
import Models
import Timeline
import Tokens
import Verification

/// The rows of one pass over a tree, and the laws read from them.
///
/// Pruned nodes have no row. The target's memory is read when asked for, so this is valid until its
/// next pass.
final class ScoredRows: NodeLaws {
  /// How many continuations a node's score names: what Token Recycling learns from.
  static let alternativeCount = 8

  /// The node of each row.
  let nodes: [Int]
  /// The row of each node; nil for pruned ones.
  private let rows: [Int?]
  private let tree: DraftTree
  private let target: any TargetModel
  private let sampling: SamplingSettings
  /// By row, as far as asked for.
  private var laws: [TokenLaw?]
  /// By node.
  private var draftLaws: [TokenLaw?]

  init(_ tree: DraftTree, target: any TargetModel, sampling: SamplingSettings) {
    self.tree = tree
    self.target = target
    self.sampling = sampling
    nodes = tree.nodes.filter { !tree.isPruned[$0] }
    var rows = [Int?](repeating: nil, count: tree.count)
    for (row, node) in nodes.enumerated() { rows[node] = row }
    self.rows = rows
    laws = [TokenLaw?](repeating: nil, count: nodes.count)
    draftLaws = [TokenLaw?](repeating: nil, count: tree.count)
  }

  /// The pass over all rows.
  func score() throws {
    try target.score(
      tokens: nodes.map { tree.tokens[$0] },
      parents: nodes.map { node in tree.parents[node].flatMap { rows[$0.rawValue] } })
  }

  func row(of node: NodeIndex) -> Int {
    guard let row = rows[node.rawValue] else { preconditionFailure("a pruned node has no row") }
    return row
  }

  func targetLaw(at node: NodeIndex) -> TokenLaw {
    let row = row(of: node)
    if let law = laws[row] { return law }
    let law = target.withLogits(row: row) {
      LogitProcessing.law(logits: $0, settings: sampling)
    }
    laws[row] = law
    return law
  }

  /// Reads every law from the target, so that they outlast its next pass.
  func readAllLaws() {
    for node in nodes { _ = targetLaw(at: NodeIndex(node)) }
  }

  func draftLaw(at node: NodeIndex) -> TokenLaw? { draftLaws[node.rawValue] }

  /// The laws of the drafter that proposed the tree.
  func take(_ draftLaws: [TokenLaw?]) { self.draftLaws = draftLaws }

  /// Along the first path drawn, as far as the drafter's laws are known.
  var overlaps: [NodeOverlap] {
    guard tree.law != .deterministic else { return [] }
    var overlaps: [NodeOverlap] = []
    var node = NodeIndex.root
    while let draft = draftLaw(at: node), let child = tree.draws[node.rawValue].first,
      !tree.isPruned[child.rawValue]
    {
      overlaps.append(
        NodeOverlap(
          node: node,
          refusals: RefusalChances.chances(
            target: targetLaw(at: node), draft: draft, count: NodeOverlap.drawCount),
          draftEntropy: draft.entropy))
      node = child
    }
    return overlaps
  }

  /// One a node, in node order.
  func scores(position: Int) throws(DecodingError) -> [NodeScore] {
    var scores: [NodeScore] = []
    scores.reserveCapacity(tree.count)
    for node in tree.nodes {
      guard let row = rows[node] else {
        scores.append(
          NodeScore(targetProbability: nil, reach: nil, alternatives: [], entropy: nil))
        continue
      }
      let summary = target.withLogits(row: row) {
        LogitProcessing.summary(logits: $0, count: Self.alternativeCount)
      }
      guard summary.entropy.isFinite else {
        throw .notANumber(position: position + tree.depths[node])
      }
      // The one-hot law of the most probable token: no need to look for that again.
      if sampling.isGreedy {
        laws[row] = .oneHot(summary.top[0].token, vocabularySize: target.vocabularySize)
      }
      let law = targetLaw(at: NodeIndex(node))
      let probability = tree.parents[node].map {
        targetLaw(at: $0).probability(of: tree.tokens[node])
      }
      let reachAbove = tree.parents[node].map { scores[$0.rawValue].reach ?? 0 }
      scores.append(
        NodeScore(
          targetProbability: probability, reach: (reachAbove ?? 1) * (probability ?? 1),
          alternatives: summary.top.map {
            Alternative(
              token: $0.token, targetProbability: law.probability(of: $0.token),
              modelProbability: $0.probability)
          },
          entropy: summary.entropy))
    }
    return scores
  }
}
