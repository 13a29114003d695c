import Decoding
import FoundationEssentials
import ModelFiles
import Models
import Tensors
import Timeline
import Tokens

extension ModelOptions {
  /// Threads that are used: one a core, four at most, since a pass is bound by memory.
  var threadCount: Int { threads ?? min(4, ProcessInfo.processInfo.activeProcessorCount) }

  /// A closure that loads the model, to be run where the model will live.
  /// - Throws: when there is no such model, before anything is loaded.
  func loader() throws -> WorkerConfiguration.LoadModel {
    let path = try ModelStore().locate(model)
    let (name, precision, threadCount, contextLength) =
      (model, precision, threadCount, contextLength)
    return { report, isCancelled in
      report("reading \(name)", 0)
      let file = try GGUFFile(path: path)
      let tokenizer = try Tokenizer(file: file)
      let template = try ChatTemplate(file: file)
      if isCancelled() { throw CancellationError() }
      report("preparing the weights of \(name)", 0.2)
      let team = WorkerTeam(threads: threadCount)
      let weights = try LlamaModel(file: file, precision: precision, team: team)
      report("ready", 1)
      let session = try LlamaSession(model: weights, contextLength: contextLength, team: team)
      let title = file.has("general.name") ? try file.string("general.name") : name
      return LoadedModel(
        target: session,
        summary: ModelSummary(
          name: title, architecture: try file.string("general.architecture"),
          layerCount: session.layerCount, vocabularySize: session.vocabularySize,
          contextLength: session.contextLength, precision: precision.rawValue,
          endTokens: tokenizer.endTokens.sorted()),
        encode: { text, isChat in
          let rendered = isChat ? template.render(user: text) : text
          let tokens = tokenizer.encode(rendered)
          guard tokenizer.addsBeginToken, let begin = tokenizer.beginToken, tokens.first != begin
          else { return tokens }
          return [begin] + tokens
        },
        piece: tokenizer.piece)
    }
  }
}
