import DraftTrees
import Tokens

/// The exact law of what one round emits: every draw of drafting and verification branched over.
///
/// ```swift
/// let verifier = try VerifierRegistry.make("traversal")
/// let law = ExactLaw(of: verifier, table: table) { draws in
///   try ChainGrowth(GrowthShape("chain")).grow(request, laws: &laws, draws: &draws)
/// }
/// law.expectedAccepted
/// law.totalVariation(from: table)  // 0 when the pair is lossless
/// ```
/// Source: ours; verification-and-trees.md section 1.
public struct ExactLaw: Hashable, Sendable {
  /// What a round can emit.
  public struct Outcome: Hashable, Sendable {
    public var accepted: [TokenID]
    /// Nil after an accepted end token.
    public var extra: TokenID?
    /// accepted, then extra.
    public var emitted: [TokenID] { accepted + (extra.map { [$0] } ?? []) }
  }

  /// The probability of each; they sum to 1.
  public private(set) var outcomes: [Outcome: Double] = [:]
  private let endTokens: Set<TokenID>

  /// The law given a tree: only the verifier's draws are branched over.
  ///
  /// Exponential in coins and draws; a tree of a dozen nodes is a matter of milliseconds over a small
  /// vocabulary.
  /// - Parameters:
  ///   - named: extra tokens told apart; all others count as the lowest of them. Nil tells all
  ///     apart, which a small vocabulary allows. Tokens of the tree are always told apart.
  public init(
    of verifier: any Verifier, on tree: DraftTree, laws: some NodeLaws,
    endTokens: Set<TokenID> = [], naming named: Set<TokenID>? = nil
  ) {
    self.endTokens = endTokens
    add(verifier, tree, laws, weight: 1, named?.union(tree.tokens.dropFirst()))
  }

  /// The law of drafting and verification together, over a table.
  ///
  /// Equal trees are verified once. Exponential in all draws: meant for vocabularies of a few tokens
  /// and trees of a few nodes.
  /// - Parameter drafting: makes a sealed tree by its draws alone.
  public init<Failure: Error>(
    of verifier: any Verifier, table: LawTable, endTokens: Set<TokenID> = [],
    drafting: (inout EnumeratedDraws) throws(Failure) -> DraftTree
  ) throws(Failure) {
    self.init(
      of: verifier, table: table, endTokens: endTokens, trees: try Self.trees(of: drafting))
  }

  /// The same for trees whose probabilities are known.
  public init(
    of verifier: any Verifier, table: LawTable, endTokens: Set<TokenID> = [],
    trees: [DraftTree: Double]
  ) {
    self.endTokens = endTokens
    for (tree, weight) in trees {
      add(verifier, tree, TableLaws(table, tree: tree), weight: weight, nil)
    }
  }

  /// Every tree that can be drafted, with its probability.
  public static func trees<Failure: Error>(
    of drafting: (inout EnumeratedDraws) throws(Failure) -> DraftTree
  ) throws(Failure) -> [DraftTree: Double] {
    var trees: [DraftTree: Double] = [:]
    try Enumeration.outcomes(of: drafting) { tree, probability throws(Failure) in
      trees[tree, default: 0] += probability
    }
    return trees
  }

  private mutating func add(
    _ verifier: any Verifier, _ tree: DraftTree, _ laws: some NodeLaws, weight: Double,
    _ named: Set<TokenID>?
  ) {
    Enumeration.outcomes(
      naming: named,
      of: { draws in
        let judgement = verifier.judge(tree, laws: laws, draws: &draws, endTokens: endTokens)
        return Outcome(
          accepted: judgement.accepted.map { tree.tokens[$0.rawValue] }, extra: judgement.extra)
      },
      report: { outcome, probability in outcomes[outcome, default: 0] += weight * probability })
  }
}

extension ExactLaw {
  /// The probability of each number of accepted tokens, from 0.
  public var acceptedLengths: [Double] {
    let longest = outcomes.keys.map(\.accepted.count).max() ?? 0
    var chances = [Double](repeating: 0, count: longest + 1)
    for (outcome, chance) in outcomes { chances[outcome.accepted.count] += chance }
    return chances
  }

  /// E[tau]. Block efficiency, the tokens emitted a pass, is one more.
  public var expectedAccepted: Double {
    outcomes.reduce(0) { $0 + Double($1.key.accepted.count) * $1.value }
  }

  /// The law of the tokens emitted.
  public var emitted: [[TokenID]: Double] {
    outcomes.reduce(into: [:]) { $0[$1.key.emitted, default: 0] += $1.value }
  }

  /// The law of the first token emitted.
  public var firstToken: [TokenID: Double] {
    outcomes.reduce(into: [:]) { law, outcome in
      if let token = outcome.key.emitted.first { law[token, default: 0] += outcome.value }
    }
  }

  /// What is emitted, each sequence continued by the target to a length (or to an end token).
  public func completed(by table: LawTable, to length: Int) -> [[TokenID]: Double] {
    var law: [[TokenID]: Double] = [:]
    for (tokens, chance) in emitted {
      Self.extend(tokens, chance, table, endTokens, length, &law)
    }
    return law
  }

  /// The target's own law of sequences of a length (or ended by an end token).
  public static func target(
    _ table: LawTable, length: Int, endTokens: Set<TokenID> = []
  ) -> [[TokenID]: Double] {
    var law: [[TokenID]: Double] = [:]
    extend([], 1, table, endTokens, length, &law)
    return law
  }

  /// Half the sum of absolute differences between what is emitted, completed by the target, and the
  /// target itself. 0 means lossless, and then whole runs are.
  ///
  /// - Parameter length: of the sequences compared; nil takes the table's depth and one more.
  public func totalVariation(from table: LawTable, length: Int? = nil) -> Double {
    let length = length ?? table.depth + 1
    return Self.totalVariation(
      completed(by: table, to: length),
      Self.target(table, length: length, endTokens: endTokens))
  }

  /// Half the sum of absolute differences.
  public static func totalVariation<Key: Hashable>(
    _ first: [Key: Double], _ second: [Key: Double]
  ) -> Double {
    Set(first.keys).union(second.keys).reduce(0) {
      $0 + abs((first[$1] ?? 0) - (second[$1] ?? 0))
    } / 2
  }

  private static func extend(
    _ tokens: [TokenID], _ chance: Double, _ table: LawTable, _ endTokens: Set<TokenID>,
    _ length: Int, _ law: inout [[TokenID]: Double]
  ) {
    guard tokens.count < length, tokens.last.map(endTokens.contains) != true else {
      law[tokens, default: 0] += chance
      return
    }
    table.targetLaw(after: tokens).forEachPositive { token, p in
      extend(tokens + [token], chance * p, table, endTokens, length, &law)
    }
  }
}
