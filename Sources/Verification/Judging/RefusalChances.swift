import Tokens

/// How independent draws from q fare one after another, whatever they are: recursive rejection on
/// average over the draws.
///
///     p_0 = p,  S_k = sum (p_{k-1} - q)+,  p_k = (p_{k-1} - q)+ / S_k
///
/// S_k is the chance that the k-th draw is refused once all before it were; 1 - S_1 is the overlap
/// of p and q, and 1 - S_1 ... S_k the chance that one of k draws is kept.
/// Source: SpecInfer's walk in drawing order; verification-and-trees.md sections 4.5 and 5.2.
public enum RefusalChances {
  /// S_1, ..., S_count. O(count × vocabulary).
  public static func chances(target: TokenLaw, draft: TokenLaw, count: Int) -> [Double] {
    let q = TokenMasses(draft)
    var rest = TokenMasses(target)
    return (0..<count).map { _ in
      guard rest.hasMass else { return 0 }
      rest = rest.excess(over: q)
      return rest.hasMass ? min(rest.total, 1) : 0
    }
  }
}
