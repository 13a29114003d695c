import DraftTrees
import Tokens

/// The controller's decision for one round.
public struct Choice: Hashable, Sendable {
  /// Registry name of the controller.
  public var controller: String
  /// Nodes besides the anchor that the drafter may propose.
  public var budget: Int
  /// A node pays when its estimated reach exceeds this; 0 when the budget was given.
  public var reachBar: Double
  /// One sentence, in the user's words.
  public var reason: String
  /// The layer drafting leaves the target at, for self-speculation.
  public var exitLayer: Int?
  /// When a chain ends before its budget; nil for the drafter's own rule.
  public var stop: StopRule?
  /// The drafter, with its growth policy, where the controller chooses it; nil for those of the
  /// settings.
  public var drafter: String?
  public var growth: String?
  /// What was weighed against each other, if anything was, in an order that stays the same.
  public var candidates: [Candidate]
  /// What the candidates' values are, in a few words: "tokens per layer".
  public var measure: String

  public init(
    controller: String, budget: Int, reachBar: Double = 0, reason: String, exitLayer: Int? = nil,
    stop: StopRule? = nil, drafter: String? = nil, growth: String? = nil,
    candidates: [Candidate] = [], measure: String = ""
  ) {
    self.controller = controller
    self.budget = budget
    self.reachBar = reachBar
    self.reason = reason
    self.exitLayer = exitLayer
    self.stop = stop
    self.drafter = drafter
    self.growth = growth
    self.candidates = candidates
    self.measure = measure
  }
}

/// One of the things a controller weighed for a round: a drafter, a shape, an exit with a length.
public struct Candidate: Hashable, Sendable {
  /// In a few words; the same in every round for the same thing.
  public var label: String
  /// What would run: those parts that the controller decides on.
  public var drafter: String?
  public var growth: String?
  public var exitLayer: Int?
  public var draftLength: Int?
  /// What it was chosen by (`Choice.measure`); the largest wins unless the reason says otherwise.
  public var value: Double
  public var isChosen: Bool
  /// What the value was made of, by name: "acceptance", "weight".
  public var numbers: [String: Double]

  public init(
    label: String, drafter: String? = nil, growth: String? = nil, exitLayer: Int? = nil,
    draftLength: Int? = nil, value: Double, isChosen: Bool = false,
    numbers: [String: Double] = [:]
  ) {
    self.label = label
    self.drafter = drafter
    self.growth = growth
    self.exitLayer = exitLayer
    self.draftLength = draftLength
    self.value = value
    self.isChosen = isChosen
    self.numbers = numbers
  }
}
