import Tokens

/// The largest chance with which any rule can keep one of k draws of a node.
///
///     min over sets H of tokens of  p(H) + 1 - Pr(all draws lie in H)
///
/// the value of an optimal transport between the target and what was drafted.
/// Source: verification-and-trees.md section 7.
public enum OptimalAcceptance {
  /// O(2^vocabulary × k); for vocabularies of at most 16.
  ///
  /// - Parameter withReplacement: whether draws are independent; else each is drawn from what the
  ///   earlier ones left.
  public static func value(
    target: TokenLaw, draft: TokenLaw, draws: Int, withReplacement: Bool
  ) -> Double {
    let size = target.vocabularySize
    precondition(size <= 16, "a set for each bit pattern")
    let p = (0..<size).map { target.probability(of: TokenID($0)) }
    let q = (0..<size).map { draft.probability(of: TokenID($0)) }
    return (0..<(1 << size)).reduce(1) { best, set in
      let members = (0..<size).filter { set & (1 << $0) != 0 }
      let inside =
        withReplacement
        ? power(members.reduce(0) { $0 + q[$1] }, draws)
        : allInside(members.filter { q[$0] > 0 }, q, left: 1, draws)
      return min(best, members.reduce(0) { $0 + p[$1] } + 1 - inside)
    }
  }

  /// The chance that ordered draws without replacement all fall on `members`.
  private static func allInside(
    _ members: [Int], _ q: [Double], left: Double, _ draws: Int
  ) -> Double {
    guard draws > 0, left > 1e-15 else { return 1 }
    return members.reduce(0) { sum, token in
      sum + q[token] / left
        * allInside(members.filter { $0 != token }, q, left: left - q[token], draws - 1)
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
