import DraftTrees
import Models
import Timeline
import Tokens

/// A draft model of nested draft models, deepening where it is not sure.
///
/// For each level of the tree the shallowest exit answers whose most probable token has more than the
/// threshold; the last one always may. q is the law of the exit that answered. No target took part in
/// its training, so the same drafts serve several targets of one vocabulary.
/// Source: S2D and SD2; drafters.md section 4.
public struct NestedDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "nested",
    summary: "A draft model of nested draft models, deepening where it is not sure.",
    source: "Kavehzadeh et al. 2024, S2D; SD2",
    law: nil,
    growths: GrowthRegistry.policyNames,
    needs: [.nestedModel],
    parameters: [
      MethodParameter(
        name: "threshold", summary: "Of the largest probability, above which an exit answers.",
        range: 0...1, standard: 0.5, isWhole: false)
    ], isCheap: false)

  private let model: NestedModel
  private let threshold: Double
  /// Of the tree proposed last, for policies that draw.
  private var laws: [NodeIndex: TokenLaw] = [:]
  private var places = PlaceRates()
  /// By exit, over the nodes that verification reached.
  private var rates: [Int: HitRate] = [:]
  private var draftedCounts: [Int: Int] = [:]

  public init(_ context: DraftingContext) throws(DraftingError) {
    guard let model = context.nestedModel else {
      throw .missing(.nestedModel, drafter: Self.descriptor.name)
    }
    self.model = model
    threshold = context.parameters["threshold"]
  }

  public mutating func prepare(_ text: [TokenID], isCancelled: () -> Bool) throws {
    try model.read(text, isCancelled: isCancelled)
  }

  public mutating func propose(_ request: DraftRequest) throws -> DraftTree {
    laws = [:]
    let law = try Self.descriptor.law(with: request.growth)
    guard request.budget > 0, try model.begin(request.text) else {
      return request.anchorAlone(law: law)
    }
    var nested = NestedLaws(
      model: model, threshold: threshold, sampling: request.lawSampling(for: law))
    var tree = try request.grow(from: &nested, draftPassCost: nil, places: places)
    for node in tree.nodes.dropFirst() {
      guard let parent = tree.parents[node], let answer = nested.asked[parent] else { continue }
      tree.setSource(Self.source(exit: answer.exit), of: NodeIndex(node))
    }
    if law != .deterministic { laws = nested.asked.mapValues(\.law) }
    return tree
  }

  public func draftLaw(at node: NodeIndex) -> TokenLaw? { laws[node] }

  private static func source(exit: Int) -> String { "exit \(exit)" }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    guard round.settings.drafterName == Self.descriptor.name, let judgement = round.judgement
    else { return [] }
    places.record(round)
    let tree = round.tree
    let accepted = Set(judgement.accepted)
    for exit in model.exits {
      for node in tree.nodes.dropFirst() where tree.sources[node] == Self.source(exit: exit) {
        draftedCounts[exit, default: 0] += 1
        guard let parent = tree.parents[node], !tree.isPruned[node],
          parent == .root || accepted.contains(parent)
        else { continue }
        rates[exit, default: HitRate()].record(accepted.contains(NodeIndex(node)))
      }
    }
    guard describes else { return [] }
    return model.exits.compactMap { exit in
      draftedCounts[exit].map { count in
        let rate = rates[exit] ?? HitRate()
        return "exit \(exit) answered for \(count); accepted \(rate.hits) of \(rate.trials) reached"
      }
    }
  }
}

/// The answers of a nested model at the nodes of a growing tree, a level in one climb.
private struct NestedLaws: DraftLaws {
  let model: NestedModel
  let threshold: Double
  let sampling: SamplingSettings
  private(set) var asked: [NodeIndex: NestedModel.Answer] = [:]

  init(model: NestedModel, threshold: Double, sampling: SamplingSettings) {
    (self.model, self.threshold, self.sampling) = (model, threshold, sampling)
  }

  /// Without room for a node nothing is drawn below it: a law without mass.
  mutating func laws(below nodes: [NodeIndex], of tree: DraftTree) throws -> [TokenLaw] {
    let answers = try model.answers(
      below: nodes, of: tree, threshold: threshold, sampling: sampling)
    return zip(nodes, answers).map { node, answer in
      asked[node] = answer
      return answer?.law
        ?? TokenLaw(vocabularySize: model.vocabularySize, support: [], probabilities: [])
    }
  }
}
