import Decoding
import Drafters
import FoundationEssentials
import ModelFiles
import Models
import Tensors
import Timeline
import Tokens

extension ModelOptions {
  /// Threads that are used: one a core, four at most, since a pass is bound by memory.
  var threadCount: Int { threads ?? min(4, ProcessInfo.processInfo.activeProcessorCount) }

  /// A closure that loads the model, to be run where the model will live, with what
  /// drafters need besides.
  /// - Throws: when there is no such model or text, before anything is loaded.
  func loader(draft: DraftModelOptions? = nil) throws
    -> WorkerConfiguration.LoadModel
  {
    let store = ModelStore()
    let texts = try draft?.retrievalTexts()
    let (target, draft) = (ModelFile(name: model), draft?.name(for: model).map(ModelFile.init))
    for file in [target, draft].compactMap(\.self) { try store.check(file.name) }
    let (precision, threadCount, contextLength) = (precision, threadCount, contextLength)
    let layerLimit = layers
    return { report, isCancelled in
      report("reading \(target.name)", 0)
      let file = try store.open(target.name)
      let tokenizer = try Tokenizer(file: file)
      let template = try ChatTemplate(file: file)
      let draftFile = try draft.map { try store.open($0.name) }
      if let draft, let draftFile,
        let difference = try tokenizer.difference(from: Tokenizer(file: draftFile))
      {
        throw DraftingError.otherVocabulary(
          draft: draft.name, target: target.name, reason: difference)
      }
      let corpus = try texts.map { texts in
        report("indexing your texts", 0.1)
        return try texts.corpus(tokenizer, isCancelled: isCancelled)
      }
      if isCancelled() { throw CancellationError() }
      report("preparing the weights of \(target.name)", 0.2)
      let team = WorkerTeam(threads: threadCount)
      let weights = try LlamaModel(
        file: file, precision: precision, layerLimit: layerLimit, team: team)
      let session = try LlamaSession(model: weights, contextLength: contextLength, team: team)
      var loaded = LoadedModel(
        target: session, summary: try target.summary(of: session, file, tokenizer.endTokens),
        encode: { text, isChat in
          let rendered = isChat ? template.render(user: text) : text
          let tokens = tokenizer.encode(rendered)
          guard tokenizer.addsBeginToken, let begin = tokenizer.beginToken, tokens.first != begin
          else { return tokens }
          return [begin] + tokens
        },
        piece: tokenizer.piece, retrieval: corpus)
      if let draft, let draftFile {
        if isCancelled() { throw CancellationError() }
        report("preparing the weights of \(draft.name)", 0.7)
        // A model that drafts for itself is in memory already.
        let draftWeights =
          draft.name == target.name && layerLimit == nil
          ? weights : try LlamaModel(file: draftFile, precision: precision, team: team)
        let session = try LlamaSession(
          model: draftWeights, contextLength: contextLength, team: team)
        loaded.draftModel = DraftModel(session, name: draft.name)
        loaded.draftSummary = try draft.summary(of: session, draftFile, tokenizer.endTokens)
      }
      report("ready", 1)
      return loaded
    }
  }
}

/// A model as it was asked for, and where it is.
private struct ModelFile {
  var name: String

  func summary(of session: LlamaSession, _ file: GGUFFile, _ endTokens: Set<TokenID>) throws
    -> ModelSummary
  {
    let name = file.has("general.name") ? try file.string("general.name") : name
    let whole = try LlamaConfiguration(file: file).layerCount
    return ModelSummary(
      name: session.layerCount == whole ? name : "\(name), first \(session.layerCount) layers",
      architecture: try file.string("general.architecture"), layerCount: session.layerCount,
      vocabularySize: session.vocabularySize, contextLength: session.contextLength,
      precision: session.model.precision.rawValue, endTokens: endTokens.sorted())
  }
}
