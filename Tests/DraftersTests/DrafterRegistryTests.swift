import DraftTrees
import Drafters
import TestSupport
import Testing
import Tokens

struct DrafterRegistryTests {
  @Test func namesAreThoseOfTheCommandLine() {
    #expect(DrafterRegistry.names == ["none", "prompt-lookup", "token-recycling"])
  }

  @Test func anUnknownDrafterIsNamedWithItsNeighbours() {
    let error = #expect(throws: DraftingError.self) {
      try DrafterRegistry.make("promt-lookup", vocabularySize: 4, prompt: [0])
    }
    #expect(
      error?.description == """
        unknown drafter "promt-lookup"; did you mean "prompt-lookup"? \
        (known: none, prompt-lookup, token-recycling)
        """)
  }

  @Test func aGrowthPolicyIsCheckedAgainstTheDrafter() throws {
    #expect(try TokenRecyclingDrafter.descriptor.law(with: "chain") == .deterministic)
    #expect(
      throws: DraftingError.growth(.unknownGrowth(name: "bush", known: GrowthRegistry.names))
    ) {
      try NoDrafter.descriptor.law(with: "bush")
    }
    var nativeOnly = NoDrafter.descriptor
    nativeOnly.growths = ["native"]
    let error = #expect(throws: DraftingError.self) {
      try nativeOnly.law(with: "chain")
    }
    #expect(
      error?.description
        == #"drafter "none" cannot grow its tree by "chain"; use "native""#)
  }

  @Test(arguments: DrafterRegistry.names)
  func anEmptyBudgetDraftsNothing(name: String) throws {
    var drafter = try DrafterRegistry.make(name, vocabularySize: 9, prompt: [1, 2, 1])
    let tree = try drafter.propose(.testing([1, 2, 1], budget: 0))
    #expect(tree.isSealed)
    #expect(tree.tokens == [1])
  }
}
