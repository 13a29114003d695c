import Tokens

/// A row in a tree region, to find there what became text.
struct TreeRow {
  /// Nil for what is no token, which never becomes text.
  var token: TokenID?
  /// Nil for the first row.
  var parent: Int?
}

extension [TreeRow] {
  /// The rows from row 0 down that say what the text says, as far as they go.
  func path(along text: some Sequence<TokenID>) -> [Int] {
    var path: [Int] = []
    for token in text {
      let next = indices.first { self[$0].parent == path.last && self[$0].token == token }
      guard let next else { break }
      path.append(next)
    }
    return path
  }
}
