import DraftTrees
import Tokens
import Verification

/// Target laws given for tokens drafted so far; the drafter has none.
struct PathLaws: NodeLaws {
  let tree: DraftTree
  let law: ([TokenID]) -> [Double]

  func targetLaw(at node: NodeIndex) -> TokenLaw {
    TokenLaw(dense: law(tree.path(to: node).map { tree.tokens[$0.rawValue] }))
  }
  func draftLaw(at node: NodeIndex) -> TokenLaw? { nil }
}
