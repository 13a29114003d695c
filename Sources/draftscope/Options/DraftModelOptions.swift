import ArgumentParser
import Drafters

/// A smaller model that can draft.
struct DraftModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A smaller model of the same vocabulary, for the drafter draft-model: a known model's name, "
        + "or the path of a GGUF file.", valueName: "model"))
  var draftModel: String?

  /// What drafters have at hand.
  var resources: Set<DrafterNeed> { draftModel == nil ? [] : [.draftModel] }
}
