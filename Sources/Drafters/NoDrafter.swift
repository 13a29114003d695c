import DraftTrees
import Timeline
import Tokens

/// Proposes nothing: plain decoding, one token for each pass of the target.
public struct NoDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "none",
    summary: "Plain decoding: proposes nothing, one token a pass.",
    source: "ours",
    law: .deterministic,
    growths: [GrowthRegistry.native, GrowthRegistry.chain])

  public init(_ context: DraftingContext) {}

  public mutating func propose(_ request: DraftRequest) -> DraftTree {
    request.anchorAlone(law: .deterministic)
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] { [] }
}

extension DraftRequest {
  /// The last committed token.
  var anchor: TokenID {
    guard let anchor = text.last else { preconditionFailure("a draft continues a text") }
    return anchor
  }
}
