import Controllers
import Drafters
import Models
import Timeline
import Tokens

/// What a worker needs from the outside. Closures run on the worker's queue, and what they make
/// never leaves it.
public struct WorkerConfiguration: Sendable {
  /// Makes the model: reports what it does and how far it is (0 ... 1), and looks now and then
  /// whether it should give up, with `CancellationError`.
  public typealias LoadModel =
    @Sendable (_ report: (_ what: String, _ fraction: Double) -> Void, _ isCancelled: () -> Bool)
    throws -> LoadedModel
  /// Called with each record in order; throwing ends the recording, not the run.
  public typealias Recorder = (RunRecord) throws -> Void

  public var loadModel: LoadModel
  /// Makes a recorder for a run, or nil for none.
  public var makeRecorder: (@Sendable () throws -> Recorder?)?
  public var costSource: CostSource
  /// A trained selector of shapes, for the controllers that need one.
  public var shapeModel: ShapeModel?
  /// Record how far draft and target agree, to train a selector on.
  public var recordsOverlap = false
  public var seed: UInt64
  public var maximumTokens: Int
  /// Worker threads of the model, for the header.
  public var threads: Int
  /// Version of the program, for the header.
  public var program: String
  /// ISO 8601, UTC, for the header.
  public var timestamp: @Sendable () -> String
  /// The most updates that wait for the reader.
  public var updateCapacity: Int
  /// The most commands that wait for the worker.
  public var commandCapacity: Int

  public init(
    loadModel: @escaping LoadModel, makeRecorder: (@Sendable () throws -> Recorder?)? = nil,
    costSource: CostSource = .unknown, shapeModel: ShapeModel? = nil, seed: UInt64,
    maximumTokens: Int, threads: Int,
    program: String, timestamp: @escaping @Sendable () -> String, updateCapacity: Int = 256,
    commandCapacity: Int = 64
  ) {
    self.loadModel = loadModel
    self.makeRecorder = makeRecorder
    self.costSource = costSource
    self.shapeModel = shapeModel
    self.seed = seed
    self.maximumTokens = maximumTokens
    self.threads = threads
    self.program = program
    self.timestamp = timestamp
    self.updateCapacity = updateCapacity
    self.commandCapacity = commandCapacity
  }
}

/// A model ready to run, and the way between text and tokens.
public struct LoadedModel {
  public var target: any TargetModel
  public var summary: ModelSummary
  /// Tokens of a prompt; `isChat` renders it through the model's chat template.
  public var encode: (_ text: String, _ isChat: Bool) throws -> [TokenID]
  public var piece: (TokenID) -> TokenPiece
  /// A smaller model that can draft, if one was asked for, and what it is.
  public var draftModel: DraftModel?
  public var draftSummary: ModelSummary?
  /// The user's own texts as tokens, if there are any.
  public var retrieval: RetrievalCorpus?
  /// A model between a small drafter and the target, if there is one.
  public var middleModel: DraftModel?
  public var middleSummary: ModelSummary?
  /// An exit of the target with an adapter, if there is one.
  public var adapted: AdaptedExit?
  /// A draft model of nested draft models, if there is one.
  public var nestedModel: NestedModel?
  public var nestedSummary: ModelSummary?

  public init(
    target: any TargetModel, summary: ModelSummary,
    encode: @escaping (_ text: String, _ isChat: Bool) throws -> [TokenID],
    piece: @escaping (TokenID) -> TokenPiece, draftModel: DraftModel? = nil,
    draftSummary: ModelSummary? = nil, middleModel: DraftModel? = nil,
    nestedModel: NestedModel? = nil, retrieval: RetrievalCorpus? = nil,
    adapted: AdaptedExit? = nil
  ) {
    self.target = target
    self.summary = summary
    self.encode = encode
    self.piece = piece
    self.draftModel = draftModel
    self.draftSummary = draftSummary
    self.middleModel = middleModel
    self.nestedModel = nestedModel
    self.retrieval = retrieval
    self.adapted = adapted
  }

  /// What a session on this model is made with.
  public var services: SessionServices {
    SessionServices(
      draftModel: draftModel, middleModel: middleModel, nestedModel: nestedModel,
      retrieval: retrieval, adapted: adapted, piece: piece)
  }
}

/// What a run starts from.
public struct RunRequest: Hashable, Sendable {
  public var promptText: String
  public var isChat: Bool
  public var settings: RoundSettings

  public init(promptText: String, isChat: Bool, settings: RoundSettings) {
    self.promptText = promptText
    self.isChat = isChat
    self.settings = settings
  }
}

/// Where c(n) comes from.
public enum CostSource: Hashable, Sendable {
  /// Controllers assume it.
  case unknown
  case known(CostTable)
  /// Measured once the model is loaded, or taken from the folder where it was kept.
  case measured(cacheFolder: String?, machine: String)
}

/// What a recorder is told.
public enum RunRecord: Hashable, Sendable {
  case started(RunHeader)
  case round(Round)
  /// The run ended; nil when the worker ends before the run does.
  case ended(FinishReason?)
}
