import ModelFiles
import Screens

/// Texts that show a method well, when a person gives none.
struct SamplePrompts {
  /// The first is what the interface opens with.
  let prompts: [Catalogue.Prompt]
  /// What a person is told of the model once, as a sentence; nothing of models they chose.
  let note: String?

  /// - Parameter model: as on the command line.
  init(model: String) {
    let isOurs = EmbeddedModel(rawValue: model) != nil
    prompts = isOurs ? Self.continued : Self.asked
    note =
      isOurs
      ? "\(model) is a small teaching model; a real one: draftscope models get smollm2"
      : nil
  }

  /// For a model that continues text of the kinds it was trained on.
  private static let continued = [
    Catalogue.Prompt(
      name: "mixed",
      text: """
        Question: Tom has 3 boxes with 8 apples in each box. He gives 6 apples to his sister. How \
        many apples does Tom have left?
        Answer: Tom has 3*8
        """),
    Catalogue.Prompt(
      name: "story",
      text: """
        The children ran down to the station to see the train. "Oh, look!" said Phyllis. "There is \
        the old gentleman
        """),
    Catalogue.Prompt(
      name: "arithmetic",
      text: """
        Question: A baker sells 12 loaves of bread every morning and twice as many in the \
        afternoon. Each loaf costs $3. How much money does the baker make in a day?
        Answer:
        """),
    Catalogue.Prompt(
      name: "code",
      text: """
        def binary_search(sorted_collection: list[int], item: int) -> int:
            \"\"\"
            Find an item in a sorted collection.
            \"\"\"
            left = 0
            right =
        """),
  ]

  /// For a model that answers.
  private static let asked = [
    Catalogue.Prompt(
      name: "letter",
      text: "Write a short story about a lighthouse keeper who finds a letter."),
    Catalogue.Prompt(
      name: "story", text: "Tell me a fairy tale about a fox and a clever hen."),
    Catalogue.Prompt(
      name: "arithmetic",
      text: """
        A baker sells 12 loaves every morning and twice as many in the afternoon. Each loaf costs \
        3 dollars. How much does the baker make in a day? Think step by step.
        """),
    Catalogue.Prompt(
      name: "code",
      text: "Write a Python function that searches a sorted list by halving it, with a docstring."),
  ]
}
