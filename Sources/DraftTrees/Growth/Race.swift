import Tokens

/// Tokens racing with exponential times of rate q: the first is a draw from q, the first k in order
/// are k draws without replacement, and -log of a time is log q plus Gumbel noise.
/// Source: verification-and-trees.md section 5.3.
public enum Race {
  /// A token and when it arrived.
  public struct Arrival: Hashable, Sendable {
    public var token: TokenID
    public var probability: Double
    public var time: Double
  }

  /// The first arrivals in order. One noise for each token with mass, in ascending order, and a
  /// logarithm only where a token can still be among the first: -log u >= 1 - u. A noise of 0
  /// counts as 2^-54.
  public static func first(
    _ count: Int, of law: TokenLaw, draws: inout some Draws
  ) -> [Arrival] {
    var arrived: [Arrival] = []
    var latest = Double.infinity
    law.forEachPositive { token, probability in
      let noise = draws.noise()
      guard 1 - noise < latest * probability else { return }
      let time = -naturalLogarithm(max(noise, 0x1p-54)) / probability
      guard time < latest else { return }
      let place = arrived.lastIndex { $0.time <= time }.map { $0 + 1 } ?? 0
      arrived.insert(Arrival(token: token, probability: probability, time: time), at: place)
      if arrived.count > count { arrived.removeLast() }
      if arrived.count == count { latest = arrived[count - 1].time }
    }
    return arrived
  }
}
