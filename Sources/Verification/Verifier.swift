import DraftTrees
import Tokens

/// The rule that turns a scored tree and coins into the accepted prefix and one extra token.
///
/// Pure: the same tree, laws and draws give the same judgement.
public protocol Verifier: Sendable {
  /// - Parameters:
  ///   - tree: sealed.
  ///   - laws: the target's law (and the drafter's) at each node, computed when asked for.
  ///   - draws: where every coin and every drawn token comes from.
  ///   - endTokens: an accepted end token ends the walk, and nothing follows it.
  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement
}

/// A verifier that is found by name. To add one: a file with the type, and a line in
/// `VerifierRegistry`.
public protocol RegisteredVerifier: Verifier {
  static var descriptor: VerifierDescriptor { get }
  init()
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
  /// With the same seed emits the very tokens of plain sampling, not only with the same law.
  public var repeatsPlainText: Bool

  public init(
    name: String, summary: String, source: String, losslessWith: Set<ProposalLaw>,
    requiresGreedy: Bool = false, repeatsPlainText: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.losslessWith = losslessWith
    self.requiresGreedy = requiresGreedy
    self.repeatsPlainText = repeatsPlainText
  }
}

/// The laws of a scored tree. Rows are computed when asked for: most are never looked at.
public protocol NodeLaws {
  /// p(· | path to `node`): what follows that node.
  func targetLaw(at node: NodeIndex) -> TokenLaw
  /// q(· | path to `node`), or nil when the drafter has none.
  func draftLaw(at node: NodeIndex) -> TokenLaw?
}
