import Tensors
import Tokens

/// One worker's computation with a model: the cache, and scratch memory for a pass.
///
/// ```swift
/// let session = try LlamaSession(model: model, contextLength: 2048, team: team)
/// try session.prefill(prompt.dropLast(), isCancelled: { false })
/// try session.score(tokens: [anchor, 7, 9], parents: [nil, 0, 0])
/// let best = session.withLogits(row: 0) { … }
/// session.commit(path: [0, 2])
/// ```
public final class LlamaSession: TargetModel {
  /// Rows of a pass unless asked otherwise.
  public static let usualRowCount = 64

  public let model: LlamaModel
  public let contextLength: Int
  public let maximumRowCount: Int
  public private(set) var cachedCount = 0
  /// Called with the residual stream of each computed row after each layer, in the order of layers.
  /// Rows are counted in the tree, or in one batch of a prefill.
  public var residualObserver:
    ((_ layer: Int, _ row: Int, _ residual: UnsafeBufferPointer<Float>) -> Void)?

  let team: WorkerTeam
  let instructionSet: InstructionSet
  let cache: KeyValueCache
  let memory: PassMemory
  /// Parents of the rows that stand in the tree region.
  private var treeParents: [Int?] = []

  public var vocabularySize: Int { model.configuration.vocabularySize }
  public var layerCount: Int { model.configuration.layerCount }

  /// - Parameters:
  ///   - contextLength: positions wanted; at most those of the model are given. All when nil.
  ///   - maximumRowCount: rows of the largest tree; also those of a prefill's batch.
  ///   - team: the threads that compute. One session at a time may use a team.
  ///   - instructionSet: for tests and measurements; all give the same bits.
  ///
  /// Throws ``ModelError/outOfMemory(bytes:)``.
  public init(
    model: LlamaModel, contextLength: Int? = nil,
    maximumRowCount: Int = LlamaSession.usualRowCount, team: WorkerTeam,
    instructionSet: InstructionSet = .best
  ) throws {
    precondition(maximumRowCount > 0, "a pass has at least one row")
    precondition(InstructionSet.available.contains(instructionSet), "the processor has it")
    let configuration = model.configuration
    self.model = model
    self.contextLength = min(configuration.contextLength, max(1, contextLength ?? .max))
    self.maximumRowCount = maximumRowCount
    self.team = team
    self.instructionSet = instructionSet
    do {
      cache = try KeyValueCache(
        layerCount: configuration.layerCount, keyHeadCount: configuration.keyHeadCount,
        headSize: configuration.headSize, slotCount: self.contextLength + maximumRowCount)
      memory = try PassMemory(
        configuration, rowCount: maximumRowCount, slotCount: cache.slotCount,
        threads: team.threadCount)
    } catch {
      guard case TensorError.outOfMemory(let bytes) = error else { throw error }
      throw ModelError.outOfMemory(bytes: bytes)
    }
  }

  public func prefill(_ tokens: [TokenID], isCancelled: () -> Bool) throws {
    try check(tokens, lastPosition: cachedCount + tokens.count - 1)
    for start in stride(from: 0, to: tokens.count, by: maximumRowCount) {
      if isCancelled() { throw CancellationError() }
      let batch = Array(tokens[start..<min(start + maximumRowCount, tokens.count)])
      treeParents = []
      let chain = batch.indices.map { $0 == 0 ? nil : $0 - 1 }
      computeLayers(batch, TreePaths(parents: chain))
      cachedCount += batch.count
    }
  }

  public func score(tokens: [TokenID], parents: [Int?]) throws {
    precondition(tokens.count == parents.count, "one parent for each row")
    precondition(
      !parents.isEmpty && parents[0] == nil && !parents.dropFirst().contains(nil),
      "row 0 is the only root")
    try compute(tokens, TreePaths(parents: parents))
    treeParents = parents
  }

  public func extend(tokens: [TokenID], parents: [Int]) throws {
    precondition(tokens.count == parents.count, "one parent for each row")
    precondition(!treeParents.isEmpty, "a tree was scored before it is extended")
    let all = treeParents + parents.map(Optional.some)
    try compute(tokens, TreePaths(parents: all, from: treeParents.count))
    treeParents = all
  }

  /// One pass over the rows that are not computed yet. When it fails after it began, no tree is
  /// left.
  private func compute(_ tokens: [TokenID], _ paths: TreePaths) throws {
    let rows = paths.firstRow..<paths.firstRow + paths.rowCount
    guard rows.upperBound <= maximumRowCount else {
      throw ModelError.tooManyRows(count: rows.upperBound, maximum: maximumRowCount)
    }
    let depth = rows.map(paths.depth(of:)).max() ?? 0
    try check(tokens, lastPosition: cachedCount + depth)
    treeParents = []
    computeLayers(tokens, paths)
    if let row = computeLogits(of: rows) {
      throw ModelError.nonFiniteLogits(position: cachedCount + paths.depth(of: row))
    }
  }

  public func withLogits<Result>(
    row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    precondition(treeParents.indices.contains(row), "a row of the last scored tree")
    return body(UnsafeBufferPointer(start: memory.logits.row(row), count: vocabularySize))
  }

  public func commit(path: [Int]) {
    for (depth, row) in path.enumerated() {
      precondition(treeParents.indices.contains(row), "a row of the last scored tree")
      precondition(treeParents[row] == (depth == 0 ? nil : path[depth - 1]), "a path from row 0")
      // Rows of a path ascend, so no row is overwritten before it has moved.
      if row != depth { cache.move(from: cachedCount + row, to: cachedCount + depth) }
    }
    cachedCount += path.count
    treeParents = []
  }

  public func truncate(to count: Int) {
    precondition((0...cachedCount).contains(count), "only what is cached can be dropped")
    cachedCount = count
    treeParents = []
  }

  /// Logits that the last norm and the head give for any residual row, as an exit layer needs them.
  ///
  /// - Parameter residual: [hidden], as the residual observer saw it.
  public func withLogits<Result>(
    ofResidual residual: UnsafeBufferPointer<Float>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    precondition(residual.count == model.configuration.hiddenSize, "one row of the stream")
    guard let start = residual.baseAddress else { preconditionFailure("a row has numbers") }
    normalize(start, model.outputNorm, into: memory.exitInput, row: 0, for: model.head)
    multiply(model.head, memory.exitInput, 1, into: memory.exitLogits)
    return body(UnsafeBufferPointer(start: memory.exitLogits.row(0), count: vocabularySize))
  }

  private func check(_ tokens: [TokenID], lastPosition: Int) throws {
    if let token = tokens.first(where: { !(0..<vocabularySize).contains($0.index) }) {
      throw ModelError.unknownToken(token, vocabularySize: vocabularySize)
    }
    guard lastPosition < contextLength else {
      throw ModelError.contextExceeded(position: lastPosition, capacity: contextLength)
    }
  }
}
