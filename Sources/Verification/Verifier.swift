import DraftTrees
import Tokens

/// The rule that turns a scored tree and coins into the accepted prefix and one extra token.
///
/// Pure: the same tree, laws, seed and position give the same judgement. To add one: a file with
/// the type, and a line in `VerifierRegistry`.
public protocol Verifier: Sendable {
  static var descriptor: VerifierDescriptor { get }
  init()

  /// - Parameters:
  ///   - tree: sealed.
  ///   - laws: the target's law (and the drafter's) at each node, computed when asked for.
  ///   - position: of the anchor; the token chosen below a node at depth d stands at
  ///     `position + d + 1`, and its draws are keyed by that.
  ///   - endTokens: an accepted end token ends the walk, and nothing follows it.
  func judge(
    _ tree: DraftTree, laws: some NodeLaws, position: Int, randomness: KeyedRandomness,
    endTokens: Set<TokenID>
  ) -> Judgement
}

/// What a person and the compatibility check need to know of a verifier.
public struct VerifierDescriptor: Hashable, Sendable {
  /// As on the command line: lower case, words joined by "-".
  public var name: String
  /// One sentence.
  public var summary: String
  /// The paper and section, or "ours".
  public var source: String
  /// Proposal laws with which it is lossless; see `Compatibility`.
  public var losslessWith: Set<ProposalLaw>
  /// Verifies only one-hot target laws (temperature 0).
  public var requiresGreedy: Bool

  public init(
    name: String, summary: String, source: String, losslessWith: Set<ProposalLaw>,
    requiresGreedy: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.losslessWith = losslessWith
    self.requiresGreedy = requiresGreedy
  }
}

/// The laws of a scored tree. Rows are computed when asked for: most are never looked at.
public protocol NodeLaws {
  /// p(· | path to `node`): what follows that node.
  func targetLaw(at node: NodeIndex) -> TokenLaw
  /// q(· | path to `node`), or nil when the drafter has none.
  func draftLaw(at node: NodeIndex) -> TokenLaw?
}
