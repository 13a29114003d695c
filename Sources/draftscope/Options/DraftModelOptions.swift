import ArgumentParser
import Drafters
import ModelFiles

/// What drafters may need besides the target: a smaller model, texts.
struct DraftModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A smaller model of the same vocabulary, for the drafter draft-model: a known model's name, "
        + "or the path of a GGUF file. oak has twig.", valueName: "model"))
  var draftModel: String?

  @Option(
    name: .customLong("retrieval"),
    help: ArgumentHelp(
      "A text of yours, for the drafters retrieval and aded; may be given again.",
      discussion: "UTF-8. Of all texts together the first \(RetrievalTexts.maximumByteCount >> 20) "
        + "MiB are used.", valueName: "file"))
  var retrieval: [String] = []

  /// The draft model for a target: the one given, or twig for oak.
  func name(for target: String) -> String? {
    draftModel ?? (target == EmbeddedModel.oak.rawValue ? EmbeddedModel.twig.rawValue : nil)
  }

  /// The texts given, read and checked; nil without any.
  func retrievalTexts() throws -> RetrievalTexts? {
    retrieval.isEmpty ? nil : try RetrievalTexts(paths: retrieval)
  }

  /// What drafters have at hand for a target.
  func resources(for target: String) -> Set<DrafterNeed> {
    // Every model that loads is of a type whose layers can be run apart.
    var resources: Set<DrafterNeed> = [.layers]
    if name(for: target) != nil { resources.insert(.draftModel) }
    if !retrieval.isEmpty { resources.insert(.retrieval) }
    return resources
  }
}
