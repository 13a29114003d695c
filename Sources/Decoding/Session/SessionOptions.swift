import Controllers
import Dispatch
import Drafters
import Models
import Timeline
import Tokens

/// What holds for a whole run.
public struct SessionOptions: Sendable {
  public var seed: UInt64
  /// The most tokens to emit.
  public var maximumTokens: Int
  /// Tokens that end the text.
  public var endTokens: Set<TokenID>
  /// c(n) of the target, if measured.
  public var cost: CostTable?
  /// A trained selector of shapes, for the controllers that need one.
  public var shapeModel: ShapeModel?
  /// Record how far draft and target agree (`Round.overlaps`), whoever the controller is.
  public var recordsOverlap: Bool
  /// Rounds carry what only a person reads: why a controller chose (`Choice.reason`), what drafters say
  /// of their state (`Round.learned`) and the bytes of tokens (`Round.pieces`). Timed runs do without.
  public var describesRounds: Bool

  public init(
    seed: UInt64, maximumTokens: Int, endTokens: Set<TokenID> = [], cost: CostTable? = nil,
    shapeModel: ShapeModel? = nil, recordsOverlap: Bool = false,
    describesRounds: Bool = true
  ) {
    self.seed = seed
    self.maximumTokens = maximumTokens
    self.endTokens = endTokens
    self.cost = cost
    self.shapeModel = shapeModel
    self.recordsOverlap = recordsOverlap
    self.describesRounds = describesRounds
  }
}

/// What a session asks of the outside: drafters by name, the bytes of tokens, the time.
public struct SessionServices {
  /// - Returns: a drafter that knows the prompt and nothing else.
  public typealias MakeDrafter =
    (_ name: String, _ context: DraftingContext) throws -> any Drafter

  public var makeDrafter: MakeDrafter
  /// A smaller model that can draft, if there is one.
  public var draftModel: DraftModel?
  /// The user's own texts, if there are any.
  public var retrieval: RetrievalCorpus?
  /// A model between a small drafter and the target, if there is one.
  public var middleModel: DraftModel?
  /// An exit of the target with an adapter, if there is one.
  public var adapted: AdaptedExit?
  /// A draft model of nested draft models, if there is one.
  public var nestedModel: NestedModel?
  /// Bytes of a token, for display.
  public var piece: (TokenID) -> TokenPiece
  /// A steady clock.
  public var microseconds: () -> Double

  public init(
    makeDrafter: @escaping MakeDrafter = { name, context in
      try DrafterRegistry.make(name, context)
    },
    draftModel: DraftModel? = nil, middleModel: DraftModel? = nil,
    nestedModel: NestedModel? = nil,
    retrieval: RetrievalCorpus? = nil,
    adapted: AdaptedExit? = nil,
    piece: @escaping (TokenID) -> TokenPiece = { TokenPiece("<\($0)>") },
    microseconds: @escaping () -> Double = SteadyClock.microseconds
  ) {
    self.makeDrafter = makeDrafter
    self.draftModel = draftModel
    self.retrieval = retrieval
    self.middleModel = middleModel
    self.adapted = adapted
    self.nestedModel = nestedModel
    self.piece = piece
    self.microseconds = microseconds
  }

  /// What drafters are made from in a run that starts from a prompt.
  public func draftingContext(
    vocabularySize: Int, prompt: [TokenID], promptRows: [PromptRow] = [],
    endTokens: Set<TokenID> = [], target: (any LayeredModel)? = nil
  ) -> DraftingContext {
    DraftingContext(
      vocabularySize: vocabularySize, prompt: prompt, promptRows: promptRows,
      endTokens: endTokens, draftModel: draftModel, middleModel: middleModel,
      nestedModel: nestedModel, retrieval: retrieval, target: target, adapted: adapted)
  }
}

/// The machine's steady clock.
public enum SteadyClock {
  private static let origin = DispatchTime.now().uptimeNanoseconds

  /// Since the first use.
  public static func microseconds() -> Double {
    Double(Int64(bitPattern: DispatchTime.now().uptimeNanoseconds &- origin)) / 1000
  }
}
