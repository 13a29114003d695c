import DraftTrees
import Models
import Timeline
import Tokens

/// A smaller model with a cache of its own; the growth policy decides where its tree grows.
///
/// q is the model's law after the settings of the run.
/// Source: Leviathan et al. 2023; Chen et al. 2023.
public struct DraftModelDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "draft-model",
    summary: "A smaller model of the same vocabulary drafts.",
    source: "Leviathan et al. 2023; Chen et al. 2023",
    law: nil,
    growths: GrowthRegistry.policyNames,
    needs: [.draftModel], isCheap: false)

  private let model: DraftModel
  /// Of the tree proposed last, for policies that draw.
  private var laws: [NodeIndex: TokenLaw] = [:]
  private var places = PlaceRates()

  public init(_ context: DraftingContext) throws(DraftingError) {
    guard let model = context.draftModel else {
      throw .missing(.draftModel, drafter: Self.descriptor.name)
    }
    self.model = model
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
    var laws = ModelLaws(model: model, sampling: request.lawSampling(for: law))
    let tree = try request.grow(
      from: &laws,
      draftPassCost: request.cost?.relativeDraftCost(rows: 1, drafter: Self.descriptor.name),
      places: places)
    if law != .deterministic { self.laws = laws.asked }
    return tree
  }

  public func draftLaw(at node: NodeIndex) -> TokenLaw? { laws[node] }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    guard round.settings.drafterName == Self.descriptor.name, round.judgement != nil else {
      return []
    }
    places.record(round)
    return describes ? [places.picture ?? "\(model.name) drafted nothing yet"] : []
  }
}

/// The laws of a draft model at the nodes of a growing tree, all nodes of a call in one pass.
private struct ModelLaws: DraftLaws {
  let model: DraftModel
  let sampling: SamplingSettings
  /// Every law that was asked for.
  private(set) var asked: [NodeIndex: TokenLaw] = [:]

  init(model: DraftModel, sampling: SamplingSettings) {
    self.model = model
    self.sampling = sampling
  }

  /// Without room for a node nothing is drawn below it: a law without mass.
  mutating func laws(below nodes: [NodeIndex], of tree: DraftTree) throws -> [TokenLaw] {
    try model.addRows(for: nodes, of: tree)
    return nodes.map { node in
      let law = model.law(below: node, sampling: sampling)
      asked[node] = law
      return law
        ?? TokenLaw(vocabularySize: model.vocabularySize, support: [], probabilities: [])
    }
  }

  mutating func confidence(below node: NodeIndex, of tree: DraftTree) throws -> DraftConfidence {
    guard sampling.isGreedy, let own = model.summary(below: node, count: 1) else {
      return DraftConfidence(try law(below: node, of: tree))
    }
    return DraftConfidence(
      top: own.top[0].token, probability: own.top[0].probability, entropy: own.entropy)
  }
}
