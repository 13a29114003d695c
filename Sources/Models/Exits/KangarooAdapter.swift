import Tensors
import Tokens

/// The Kangaroo adapter of a model, with its cache and scratch memory. It computes with the threads
/// of a session, whose worker owns it too.
public final class KangarooAdapter: ExitAdapter {
  private let session: LlamaSession
  private let weights: KangarooWeights
  private let cache: KeyValueCache
  private let attention: Attention
  public private(set) var cachedCount = 0
  /// By row of the tree region.
  private var parents: [Int?] = []
  private var depths: [Int] = []

  /// [row][hidden]: what the adapter made of the stream.
  private let residual: NumberBuffer<Float>
  private let normalized: ActivationRows
  private let attentionInput: ResultRows
  private let attended: ActivationRows
  private let update: ResultRows
  private let cosines: NumberBuffer<Float>
  private let sines: NumberBuffer<Float>
  private let scores: NumberBuffer<Float>

  /// Nil when the session's model came without an adapter. Throws ``ModelError/outOfMemory(bytes:)``.
  public init?(_ session: LlamaSession) throws {
    guard let weights = session.model.exits.kangaroo else { return nil }
    let configuration = session.model.configuration
    let (rows, hidden) = (session.maximumRowCount, configuration.hiddenSize)
    self.session = session
    self.weights = weights
    attention = Attention(
      headCount: weights.headCount, keyHeadCount: weights.keyHeadCount,
      headSize: weights.headSize)
    do {
      cache = try KeyValueCache(
        layerCount: 1, keyHeadCount: weights.keyHeadCount, headSize: weights.headSize,
        slotCount: session.contextLength + rows)
      residual = try NumberBuffer(count: rows * hidden)
      normalized = try ActivationRows(capacity: rows, columns: hidden)
      attentionInput = try ResultRows(capacity: rows, columns: weights.attentionInput.rows)
      attended = try ActivationRows(capacity: rows, columns: weights.querySize)
      update = try ResultRows(capacity: rows, columns: hidden)
      cosines = try NumberBuffer(count: rows * configuration.rotatedSize)
      sines = try NumberBuffer(count: rows * configuration.rotatedSize)
      scores = try NumberBuffer(
        count: attention.scratchCount(
          slots: cache.slotCount, threads: session.team.threadCount))
    } catch {
      guard case TensorError.outOfMemory(let bytes) = error else { throw error }
      throw ModelError.outOfMemory(bytes: bytes)
    }
  }

  public var exitLayer: Int { weights.exitLayer }
  public var maximumRowCount: Int { session.maximumRowCount }

  public func cost(over vocabulary: ExitVocabulary) -> Double {
    Double(weights.weightCount) / Double(session.model.configuration.layerWeightCount)
      + session.headCost(over: vocabulary)
  }

  public func prefill(_ streams: [Float]) {
    let hidden = session.hiddenSize
    let count = streams.count / hidden
    for start in stride(from: 0, to: count, by: maximumRowCount) {
      let end = min(start + maximumRowCount, count)
      begin()
      advance(
        Array(streams[start * hidden..<end * hidden]),
        parents: (0..<end - start).map { $0 == 0 ? nil : $0 - 1 })
      // A chain's rows stand where the prefix goes on.
      cachedCount += end - start
      begin()
    }
  }

  public func advance(_ streams: [Float], parents added: [Int?]) {
    if added.first == .some(nil) { begin() }
    let hidden = session.hiddenSize
    let first = parents.count
    precondition(streams.count == added.count * hidden, "a stream for each row")
    precondition(first + added.count <= maximumRowCount, "there is room for the rows")
    for parent in added {
      depths.append(parent.map { depths[$0] + 1 } ?? 0)
      parents.append(parent)
    }
    precondition(
      cachedCount + (depths.max() ?? 0) < session.contextLength, "positions of the context")
    _ = UnsafeMutableBufferPointer(rebasing: residual.elements[(first * hidden)...])
      .update(fromContentsOf: streams)
    attend(TreePaths(parents: parents, from: first))
  }

  public func forEachRow(
    _ rows: [Int], vocabulary: ExitVocabulary,
    _ body: (_ place: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    session.forEachHeadRow(rows.count, vocabulary: vocabulary) { place in
      (UnsafePointer(stream(rows[place])), weights.outputNorm)
    } body: {
      body($0, $1)
    }
  }

  public func commit(path: [Int]) {
    for (depth, row) in path.enumerated() {
      precondition(parents[row] == (depth == 0 ? nil : path[depth - 1]), "a path from row 0")
      // Rows of a path ascend, so no row is overwritten before it has moved.
      if row != depth { cache.move(from: cachedCount + row, to: cachedCount + depth) }
    }
    cachedCount += path.count
    begin()
  }

  public func truncate(to count: Int) {
    precondition((0...cachedCount).contains(count), "only what is cached can be dropped")
    cachedCount = count
    begin()
  }

  private func begin() { (parents, depths) = ([], []) }

  private func stream(_ row: Int) -> UnsafeMutablePointer<Float> {
    residual.start + row * session.hiddenSize
  }

  /// x += output · attention(norm(x)) for the rows that are new.
  private func attend(_ paths: TreePaths) {
    let (rowCount, first) = (paths.rowCount, paths.firstRow)
    let rotated = session.model.configuration.rotatedSize
    session.forEachRow(rowCount, width: session.hiddenSize) { row in
      session.normalize(
        stream(first + row), weights.attentionNorm, into: normalized, row: row,
        for: weights.attentionInput)
    }
    session.multiply(weights.attentionInput, normalized, rowCount, into: attentionInput)
    for row in 0..<rowCount {
      let start = row * rotated
      session.model.angles.fill(
        cosines: cosines.start + start, sines: sines.start + start,
        position: cachedCount + depths[first + row])
      rotateAndStore(row, slot: cachedCount + first + row)
    }
    attention.attend(
      queries: attentionInput.row(0), stride: attentionInput.columns, prefixCount: cachedCount,
      paths: paths, heads: cache.heads[0], slots: cache.slotCount, into: attended.row(0),
      scratch: scores.start, team: session.team, on: session.instructionSet)
    if weights.attentionOutput.usesIntegerActivations {
      session.forEachRow(rowCount, width: attended.columns) {
        attended.quantize(row: $0, on: session.instructionSet)
      }
    }
    session.multiply(weights.attentionOutput, attended, rowCount, into: update)
    for row in 0..<rowCount {
      session.instructionSet.add(
        update.row(row), to: stream(first + row), count: session.hiddenSize)
    }
  }

  private func rotateAndStore(_ row: Int, slot: Int) {
    let configuration = session.model.configuration
    let queries = attentionInput.row(row)
    let keys = queries + weights.querySize
    let values = keys + weights.keySize
    session.instructionSet.rotate(
      queries, headCount: weights.headCount + weights.keyHeadCount, headSize: weights.headSize,
      rotatedCount: configuration.rotatedSize,
      cosines: cosines.start + row * configuration.rotatedSize,
      sines: sines.start + row * configuration.rotatedSize)
    for (index, head) in cache.heads[0].enumerated() {
      let offset = index * weights.headSize
      head.store(key: keys + offset, value: values + offset, slot: slot)
    }
  }
}
