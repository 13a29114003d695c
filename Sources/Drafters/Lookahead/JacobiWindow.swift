import DraftTrees
import Tokens

/// Guesses of the coming tokens, refined by each pass: W columns by up to N - 1 levels.
///
/// Cell (1, i) guesses the token i places behind the anchor; cell (l, i) what follows (l - 1, i).
/// So the mask of the paper is that of a tree: level 1 is a chain below the anchor, and each
/// further level of a column hangs below the one before. Each pass adds a level or, once there are
/// N - 1, gives N-grams and moves all levels down by one. Source: Lookahead decoding; drafters.md
/// section 8.3.
struct JacobiWindow: Hashable, Sendable {
  let width: Int
  /// N - 1.
  let levelCount: Int
  /// [level][column]; level 1 first.
  private(set) var levels: [[TokenID]]

  /// - Parameter filling: what the first level starts from.
  init(width: Int, levelCount: Int, filling: (Int) -> TokenID) {
    precondition(width > 0 && levelCount > 0, "a window has cells")
    self.width = width
    self.levelCount = levelCount
    levels = [(0..<width).map(filling)]
  }

  /// Columns that fit into `count` nodes.
  func columns(within count: Int) -> Int { min(width, count / levels.count) }

  /// Adds the cells of the first columns to a tree. Cells that would stand beside a sibling with
  /// the same token share its node: what comes before both is the same.
  func add(columns: Int, to tree: inout DraftTree, endTokens: Set<TokenID>, source: String) {
    var top = NodeIndex.root
    for column in 0..<columns {
      var parent = top
      for (level, tokens) in levels.enumerated() {
        if parent != .root, endTokens.contains(tree.tokens[parent.rawValue]) {
          if level == 0 { return }
          break
        }
        let token = tokens[column]
        parent =
          tree.child(of: parent, token: token)
          ?? tree.append(token, under: parent, source: source)
        if level == 0 { top = parent }
      }
    }
  }

  /// The nodes of each column in a tree, as far as they stand there: [column][level].
  func nodes(in tree: DraftTree) -> [[NodeIndex]] {
    var columns: [[NodeIndex]] = []
    var top = NodeIndex.root
    for column in 0..<width {
      var path: [NodeIndex] = []
      var parent = top
      for tokens in levels {
        guard let node = tree.child(of: parent, token: tokens[column]),
          !tree.isPruned[node.rawValue]
        else { break }
        path.append(node)
        parent = node
      }
      guard let first = path.first else { break }
      columns.append(path)
      top = first
    }
    return columns
  }

  /// Takes the target's predictions below the last level.
  /// - Parameters:
  ///   - predictions: one a column; nil where the column was not scored to the end.
  ///   - emitted: tokens of the round: columns that lie behind are dropped.
  ///   - filling: the tokens of new columns.
  /// - Returns: for each scored column of a full window its tokens and the prediction: N tokens.
  mutating func advance(
    _ predictions: [TokenID?], emitted: Int, filling: (Int) -> TokenID
  ) -> [[TokenID]] {
    guard predictions.contains(where: { $0 != nil }) else { return [] }
    let isFull = levels.count == levelCount
    let grams = (0..<width).compactMap { column -> [TokenID]? in
      guard isFull, let prediction = predictions[column] else { return nil }
      return levels.map { $0[column] } + [prediction]
    }
    levels.append((0..<width).map { predictions[$0] ?? filling($0) })
    if isFull { levels.removeFirst() }
    let passed = min(width, max(0, emitted - 1))
    for level in levels.indices where passed > 0 {
      levels[level].removeFirst(passed)
      levels[level] += (0..<passed).map { filling(width * (level + 1) + $0) }
    }
    return grams
  }
}
