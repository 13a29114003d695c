import TestSupport
import Testing
import Tokens
import Verification

struct RefusalChancesTests {
  @Test func theWorkedExampleIsFound() {
    // p = (1/2, 1/4, 1/4), q = (1/4, 1/2, 1/4): the rest after one refusal is all on token 0.
    let chances = RefusalChances.chances(
      target: TokenLaw(dense: [0.5, 0.25, 0.25]), draft: TokenLaw(dense: [0.25, 0.5, 0.25]),
      count: 3)
    #expect(zip(chances, [0.25, 0.75, 0.75]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func theClosedFormIsWhatTakingDrawByDrawLeaves() {
    for seed: UInt64 in 1...20 {
      let table = LawTable.random(seed: seed, vocabularySize: 9, depth: 1)
      let (p, q) = (table.targetLaw(after: []), table.draftLaw(after: []))
      var rest = TokenMasses(p)
      for chance in RefusalChances.chances(target: p, draft: q, count: 4) {
        rest = rest.excess(over: TokenMasses(q))
        #expect(abs(chance - rest.total) < 1e-12)
      }
    }
  }

  @Test func equalLawsRefuseNothingAndDisjointOnesEverything() {
    let p = TokenLaw(dense: [0.25, 0.75, 0])
    #expect(RefusalChances.chances(target: p, draft: p, count: 4) == [0, 0, 0, 0])
    let other = TokenLaw.oneHot(2, vocabularySize: 3)
    #expect(RefusalChances.chances(target: p, draft: other, count: 2) == [1, 1])
  }
}
