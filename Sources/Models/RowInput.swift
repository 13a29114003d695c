import Tokens

/// What a row of a pass starts from.
enum RowInput: Hashable {
  case token(TokenID)
  case mixture(EmbeddingMixture)

  var tokens: [TokenID] {
    switch self {
    case .token(let token): [token]
    case .mixture(let mixture): mixture.tokens
    }
  }
}
