import Tensors
import Tokens

/// The rows of the tree region, and how many layers each has gone through.
///
/// A layer computes all rows that have come to it, so a row has never gone through more layers than
/// one before it.
struct StandingRows {
  private(set) var inputs: [RowInput] = []
  private(set) var parents: [Int?] = []
  private(set) var depths: [Int] = []
  /// By row, never rising.
  private(set) var layersDone: [Int] = []
  /// Rows at the beginning whose logits are computed: they have gone through every layer.
  private(set) var logitCount = 0

  init() {}

  init(chain tokens: some Sequence<TokenID>) {
    for token in tokens { append(.token(token), under: count == 0 ? nil : count - 1) }
  }

  var count: Int { inputs.count }
  /// Whether every row has its logits.
  var isComplete: Bool { count > 0 && logitCount == count }
  var greatestDepth: Int { depths.max() ?? 0 }

  mutating func append(_ input: RowInput, under parent: Int?) {
    if let parent { precondition(parent < count, "a parent precedes its children") }
    inputs.append(input)
    parents.append(parent)
    depths.append(parent.map { depths[$0] + 1 } ?? 0)
    layersDone.append(0)
  }

  /// The first row that has gone through fewer layers; nil when none has.
  func firstRow(before layer: Int) -> Int? { layersDone.firstIndex { $0 < layer } }

  /// All rows from `first` on have gone through `layer` layers now.
  mutating func complete(_ layer: Int, from first: Int) {
    for row in first..<count { layersDone[row] = layer }
  }

  /// Every row has its logits now.
  mutating func completeLogits() { logitCount = count }

  /// Those rows at the beginning that a tree has too, so that only the rest is new; none when they
  /// are complete, which is a tree of its own.
  func continued(by tokens: [TokenID], _ parents: [Int?]) -> StandingRows {
    guard !isComplete else { return StandingRows() }
    var kept = StandingRows()
    for row in 0..<min(count, tokens.count)
    where row == kept.count && inputs[row] == .token(tokens[row])
      && self.parents[row] == parents[row]
    {
      kept.append(inputs[row], under: parents[row])
      kept.layersDone[row] = layersDone[row]
    }
    kept.logitCount = min(logitCount, kept.count)
    return kept
  }

  /// The rows of a path from row 0 downwards alone; their logits are let go.
  func kept(_ path: [Int]) -> StandingRows {
    var kept = StandingRows()
    for (depth, row) in path.enumerated() {
      kept.append(inputs[row], under: depth == 0 ? nil : depth - 1)
      kept.layersDone[depth] = layersDone[row]
    }
    return kept
  }

  func paths(from first: Int) -> TreePaths { TreePaths(parents: parents, from: first) }
}
