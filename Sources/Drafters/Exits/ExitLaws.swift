import DraftTrees
import Tokens

/// The laws of an exit of the target, with an adapter or without, at the nodes of a growing tree.
///
/// A node's row in the target's standing tree is its number: every node up to the last asked for is
/// brought through the first layers, whether its law is asked for or not, since its row is scored in
/// any case. So the pass that scores the tree goes on from there and computes nothing twice, but for
/// a tree with pruned nodes, which is computed again from the first of them on.
///
/// A stop rule looks at the exit's own law at temperature 1, whatever the settings: a threshold means
/// the same at every temperature. Source: LayerSkip, drafters.md section 2.1.
struct ExitLaws: DraftLaws {
  private let reading: ExitReading
  /// Whether a stop rule will look at the laws.
  private let isStopping: Bool
  /// Depth below which no node has a position in the context.
  private let deepest: Int
  /// Every law that was drawn from.
  private(set) var asked: [NodeIndex: TokenLaw] = [:]
  /// By node, for the stop rule alone.
  private var confidences: [NodeIndex: DraftConfidence] = [:]
  private var rowCount = 0

  /// - Parameters:
  ///   - reading: of a target whose cache ends before the anchor.
  ///   - isStopping: whether a stop rule will look at the laws.
  ///   - deepest: levels below the anchor that have room in the context.
  init(_ reading: ExitReading, isStopping: Bool, deepest: Int) {
    self.reading = reading
    self.isStopping = isStopping
    self.deepest = deepest
  }

  /// Without room for what is drawn below a node nothing is: a law without mass.
  mutating func laws(below nodes: [NodeIndex], of tree: DraftTree) throws -> [TokenLaw] {
    let reading = reading
    let open = nodes.filter {
      tree.depths[$0.rawValue] < deepest && $0.rawValue < reading.maximumRowCount
    }
    if let last = open.max() { try bring(tree, through: last) }
    reading.forEachLaw(of: open.map(\.rawValue), isStopping: isStopping) { row, law, confidence in
      asked[open[row]] = law
      confidences[open[row]] = confidence
    }
    return nodes.map { asked[$0] ?? reading.nothing }
  }

  mutating func confidence(below node: NodeIndex, of tree: DraftTree) throws -> DraftConfidence {
    try confidences[node] ?? DraftConfidence(law(below: node, of: tree))
  }

  private mutating func bring(_ tree: DraftTree, through last: NodeIndex) throws {
    guard last.rawValue >= rowCount else { return }
    let rows = rowCount...last.rawValue
    try reading.advance(
      tokens: Array(tree.tokens[rows]), parents: tree.parents[rows].map { $0?.rawValue })
    rowCount = last.rawValue + 1
  }
}

extension DraftRequest {
  /// A tree grown from an exit, and the laws it was drawn from; none where nothing was drawn.
  ///
  /// - Parameter usualStop: when a chain ends where the request does not say.
  func growFromExit(
    _ reading: ExitReading, usualStop: StopRule?, places: PlaceRates
  ) throws -> (tree: DraftTree, laws: [NodeIndex: TokenLaw]) {
    precondition(
      reading.target.cachedCount == text.count - 1, "the target's cache ends before the anchor")
    var laws = ExitLaws(
      reading, isStopping: (stop ?? usualStop) != nil,
      deepest: reading.target.contextLength - text.count)
    let tree = try grow(
      from: &laws, usualStop: usualStop, draftPassCost: reading.rowCost, places: places)
    return (tree, tree.law == .deterministic ? [:] : laws.asked)
  }
}
