import ArgumentParser
import Drafters

/// A smaller model that can draft.
struct DraftModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A smaller model of the same vocabulary, for the drafter draft-model: a known model's name, "
        + "or the path of a GGUF file.", valueName: "model"))
  var draftModel: String?

  /// The draft model for a target, if one was given.
  func name(for target: String) -> String? { draftModel }

  /// What drafters have at hand for a target.
  func resources(for target: String) -> Set<DrafterNeed> {
    name(for: target) == nil ? [] : [.draftModel]
  }
}
