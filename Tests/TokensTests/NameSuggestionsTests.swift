import Testing

@testable import Tokens

struct NameSuggestionsTests {
  private let known = ["none", "prompt-lookup", "token-recycling"]

  @Test func distancesCountInsertionsDeletionsReplacementsAndSwaps() {
    #expect(NameSuggestions.editDistance("greedy", "greedy") == 0)
    #expect(NameSuggestions.editDistance("gredy", "greedy") == 1)
    #expect(NameSuggestions.editDistance("greedey", "greedy") == 1)
    #expect(NameSuggestions.editDistance("gready", "greedy") == 1)
    #expect(NameSuggestions.editDistance("rgeedy", "greedy") == 1)
    #expect(NameSuggestions.editDistance("", "abc") == 3)
  }

  @Test func nearNamesComeBestFirst() {
    #expect(NameSuggestions.near("promt-lokup", among: known) == ["prompt-lookup"])
    #expect(NameSuggestions.near("token", among: known) == ["token-recycling"])
    #expect(NameSuggestions.near("nome", among: known) == ["none"])
    #expect(NameSuggestions.near("eagle", among: known) == [])
    #expect(NameSuggestions.near("", among: known) == [])
  }

  @Test func theSentenceListsWhatThereIs() {
    #expect(
      NameSuggestions.sentence(unknown: "drafter", "eagle", known: known)
        == #"unknown drafter "eagle" (known: none, prompt-lookup, token-recycling)"#)
  }
}
