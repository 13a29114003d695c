/// Draws that take every outcome in turn, each with its probability.
///
/// `Enumeration.outcomes` runs a procedure once for each combination of outcomes; impossible ones
/// are left out. The uniforms reported lie in the middle of the outcome's part of [0, 1).
public struct EnumeratedDraws: Draws {
  /// An outcome that can happen, with its probability.
  fileprivate struct Branch {
    var outcome: Int
    var probability: Double
  }

  /// For each decision the branches and the place of the one taken.
  fileprivate private(set) var decisions: [(branches: [Branch], taken: Int)] = []
  private let replayed: [Int]
  /// Tokens told apart; nil for all.
  private let named: [TokenID]?

  fileprivate init(replaying taken: [Int], naming named: [TokenID]?) {
    replayed = taken
    self.named = named
  }

  /// The product over all decisions.
  public var probability: Double {
    decisions.reduce(1) { $0 * $1.branches[$1.taken].probability }
  }

  public mutating func coin(acceptance: Double) -> Coin {
    let acceptance = acceptance > 0 ? min(acceptance, 1) : 0
    let isAccepted = decide([acceptance, 1 - acceptance]) == 0
    return Coin(
      uniform: isAccepted ? acceptance / 2 : (1 + acceptance) / 2, isAccepted: isAccepted)
  }

  public mutating func token(from masses: TokenMasses) -> TokenDraw {
    guard masses.hasMass else { return masses.token(at: 0) }
    if let named { return token(from: masses, naming: named) }
    let index = decide(masses.values.map { $0 / masses.total })
    let below = masses.values[..<index].reduce(0, +) / masses.total
    let probability = masses.values[index] / masses.total
    return TokenDraw(
      token: masses.support?[index] ?? TokenID(index), uniform: below + probability / 2,
      probability: probability, below: below)
  }

  /// One outcome for each named token, and one for all others together: the lowest of them.
  private mutating func token(from masses: TokenMasses, naming named: [TokenID]) -> TokenDraw {
    var others = masses
    for token in named { others.remove(token) }
    let chosen = decide(named.map(masses.probability) + [others.total / masses.total])
    let token = chosen < named.count ? named[chosen] : others.token(at: 0).token
    var (below, probability) = (0.0, masses.probability(of: token))
    masses.forEachPositive { if $0 < token { below += $1 } }
    if chosen == named.count { probability = others.total / masses.total }
    return TokenDraw(
      token: token, uniform: below + masses.probability(of: token) / 2, probability: probability,
      below: below)
  }

  public mutating func choice(of count: Int) -> ChoiceDraw {
    let index = decide([Double](repeating: 1 / Double(count), count: count))
    return ChoiceDraw(index: index, uniform: (Double(index) + 0.5) / Double(count))
  }

  public mutating func noise() -> Double {
    preconditionFailure("continuous noise has no outcomes to run through")
  }

  private mutating func decide(_ probabilities: [Double]) -> Int {
    let branches = probabilities.enumerated().filter { $0.element > 0 }.map {
      Branch(outcome: $0.offset, probability: $0.element)
    }
    let number = decisions.count
    let taken = number < replayed.count ? replayed[number] : 0
    decisions.append((branches, taken))
    return branches[taken].outcome
  }
}

/// Runs a random procedure through all its outcomes.
public enum Enumeration {
  /// Calls `procedure` for each combination of draws that can happen; the probabilities reported
  /// sum to 1. The procedure must decide by its draws alone.
  ///
  /// - Parameter named: tokens told apart. Where there are thousands, name those that matter: all
  ///   others count as one outcome, the lowest of them with mass. Nil tells all apart.
  /// - Throws: what `procedure` throws; a caller that must bound the work counts there.
  public static func outcomes<Outcome, Failure: Error>(
    naming named: Set<TokenID>? = nil,
    of procedure: (inout EnumeratedDraws) throws(Failure) -> Outcome,
    report: (Outcome, _ probability: Double) throws(Failure) -> Void
  ) throws(Failure) {
    var taken: [Int] = []
    let named = named?.sorted()
    while true {
      var draws = EnumeratedDraws(replaying: taken, naming: named)
      let outcome = try procedure(&draws)
      try report(outcome, draws.probability)
      let next = draws.decisions.lastIndex { $0.taken + 1 < $0.branches.count }
      guard let next else { return }
      taken = draws.decisions[..<next].map(\.taken) + [draws.decisions[next].taken + 1]
    }
  }
}
