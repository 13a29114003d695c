import Tokens

/// The law from which the next of a node's siblings was drawn.
///
/// Without replacement a drawn token is taken out and the rest stands for the whole. When all mass
/// of q is drawn, the rest of the vocabulary follows, each token with the same chance (Sequoia, Chen
/// et al. 2024). A token that was chosen, or drawn from a law that nobody kept, is a point mass: that
/// is lossless given the tree. Source: verification-and-trees.md sections 1 (R1, R2) and 4.7.
struct SiblingLaw {
  /// What is left of q; nil for point masses.
  private(set) var known: TokenMasses?
  private let vocabularySize: Int
  private var removed: [TokenID] = []

  /// - Parameter law: q at the parent; nil for point masses.
  init(_ law: TokenLaw?, vocabularySize: Int) {
    known = law.map(TokenMasses.init)
    self.vocabularySize = vocabularySize
  }

  /// The law that `token` came from.
  func masses(drawing token: TokenID) -> TokenMasses {
    known ?? TokenMasses(.oneHot(token, vocabularySize: vocabularySize))
  }

  /// What comes next is drawn from the others.
  mutating func remove(_ token: TokenID) {
    guard known != nil else { return }
    removed.append(token)
    known?.remove(token)
    if known?.hasMass == false, removed.count < vocabularySize {
      known = TokenMasses(uniformOver: vocabularySize, without: removed)
    }
  }
}

/// min(1, p / q), and 0 where q is: such a token cannot have been drawn from q.
func acceptance(_ p: Double, over q: Double) -> Double { q > 0 && p > 0 ? min(1, p / q) : 0 }
