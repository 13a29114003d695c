import ArgumentParser
import ModelFiles

extension ModelsCommand {
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Describes a model: sizes, tensors, tokenizer, chat template, and its exits.")

    @Argument(help: "A known name, or the path of a .gguf file.") var model: String
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      let description = try ModelDescription(
        ModelStore().open(model), adapter: EmbeddedAdapter(for: model).map(GGUFFile.init))
      print(json ? try JSONText.pretty(description) : description.table)
    }
  }
}

/// What `models info` says. Values the file does not give are nil.
private struct ModelDescription: Encodable {
  struct TensorType: Encodable {
    let type: String
    let tensors: Int
    let parameters: Int
    let supported: Bool
  }

  struct Vocabulary: Encodable {
    let model: String?
    let preTokenizer: String?
    let tokens: Int?
    let merges: Int?
    /// Why the tokenizer cannot be used; nil when it can.
    let problem: String?
  }

  let path: String
  let bytes: Int
  let version: Int
  let name, architecture, licence: String?
  let parameters: Int
  let layers, hiddenSize, feedForwardSize, heads, keyValueHeads, contextLength: Int?
  let tensorTypes: [TensorType]
  let tokenizer: Vocabulary
  let chatTemplate: String
  let training: TrainingReport?
  /// Of the adapter that comes with the model, or of the file itself.
  let adapter: AdapterReport?

  init(_ file: GGUFFile, adapter: GGUFFile?) throws {
    path = file.name
    bytes = file.byteCount
    version = file.version
    name = try? file.string("general.name")
    licence = try? file.string("general.license")
    let family = try? file.string("general.architecture")
    architecture = family
    func size(_ key: String) -> Int? { family.flatMap { try? file.integer("\($0).\(key)") } }
    layers = size("block_count")
    hiddenSize = size("embedding_length")
    feedForwardSize = size("feed_forward_length")
    heads = size("attention.head_count")
    keyValueHeads = size("attention.head_count_kv")
    contextLength = size("context_length")
    tensorTypes = Self.tensorTypes(of: file)
    parameters = tensorTypes.reduce(0) { $0 + $1.parameters }
    tokenizer = Self.vocabulary(of: file)
    chatTemplate = (try? ChatTemplate(file: file))?.description ?? "not a string"
    let own = try AdapterReport(file: file)
    training = own == nil ? try TrainingReport(file: file) : nil
    self.adapter = try own ?? adapter.flatMap(AdapterReport.init(file:))
  }

  private static func tensorTypes(of file: GGUFFile) -> [TensorType] {
    var counts: [String: (tensors: Int, parameters: Int)] = [:]
    func count(_ type: String, _ elements: Int) {
      let known = counts[type] ?? (0, 0)
      counts[type] = (known.tensors + 1, known.parameters + elements)
    }
    for tensor in file.tensors.values { count(tensor.format.rawValue, tensor.elementCount) }
    for tensor in file.unsupportedTensors.values { count(tensor.typeName, tensor.elementCount) }
    let unsupported = Set(file.unsupportedTensors.values.map(\.typeName))
    return counts.sorted { $0.key < $1.key }.map { type, count in
      TensorType(
        type: type, tensors: count.tensors, parameters: count.parameters,
        supported: !unsupported.contains(type))
    }
  }

  private static func vocabulary(of file: GGUFFile) -> Vocabulary {
    var problem: String?
    do { _ = try Tokenizer(file: file) } catch { problem = "\(error)" }
    return Vocabulary(
      model: try? file.string("tokenizer.ggml.model"),
      preTokenizer: try? file.string("tokenizer.ggml.pre"),
      tokens: (try? file.strings("tokenizer.ggml.tokens"))?.count,
      merges: (try? file.strings("tokenizer.ggml.merges"))?.count, problem: problem)
  }

  var table: String {
    func text(_ number: Int?) -> String { number.map(String.init) ?? "not given" }
    func visible(_ text: String?) -> String {
      text.map { String(VisibleText.quoted($0).dropFirst().dropLast()) } ?? "not given"
    }
    var rows = [
      ("file", path),
      ("size", ByteSize.text(bytes)),
      ("format", "GGUF version \(version)"),
      ("name", visible(name)),
      ("licence", visible(licence)),
      ("architecture", visible(architecture)),
      ("parameters", text(parameters)),
      ("layers", text(layers)),
      ("hidden size", text(hiddenSize)),
      ("feed-forward size", text(feedForwardSize)),
      ("heads", text(heads)),
      ("key and value heads", text(keyValueHeads)),
      ("context length", text(contextLength)),
    ]
    for type in tensorTypes {
      let note = type.supported ? "" : " (not supported)"
      rows.append(
        ("tensors \(type.type)", "\(type.tensors), \(type.parameters) parameters\(note)"))
    }
    rows += [
      (
        "tokenizer", "\(visible(tokenizer.model)), pre-tokenizer \(visible(tokenizer.preTokenizer))"
      ),
      ("vocabulary", "\(text(tokenizer.tokens)) tokens, \(text(tokenizer.merges)) merges"),
      ("chat template", chatTemplate),
    ]
    if let problem = tokenizer.problem { rows.append(("not usable", problem)) }
    var table = TextTable([])
    for (label, value) in rows { table.add([label, value]) }
    return [table.text, training?.table, adapter?.table].compactMap(\.self)
      .joined(separator: "\n\n")
  }
}
