import DraftTrees
import Tokens

/// Laws of a tree without q where its tokens were chosen, not drawn: a chosen token is a point mass,
/// whatever law a drafter ranked it by. Source: verification-and-trees.md section 1 (R1).
struct AsDrawnLaws<Laws: NodeLaws>: NodeLaws {
  let laws: Laws
  let isDrawn: Bool

  func targetLaw(at node: NodeIndex) -> TokenLaw { laws.targetLaw(at: node) }
  func draftLaw(at node: NodeIndex) -> TokenLaw? { isDrawn ? laws.draftLaw(at: node) : nil }
}

extension NodeLaws {
  func asDrawn(in tree: DraftTree) -> AsDrawnLaws<Self> {
    AsDrawnLaws(laws: self, isDrawn: tree.law != .deterministic)
  }
}
