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
public final class LlamaSession: LayeredModel, MixtureModel {
  /// Rows of a pass unless asked otherwise.
  public static let usualRowCount = 64

  public let model: LlamaModel
  public let contextLength: Int
  public let maximumRowCount: Int
  public private(set) var cachedCount = 0

  let team: WorkerTeam
  let instructionSet: InstructionSet
  let cache: KeyValueCache
  let memory: PassMemory
  /// The rows that stand in the tree region.
  var standing = StandingRows()
  /// [layer][row][hidden]: the streams behind all layers; made when first asked for.
  private(set) var keptStreams: NumberBuffer<Float>?
  private var isKeepingStreams = false

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
        configuration, exits: model.exits,
        rowCount: maximumRowCount, slotCount: cache.slotCount,
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
      let batch = tokens[start..<min(start + maximumRowCount, tokens.count)]
      standing = StandingRows(chain: batch)
      advance(through: layerCount)
      standing = StandingRows()
      cachedCount += batch.count
    }
  }

  public func score(tokens: [TokenID], parents: [Int?]) throws {
    precondition(tokens.count == parents.count, "one parent for each row")
    precondition(
      !parents.isEmpty && parents[0] == nil && !parents.dropFirst().contains(nil),
      "row 0 is the only root")
    var rows = standing.continued(by: tokens, parents)
    try add(
      tokens.dropFirst(rows.count).map(RowInput.token), parents.dropFirst(rows.count), to: &rows)
    try finish(rows)
  }

  public func extend(tokens: [TokenID], parents: [Int]) throws {
    try extend(tokens.map(RowInput.token), parents)
  }

  public func extend(mixtures: [EmbeddingMixture], parents: [Int]) throws {
    try extend(mixtures.map(RowInput.mixture), parents)
  }

  private func extend(_ inputs: [RowInput], _ parents: [Int]) throws {
    precondition(inputs.count == parents.count, "one parent for each row")
    precondition(standing.isComplete, "a tree was scored before it is extended")
    var rows = standing
    try add(inputs, parents.map(Optional.some)[...], to: &rows)
    try finish(rows)
  }

  public func advance(tokens: [TokenID], parents: [Int?], through layer: Int) throws {
    precondition(tokens.count == parents.count, "one parent for each row")
    precondition((1...layerCount).contains(layer), "one of the model's layers")
    precondition(!parents.dropFirst().contains(nil), "only the first row can be a root")
    var rows = parents.first == .some(nil) ? StandingRows() : standing
    try add(tokens.map(RowInput.token), parents[...], to: &rows)
    standing = rows
    advance(through: layer)
  }

  /// Appends rows that no layer has computed yet.
  private func add(
    _ inputs: [RowInput], _ parents: ArraySlice<Int?>, to rows: inout StandingRows
  ) throws {
    for (input, parent) in zip(inputs, parents) { rows.append(input, under: parent) }
    guard rows.count <= maximumRowCount else {
      throw ModelError.tooManyRows(count: rows.count, maximum: maximumRowCount)
    }
    try check(inputs.flatMap(\.tokens), lastPosition: cachedCount + rows.greatestDepth)
  }

  /// Brings rows through the layers that are left, and computes their logits. When that fails, no
  /// tree is left.
  private func finish(_ rows: StandingRows) throws {
    standing = rows
    advance(through: layerCount)
    if let row = computeLogits(of: rows.logitCount..<rows.count) {
      let depth = standing.depths[row]
      standing = StandingRows()
      throw ModelError.nonFiniteLogits(position: cachedCount + depth)
    }
    standing.completeLogits()
  }

  public func withLogits<Result>(
    row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    precondition(
      (0..<standing.count).contains(row) && standing.isComplete, "a row of the last scored tree")
    return body(UnsafeBufferPointer(start: memory.logits.row(row), count: vocabularySize))
  }

  public func commit(path: [Int]) {
    precondition(path.isEmpty || standing.isComplete, "rows are committed with all their layers")
    for (depth, row) in path.enumerated() {
      precondition((0..<standing.count).contains(row), "a row of the last scored tree")
      precondition(
        standing.parents[row] == (depth == 0 ? nil : path[depth - 1]), "a path from row 0")
      // Rows of a path ascend, so no row is overwritten before it has moved.
      if row != depth { cache.move(from: cachedCount + row, to: cachedCount + depth) }
    }
    cachedCount += path.count
    standing = StandingRows()
  }

  public func keep(path: [Int]) {
    for (depth, row) in path.enumerated() {
      precondition(
        standing.parents[row] == (depth == 0 ? nil : path[depth - 1]), "a path from row 0")
      // Rows of a path ascend, so no row is overwritten before it has moved.
      guard row != depth else { continue }
      cache.move(from: cachedCount + row, to: cachedCount + depth)
      residual(depth).update(from: residual(row), count: hiddenSize)
    }
    standing = standing.kept(path)
  }

  public func commitStanding() {
    precondition(
      standing.parents.enumerated().allSatisfy {
        $0.element == ($0.offset == 0 ? nil : $0.offset - 1)
      },
      "only a chain becomes text")
    advance(through: layerCount)
    cachedCount += standing.count
    standing = StandingRows()
  }

  public func truncate(to count: Int) {
    precondition((0...cachedCount).contains(count), "only what is cached can be dropped")
    cachedCount = count
    standing = StandingRows()
  }

  /// Runs committed text through the first layers once more; the cache holds the same bits after it.
  ///
  /// - Parameter collect: gets each batch, standing.
  func recompute(
    _ tokens: [TokenID], at position: Int, through layer: Int, collect: (Range<Int>) -> Void
  ) {
    precondition(position + tokens.count <= cachedCount, "only committed text is computed again")
    let end = cachedCount
    cachedCount = position
    for start in stride(from: 0, to: tokens.count, by: maximumRowCount) {
      let batch = tokens[start..<min(start + maximumRowCount, tokens.count)]
      standing = StandingRows(chain: batch)
      advance(through: layer)
      collect(0..<batch.count)
      cachedCount += batch.count
    }
    standing = StandingRows()
    cachedCount = end
  }

  public var keepsStreams: Bool {
    get { isKeepingStreams }
    set {
      isKeepingStreams = newValue
      guard newValue, keptStreams == nil else { return }
      // Without the memory nothing is kept, and `streams` of earlier layers cannot be asked for.
      keptStreams = try? NumberBuffer(
        count: layerCount * maximumRowCount * model.configuration.hiddenSize)
      isKeepingStreams = keptStreams != nil
    }
  }

  func check(_ tokens: [TokenID], lastPosition: Int) throws {
    if let token = tokens.first(where: { !(0..<vocabularySize).contains($0.index) }) {
      throw ModelError.unknownToken(token, vocabularySize: vocabularySize)
    }
    guard lastPosition < contextLength else {
      throw ModelError.contextExceeded(position: lastPosition, capacity: contextLength)
    }
  }
}
