import ArgumentParser
import Drafters
import ModelFiles

/// A smaller model that can draft.
struct DraftModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A smaller model of the same vocabulary, for the drafter draft-model: a known model's name, "
        + "or the path of a GGUF file. oak has twig.", valueName: "model"))
  var draftModel: String?

  /// The draft model for a target: the one given, or twig for oak.
  func name(for target: String) -> String? {
    draftModel ?? (target == EmbeddedModel.oak.rawValue ? EmbeddedModel.twig.rawValue : nil)
  }

  /// What drafters have at hand for a target.
  func resources(for target: String) -> Set<DrafterNeed> {
    name(for: target) == nil ? [] : [.draftModel]
  }
}
