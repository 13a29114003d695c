import DraftTrees
import Drafters
import TestSupport
import Testing
import Tokens

struct DrafterRegistryTests {
  @Test func namesAreThoseOfTheCommandLine() {
    #expect(
      DrafterRegistry.names == [
        "none", "prompt-lookup", "token-recycling", "goose", "aded", "lookahead", "retrieval",
        "draft-model", "nested", "superposed", "spec-m-quant", "early-exit", "kangaroo",
      ])
  }

  @Test func anUnknownDrafterIsNamedWithItsNeighbours() {
    let error = #expect(throws: DraftingError.self) {
      try DrafterRegistry.make(
        "promt-lookup", DraftingContext(vocabularySize: 4, prompt: [0]))
    }
    #expect(
      error?.description == """
        unknown drafter "promt-lookup"; did you mean "prompt-lookup"? \
        (known: \(DrafterRegistry.names.joined(separator: ", ")))
        """)
  }

  @Test func whatNeedsADraftModelSaysHowToGiveOne() {
    let error = #expect(throws: DraftingError.self) {
      try DrafterRegistry.make("draft-model", DraftingContext(vocabularySize: 4, prompt: [0]))
    }
    #expect(
      error?.description
        == #"drafter "draft-model" needs a model of its own: start with --draft-model"#)
  }

  @Test func parametersOfADrafterAreCheckedAndFilledIn() throws {
    let context = DraftingContext(vocabularySize: 9, prompt: [1, 2])
    _ = try DrafterRegistry.make("lookahead:window=4,ngram=4,pool=3", context)
    for wrong in ["lookahead:window=0", "goose:reserve=1", "aded:depth=2"] {
      #expect(throws: DraftingError.self) { try DrafterRegistry.make(wrong, context) }
    }
  }

  @Test func whatNeedsTextsSaysHowToGiveThem() {
    let error = #expect(throws: DraftingError.self) {
      try DrafterRegistry.make("retrieval", DraftingContext(vocabularySize: 4, prompt: [0]))
    }
    #expect(
      error?.description
        == #"drafter "retrieval" needs texts to draft from: start with --retrieval"#)
  }

  @Test func whatRunsTheTargetsLayersSaysWhichTargetToChoose() {
    let error = #expect(throws: DraftingError.self) {
      try DrafterRegistry.make("early-exit", DraftingContext(vocabularySize: 4, prompt: [0]))
    }
    #expect(
      error?.description == """
        drafter "early-exit" needs a target whose layers can be run apart: \
        choose a Llama-type model
        """)
  }

  @Test func whatNeedsAnAdapterSaysHowToGiveIt() {
    let error = #expect(throws: DraftingError.self) {
      try DrafterRegistry.make(
        "kangaroo",
        DraftingContext(
          vocabularySize: 12, prompt: [0], target: TableModel(order: 1)))
    }
    #expect(
      error?.description
        == #"drafter "kangaroo" needs an adapter for the target: start with --adapter"#)
  }

  @Test func onlyDraftersThatHaveWhatTheyNeedAreOffered() {
    #expect(
      DrafterRegistry.names(with: []) == [
        "none", "prompt-lookup", "token-recycling", "goose", "aded", "lookahead",
      ])
    #expect(
      DrafterRegistry.names(with: [.draftModel])
        == DrafterRegistry.names.filter {
          !["retrieval", "spec-m-quant", "nested", "early-exit", "kangaroo"].contains($0)
        })
    #expect(
      DrafterRegistry.names(with: Set(DrafterNeed.allCases)) == DrafterRegistry.names)
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
    let target = TableModel(vocabularySize: 9, order: 1)
    var drafter = try DrafterRegistry.make(
      name,
      DraftingContext(
        vocabularySize: 9, prompt: [1, 2, 1],
        draftModel: DraftModel(TableModel(vocabularySize: 9, order: 1), name: "table"),
        middleModel: DraftModel(TableModel(vocabularySize: 9, order: 1), name: "middle"),
        nestedModel: NestedModel(
          TableModel(vocabularySize: 9, order: 1), exits: [2, 4], name: "nested"),
        retrieval: try RetrievalCorpus([[1, 2, 1, 2, 1]]),
        target: target, adapted: AdaptedExit(TableAdapter(for: target))))
    let growth = try #require(DrafterRegistry.descriptor(of: name).growths.first)
    let tree = try drafter.propose(.testing([1, 2, 1], growth: growth, budget: 0))
    #expect(tree.isSealed)
    #expect(tree.tokens == [1])
  }
}
