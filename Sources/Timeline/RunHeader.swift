import Tokens

/// What a run started from: enough to label every number, and to repeat the run.
public struct RunHeader: Hashable, Sendable {
  /// Version of the program that made the run.
  public var program: String
  /// ISO 8601, UTC.
  public var started: String
  public var model: ModelSummary
  /// The smaller model that could draft, if there was one.
  public var draftModel: ModelSummary?
  /// The model between a small drafter and the target, if there was one.
  public var middleModel: ModelSummary?
  /// The model of nested draft models, if there was one.
  public var nestedModel: ModelSummary?
  public var prompt: Prompt
  /// Settings of the first round.
  public var settings: RoundSettings
  public var controller: String
  public var seed: UInt64
  /// The most tokens to emit.
  public var maximumTokens: Int
  public var threads: Int
  public var cost: CostTable?

  public init(
    program: String, started: String, model: ModelSummary, draftModel: ModelSummary? = nil,
    middleModel: ModelSummary? = nil, nestedModel: ModelSummary? = nil, prompt: Prompt,
    settings: RoundSettings, controller: String, seed: UInt64, maximumTokens: Int, threads: Int,
    cost: CostTable?
  ) {
    self.program = program
    self.started = started
    self.model = model
    self.draftModel = draftModel
    self.middleModel = middleModel
    self.nestedModel = nestedModel
    self.prompt = prompt
    self.settings = settings
    self.controller = controller
    self.seed = seed
    self.maximumTokens = maximumTokens
    self.threads = threads
    self.cost = cost
  }

  /// The models beside the target, with what each is there as.
  public var modelsBeside: [(role: String, model: ModelSummary)] {
    [("draft model", draftModel), ("middle model", middleModel), ("nested model", nestedModel)]
      .compactMap { role, model in model.map { (role, $0) } }
  }
}

public struct ModelSummary: Hashable, Sendable, Codable {
  public var name: String
  public var architecture: String
  public var layerCount: Int
  public var vocabularySize: Int
  public var contextLength: Int
  /// "fast" (quantized kernels) or "reference" (F32 through BLAS).
  public var precision: String
  /// Tokens that end a text.
  public var endTokens: [TokenID]

  public init(
    name: String, architecture: String, layerCount: Int, vocabularySize: Int, contextLength: Int,
    precision: String, endTokens: [TokenID]
  ) {
    self.name = name
    self.architecture = architecture
    self.layerCount = layerCount
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.precision = precision
    self.endTokens = endTokens
  }
}

/// The text a run continues.
public struct Prompt: Hashable, Sendable {
  /// As the user wrote it.
  public var text: String
  /// Rendered through the model's chat template.
  public var isChat: Bool
  /// As the model reads it.
  public var tokens: [TokenID]
  /// Bytes of each token.
  public var pieces: [TokenPiece]

  public init(text: String, isChat: Bool, tokens: [TokenID], pieces: [TokenPiece]) {
    self.text = text
    self.isChat = isChat
    self.tokens = tokens
    self.pieces = pieces
  }
}
