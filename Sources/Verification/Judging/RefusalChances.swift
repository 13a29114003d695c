import Tokens

/// How independent draws from q fare one after another, whatever they are: recursive rejection on
/// average over the draws.
///
///     p_0 = p,  S_k = sum (p_{k-1} - q)+,  p_k = (p_{k-1} - q)+ / S_k
///     S_1 ... S_k = sum (p - c_k q)+,  c_k = 1 + S_1 + S_1 S_2 + ... + S_1 ... S_{k-1}
///
/// S_k is the chance that the k-th draw is refused once all before it were; 1 - S_1 is the overlap
/// of p and q, and 1 - S_1 ... S_k the chance that one of k draws is kept.
/// Source: SpecInfer's walk in drawing order; verification-and-trees.md sections 4.5 and 5.2.
public enum RefusalChances {
  /// S_1, ..., S_count; 0 from the first on that leaves nothing. O(count × vocabulary).
  public static func chances(target: TokenLaw, draft: TokenLaw, count: Int) -> [Double] {
    let (p, q) = (TokenMasses(target), TokenMasses(draft))
    var (product, factor) = (1.0, 0.0)
    return (0..<count).map { _ in
      guard product > 0 else { return 0 }
      factor += product
      // sum (p - c q)+ = c sum (p / c - q)+
      let next = min(factor * p.excessMass(times: 1 / factor, over: q), product)
      defer { product = next }
      return next / product
    }
  }
}
