import Timeline
import Tokens

/// The rule that decides how the next round drafts: with which drafter, from which layer, how long
/// and how much.
///
/// A controller knows its context and the rounds it has observed, nothing else, so that it can be
/// rebuilt from a timeline. To add one: a file with the type, and a line in
/// `ControllerRegistry`.
public protocol Controller: Sendable {
  static var descriptor: ControllerDescriptor { get }

  init(_ context: ControllerContext)

  /// The choice for the next round.
  /// - Parameter describes: whether anybody reads why (`Choice.reason`, `Choice.candidates`), which may
  ///   take longer to say than to choose; the choice is the same.
  func choose(_ settings: RoundSettings, describes: Bool) -> Choice

  /// Whether it may ever choose one of the arms of its context, or have it propose in the shadow; those
  /// that it cannot play are not kept alive for it.
  func canPlay(_ arm: DrafterArm) -> Bool

  /// Drafters that propose in a round beside the one that was chosen, in the shadow.
  func shadows(beside choice: Choice) -> [DrafterArm]

  /// Layers behind which the rows of a judged round are to be read (`Round.exits`); empty for none.
  func exitLayers(of round: Round) -> [Int]

  /// Learns from a complete round.
  mutating func observe(_ round: Round)

  /// What passes take as they run; nil where it does not watch.
  var passTimes: PassTimes? { get }
}

extension Controller {
  public func canPlay(_ arm: DrafterArm) -> Bool { true }
  public func shadows(beside choice: Choice) -> [DrafterArm] { [] }
  public func exitLayers(of round: Round) -> [Int] { [] }
  public var passTimes: PassTimes? { nil }
}

/// What controllers are made from.
public struct ControllerContext: Sendable {
  public var cost: CostModel
  /// What passes took while earlier texts were written; nil before the first one.
  public var passTimes: PassTimes?
  /// Layers of the target.
  public var layerCount: Int
  /// Layers behind which the target was trained to be read, ascending; empty where none was.
  public var trainedExits: [Int]
  /// What can be set after the controller's name.
  public var parameters: MethodParameters
  /// A trained selector of shapes; nil without one.
  public var shapeModel: ShapeModel?
  /// Drafters that can be chosen: those at hand, with a growth policy that suits the verifier.
  public var arms: [DrafterArm]
  /// What the layers say of the last places of the prompt; nil unless `descriptor.readsExits`.
  public var promptExits: ExitSurvey?
  /// One row of the head, in layers: over all tokens, and over the short vocabulary.
  public var headCost: Double
  public var shortHeadCost: Double?

  public init(
    cost: CostModel, passTimes: PassTimes? = nil, layerCount: Int = 1, trainedExits: [Int] = [],
    parameters: MethodParameters? = nil,
    shapeModel: ShapeModel? = nil, arms: [DrafterArm] = [], promptExits: ExitSurvey? = nil,
    headCost: Double = 0,
    shortHeadCost: Double? = nil
  ) {
    self.cost = cost
    self.passTimes = passTimes
    self.layerCount = layerCount
    self.trainedExits = trainedExits
    self.parameters = parameters ?? MethodParameters(standards: [])
    self.shapeModel = shapeModel
    self.arms = arms
    self.promptExits = promptExits
    self.headCost = headCost
    self.shortHeadCost = shortHeadCost
  }
}

/// A drafter that a controller can choose.
public struct DrafterArm: Hashable, Sendable {
  /// Registry names, with parameters where there are any.
  public var drafter: String
  public var growth: String
  /// Proposes without running layers of any model.
  public var isCheap: Bool

  public init(drafter: String, growth: String, isCheap: Bool) {
    self.drafter = drafter
    self.growth = growth
    self.isCheap = isCheap
  }
}

/// What a person needs to know of a controller.
public struct ControllerDescriptor: Hashable, Sendable {
  /// Lower case, words joined by "-".
  public var name: String
  /// One sentence.
  public var summary: String
  /// The paper and section, or "ours".
  public var source: String
  /// What can be set after the name, as in "del:every=2".
  public var parameters: [MethodParameter]
  /// Asks for what the layers say of the end of the prompt.
  public var readsExits: Bool
  /// The drafter it decides for, where it cannot do with another: "early-exit".
  public var drafter: String?
  /// Chooses the drafter itself.
  public var choosesDrafter: Bool
  /// The growth policy whose shape it chooses, where it cannot do with another: "delayed".
  public var growth: String?
  /// Cannot do without `ControllerContext.shapeModel`.
  public var needsShapeModel: Bool
  /// Learns from how far draft and target agree (`Round.overlaps`).
  public var readsOverlaps: Bool

  public init(
    name: String, summary: String, source: String, parameters: [MethodParameter] = [],
    readsExits: Bool = false, drafter: String? = nil, choosesDrafter: Bool = false,
    growth: String? = nil, needsShapeModel: Bool = false, readsOverlaps: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.parameters = parameters
    self.readsExits = readsExits
    self.drafter = drafter
    self.choosesDrafter = choosesDrafter
    self.growth = growth
    self.needsShapeModel = needsShapeModel
    self.readsOverlaps = readsOverlaps
  }
}
