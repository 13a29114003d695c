import Tokens

/// For each token the eight continuations the target last found most probable, best first.
///
/// [vocabulary][8] token numbers; a row that was never written is empty, and so is the end of a
/// row written with fewer. Source: drafters.md section 5 (a).
struct AdjacencyMatrix: Sendable {
  static let width = 8

  private let vocabularySize: Int
  /// -1 where nothing was written.
  private var cells: [Int32]
  private(set) var filledCount = 0

  init(vocabularySize: Int) {
    self.vocabularySize = vocabularySize
    cells = [Int32](repeating: -1, count: vocabularySize * Self.width)
  }

  /// Overwrites the row of `token`, best first; what exceeds the width is left out.
  mutating func write(_ successors: some Collection<TokenID>, after token: TokenID) {
    guard contains(token), !successors.isEmpty else { return }
    let start = token.index * Self.width
    if cells[start] < 0 { filledCount += 1 }
    for offset in 0..<Self.width { cells[start + offset] = -1 }
    for (offset, successor) in successors.prefix(Self.width).enumerated() {
      cells[start + offset] = successor.rawValue
    }
  }

  /// The successor of that rank, 0 being the best, or nil where nothing was written.
  func successor(of token: TokenID, rank: Int) -> TokenID? {
    guard contains(token) else { return nil }
    let cell = cells[token.index * Self.width + rank]
    return cell < 0 ? nil : TokenID(rawValue: cell)
  }

  func rank(of successor: TokenID, after token: TokenID) -> Int? {
    (0..<Self.width).first { self.successor(of: token, rank: $0) == successor }
  }

  func isFilled(_ token: TokenID) -> Bool { successor(of: token, rank: 0) != nil }

  private func contains(_ token: TokenID) -> Bool { (0..<vocabularySize).contains(token.index) }
}
