import Decoding
import Drafters
import FoundationEssentials
import ModelFiles
import Models
import Tensors
import Timeline
import Tokens

extension ModelOptions {
  /// Threads that are used: one a core, four at most, since a pass is bound by memory; one alone for
  /// a model of few megabytes, whose pass is over before others have heard of it.
  var threadCount: Int {
    if let threads { return threads }
    guard let bytes = ModelStore().byteCount(of: model), bytes < Self.smallModel else {
      return min(4, ProcessInfo.processInfo.activeProcessorCount)
    }
    return 1
  }

  private static let smallModel = 16_000_000

  /// A closure that loads the model, to be run where the model will live, with what
  /// drafters need besides.
  /// - Throws: when there is no such model or text, before anything is loaded.
  func loader(with resources: DraftingResourceOptions? = nil) throws
    -> WorkerConfiguration.LoadModel
  {
    let store = ModelStore()
    let texts = try resources?.retrievalTexts()
    let adapter = try resources?.adapterFile(for: self)
    let target = ModelFile(name: model, precision: precision, layerLimit: layers)
    let draftFile = resources?.draftName(for: model).map {
      ModelFile(name: $0, precision: precision)
    }
    let middlePrecision = resources?.middlePrecision ?? precision
    let middleFile = resources?.middleName(for: model).map {
      ModelFile(name: $0, precision: middlePrecision)
    }
    let nestedFile = resources?.nestedName(for: model).map {
      ModelFile(name: $0, precision: precision)
    }
    for file in [target, draftFile, middleFile, nestedFile].compactMap(\.self) {
      try store.check(file.name)
    }
    let (threadCount, contextLength) = (threadCount, contextLength)
    return { report, isCancelled in
      report("reading \(target.name)", 0)
      let file = try store.open(target.name)
      let tokenizer = try Tokenizer(file: file)
      let template = try ChatTemplate(file: file)
      // A wrong vocabulary is told before minutes are spent on weights.
      let side = try [draftFile, middleFile, nestedFile].map { asked in
        try asked.map { ($0, try $0.open(in: store, for: target, tokenizer)) }
      }
      let corpus = try texts.map { texts in
        report("indexing your texts", 0.1)
        return try texts.corpus(tokenizer, isCancelled: isCancelled)
      }
      if isCancelled() { throw CancellationError() }
      report("preparing the weights of \(target.name)", 0.2)
      let team = WorkerTeam(threads: threadCount)
      var loading = WeightLoading(contextLength: contextLength, team: team)
      let session = try loading.session(target, file, adapter: adapter)
      var loaded = LoadedModel(
        target: session, summary: try target.summary(of: session, file, tokenizer.endTokens),
        encode: { text, isChat in
          let rendered = isChat ? template.render(user: text) : text
          let tokens = tokenizer.encode(rendered)
          guard tokenizer.addsBeginToken, let begin = tokenizer.beginToken, tokens.first != begin
          else { return tokens }
          return [begin] + tokens
        },
        piece: tokenizer.piece, retrieval: corpus,
        adapted: try KangarooAdapter(session).map { AdaptedExit($0) })
      let drafters = try side.map { asked -> SideModel? in
        guard let (name, file) = asked else { return nil }
        if isCancelled() { throw CancellationError() }
        report("preparing the weights of \(name.name)", 0.7)
        let session = try loading.session(name, file)
        return SideModel(
          session: session, name: name.title(beside: target),
          summary: try name.summary(of: session, file, tokenizer.endTokens))
      }
      (loaded.draftModel, loaded.draftSummary) = (drafters[0]?.draftModel, drafters[0]?.summary)
      (loaded.middleModel, loaded.middleSummary) = (drafters[1]?.draftModel, drafters[1]?.summary)
      loaded.nestedModel = try drafters[2]?.nestedModel()
      loaded.nestedSummary = drafters[2]?.summary
      report("ready", 1)
      return loaded
    }
  }
}

/// A model beside the target, with a cache of its own.
private struct SideModel {
  let session: LlamaSession
  let name: String
  let summary: ModelSummary

  var draftModel: DraftModel { DraftModel(session, name: name) }

  /// - Throws: that its file names no nested draft models.
  func nestedModel() throws(DraftingError) -> NestedModel {
    guard !session.model.nestedExits.isEmpty else { throw .notNested(model: name) }
    return NestedModel(session, exits: session.model.nestedExits, name: name)
  }
}

/// Loads weights, each model in each precision once: a model that drafts for itself is in memory
/// already.
private struct WeightLoading {
  let contextLength: Int
  let team: WorkerTeam
  private var loaded: [ModelFile: LlamaModel] = [:]

  init(contextLength: Int, team: WorkerTeam) {
    (self.contextLength, self.team) = (contextLength, team)
  }

  /// A session of its own.
  mutating func session(
    _ asked: ModelFile, _ file: GGUFFile, adapter: GGUFFile? = nil
  ) throws -> LlamaSession {
    let weights =
      try loaded[asked]
      ?? LlamaModel(
        file: file, precision: asked.precision, layerLimit: asked.layerLimit, adapter: adapter,
        team: team)
    loaded[asked] = weights
    return try LlamaSession(model: weights, contextLength: contextLength, team: team)
  }
}

/// A model as it was asked for, and where it is.
private struct ModelFile: Hashable {
  var name: String
  var precision: Precision
  /// Layers that are loaded; nil for all.
  var layerLimit: Int?

  /// As it is called beside the target, which may be the same model in another precision.
  func title(beside target: ModelFile) -> String {
    name == target.name && precision != target.precision ? "\(name) \(precision)" : name
  }

  /// The file, when its vocabulary is that of the target.
  func open(in store: ModelStore, for target: ModelFile, _ tokenizer: Tokenizer) throws -> GGUFFile
  {
    let file = try store.open(name)
    if let difference = try tokenizer.difference(from: Tokenizer(file: file)) {
      throw DraftingError.otherVocabulary(draft: name, target: target.name, reason: difference)
    }
    return file
  }

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
