import ArgumentParser
import Drafters
import ModelFiles
import Tensors

/// What drafters may need besides the target: models, texts, an adapter.
struct DraftingResourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A smaller model of the same vocabulary, for the drafter draft-model: a known model's name, "
        + "or the path of a GGUF file. oak has twig.", valueName: "model"))
  var draftModel: String?

  @Option(
    help: ArgumentHelp(
      "A model between a small drafter and the target, for the drafter spec-m-quant, of the same "
        + "vocabulary; it may be the target itself in another precision. oak has twig.",
      valueName: "model"))
  var middleModel: String?

  @Option(
    help: ArgumentHelp(
      "How the middle model is run; by default as the target.", valueName: "precision"))
  var middlePrecision: Precision?

  @Option(
    help: ArgumentHelp(
      "A model of nested draft models, of the same vocabulary, for the drafter nested. oak has "
        + "sprig.", valueName: "model"))
  var nestedModel: String?

  @Option(
    name: .customLong("retrieval"),
    help: ArgumentHelp(
      "A text of yours, for the drafters retrieval and aded; may be given again.",
      discussion: "UTF-8. Of all texts together the first \(RetrievalTexts.maximumByteCount >> 20) "
        + "MiB are used.", valueName: "file"))
  var retrieval: [String] = []

  @Option(
    help: ArgumentHelp(
      "What was trained for the target's exits: translators, an adapter for the drafter kangaroo. "
        + "oak and smollm2 have one.", valueName: "file"))
  var adapter: String?

  /// The draft model for a target: the one given, or twig for oak.
  func draftName(for target: String) -> String? { draftModel ?? Self.usualName(for: target) }

  /// The middle model for a target: the one given, or twig for oak.
  func middleName(for target: String) -> String? { middleModel ?? Self.usualName(for: target) }

  /// The model of nested draft models for a target: the one given, or sprig for oak.
  func nestedName(for target: String) -> String? {
    nestedModel
      ?? (target == EmbeddedModel.oak.rawValue ? EmbeddedModel.sprig.rawValue : nil)
  }

  private static func usualName(for target: String) -> String? {
    target == EmbeddedModel.oak.rawValue ? EmbeddedModel.twig.rawValue : nil
  }

  /// The same with a model named where a drafter is asked for: `--drafter twig` drafts with twig.
  ///
  /// - Parameter drafter: becomes the name of the drafter.
  func naming(_ drafter: inout String) -> DraftingResourceOptions {
    let isModel = KnownModel.catalogue.contains { $0.name == drafter } || drafter.hasSuffix(".gguf")
    guard isModel else { return self }
    var options = self
    options.draftModel = drafter
    drafter = DraftModelDrafter.descriptor.name
    return options
  }

  /// The texts given, read and checked; nil without any.
  func retrievalTexts() throws -> RetrievalTexts? {
    retrieval.isEmpty ? nil : try RetrievalTexts(paths: retrieval)
  }

  /// What was trained for the target's exits: the file given, or the program's own for a model that
  /// is whole.
  func adapterFile(for target: ModelOptions) throws -> GGUFFile? {
    if let adapter { return try GGUFFile(path: adapter) }
    guard target.layers == nil else { return nil }
    return try EmbeddedAdapter(for: target.model).map(GGUFFile.init)
  }

  /// What drafters have at hand for a target.
  func atHand(for target: ModelOptions) -> Set<DrafterNeed> {
    // Every model that loads is of a type whose layers can be run apart.
    var resources: Set<DrafterNeed> = [.layers]
    if draftName(for: target.model) != nil { resources.insert(.draftModel) }
    if middleName(for: target.model) != nil { resources.insert(.middleModel) }
    if nestedName(for: target.model) != nil { resources.insert(.nestedModel) }
    if !retrieval.isEmpty { resources.insert(.retrieval) }
    if adapter != nil || target.layers == nil && EmbeddedAdapter(for: target.model) != nil {
      resources.insert(.adapter)
    }
    return resources
  }
}
