import Models
import Tokens

/// A target whose logits are a function of the context, at no cost: a table, or a hash of the last
/// few tokens. It keeps the same books as a real cache, so that wrong truncation, commit or
/// positions show as other text.
///
/// It has layers in name: behind layer l of L it says what it will say in the end, each logit shifted
/// by a hash of token and layer that shrinks to nothing at the last.
public final class TableModel: LayeredModel, MixtureModel {
  public let vocabularySize: Int
  public let layerCount: Int
  public let contextLength: Int
  public let maximumRowCount: Int
  /// Rows of each pass, in order; drafting with some of the layers is none.
  public private(set) var passes: [Int] = []
  /// Rows that went through each layer, by layer from 1: drafted rows are computed once.
  public private(set) var layerRows: [Int: Int] = [:]
  public let shortVocabulary: [TokenID]?
  public let trainedExits: [Int] = []
  public var keepsStreams = false
  /// Tokens prefilled so far, those dropped later included.
  public private(set) var prefilledCount = 0
  /// Runs before each pass, whose rows `askedRowCount` counts, and may throw.
  public var beforePass: () throws -> Void = {}
  public private(set) var askedRowCount = 0
  /// Runs before rows are brought through some layers alone.
  public var beforeLayers: (_ layer: Int) -> Void = { _ in }
  /// Runs before each batch of four tokens of a prompt.
  public var beforeBatch: () -> Void = {}

  private let logits: ([TokenID]) -> [Float]
  private let prefillBatch = 4
  private var cached: [TokenID] = []
  private var rows: [Row] = []

  private struct Row {
    var token: TokenID
    var parent: Int?
    var logits: [Float]
    var layersDone = 0
  }

  /// - Parameter logits: [vocabulary] after a context, which is never empty.
  public init(
    vocabularySize: Int, layerCount: Int = 4, shortVocabulary: [TokenID]? = nil,
    contextLength: Int = 512, maximumRowCount: Int = 64,
    logits: @escaping ([TokenID]) -> [Float]
  ) {
    self.vocabularySize = vocabularySize
    self.layerCount = layerCount
    self.shortVocabulary = shortVocabulary
    self.contextLength = contextLength
    self.maximumRowCount = maximumRowCount
    self.logits = logits
  }

  /// Logits in -spread ... spread, a hash of the last `order` tokens: low orders repeat themselves.
  public convenience init(
    vocabularySize: Int = 12, order: Int, seed: UInt64 = 1, spread: Float = 3,
    shortVocabulary: [TokenID]? = nil, contextLength: Int = 512, maximumRowCount: Int = 64
  ) {
    self.init(
      vocabularySize: vocabularySize, shortVocabulary: shortVocabulary,
      contextLength: contextLength,
      maximumRowCount: maximumRowCount
    ) { context in
      let state = context.suffix(order).reduce(seed) { state, token in
        KeyedRandomness.mix(state ^ UInt64(token.index + 1))
      }
      return (0..<vocabularySize).map { token in
        let bits = KeyedRandomness.mix(state ^ UInt64(token)) >> 40
        return (Float(bits) * 0x1p-23 - 1) * spread
      }
    }
  }

  /// Always says the given text, then its last token again and again: the next token at a place
  /// depends on the place alone.
  public convenience init(saying text: [TokenID], vocabularySize: Int = 12) {
    self.init(vocabularySize: vocabularySize) { context in
      let next = text[min(context.count, text.count - 1)]
      return (0..<vocabularySize).map { $0 == next.index ? 4 : -Float($0) / 16 }
    }
  }

  /// A model that says nearly the same: each logit shifted by up to `noise`, a hash of the last token.
  public func drafting(
    noise: Float, contextLength: Int? = nil, maximumRowCount: Int? = nil
  ) -> TableModel {
    let logits = logits
    return TableModel(
      vocabularySize: vocabularySize, layerCount: layerCount,
      contextLength: contextLength ?? self.contextLength,
      maximumRowCount: maximumRowCount ?? self.maximumRowCount
    ) { context in
      let state = KeyedRandomness.mix(UInt64(context[context.count - 1].index) &+ 77)
      return logits(context).enumerated().map { token, logit in
        let bits = KeyedRandomness.mix(state ^ UInt64(token)) >> 40
        return logit + (Float(bits) * 0x1p-23 - 1) * noise
      }
    }
  }

  public var cachedCount: Int { cached.count }

  public func prefill(_ tokens: [TokenID], isCancelled: () -> Bool) throws {
    rows = []
    var start = 0
    while start < tokens.count {
      beforeBatch()
      if isCancelled() { throw CancellationError() }
      let batch = tokens[start..<min(start + prefillBatch, tokens.count)]
      precondition(cached.count + batch.count <= contextLength, "the cache holds the prompt")
      cached += batch
      prefilledCount += batch.count
      start += batch.count
    }
  }

  public func score(tokens: [TokenID], parents: [Int?]) throws {
    askedRowCount = tokens.count
    try beforePass()
    precondition(tokens.count == parents.count && tokens.count <= maximumRowCount)
    let isPartial = rows.contains { $0.layersDone < layerCount }
    let kept =
      isPartial
      ? zip(rows, zip(tokens, parents)).prefix { $0.token == $1.0 && $0.parent == $1.1 }.count : 0
    rows = Array(rows.prefix(kept))
    passes.append(tokens.count)
    add(tokens[kept...], parents[kept...])
    bring(through: layerCount)
  }

  public func extend(tokens: [TokenID], parents: [Int]) throws {
    askedRowCount = tokens.count
    try beforePass()
    precondition(
      !rows.isEmpty && rows.allSatisfy { $0.layersDone == layerCount },
      "a tree was scored before it is extended")
    precondition(
      tokens.count == parents.count && rows.count + tokens.count <= maximumRowCount)
    passes.append(tokens.count)
    add(tokens[...], parents.map(Optional.some)[...])
    bring(through: layerCount)
  }

  /// The logits of a mixture are the weighted means of those its tokens have; below it, it counts as
  /// its heaviest token.
  public func extend(mixtures: [EmbeddingMixture], parents: [Int]) throws {
    let heaviest = mixtures.map { mixture in
      mixture.tokens[mixture.weights.indices.max { mixture.weights[$0] < mixture.weights[$1] }!]
    }
    try extend(tokens: heaviest, parents: parents)
    for (offset, mixture) in mixtures.enumerated() {
      let row = rows.count - mixtures.count + offset
      let context = cached + path(to: row).dropLast()
      let parts = zip(mixture.tokens, mixture.weights).map { token, weight in
        logits(context + [token]).map { $0 * weight }
      }
      rows[row].logits = (0..<vocabularySize).map { id in parts.reduce(0) { $0 + $1[id] } }
    }
  }

  public func advance(tokens: [TokenID], parents: [Int?], through layer: Int) throws {
    precondition((1...layerCount).contains(layer), "one of the layers")
    beforeLayers(layer)
    if parents.first == .some(nil) { rows = [] }
    precondition(rows.count + tokens.count <= maximumRowCount, "there is room for the rows")
    add(tokens[...], parents[...])
    bring(through: layer)
  }

  private func bring(through layer: Int) {
    for row in rows.indices where rows[row].layersDone < layer {
      for done in rows[row].layersDone + 1...layer { layerRows[done, default: 0] += 1 }
      rows[row].layersDone = layer
    }
  }

  private func add(_ tokens: ArraySlice<TokenID>, _ parents: ArraySlice<Int?>) {
    for (token, parent) in zip(tokens, parents) {
      precondition((parent == nil) == rows.isEmpty, "row 0 alone has no parent")
      precondition(parent ?? -1 < rows.count, "a parent precedes its children")
      rows.append(Row(token: token, parent: parent, logits: []))
      let context = cached + path(to: rows.count - 1)
      precondition(context.count <= contextLength, "a row's position is inside the context")
      rows[rows.count - 1].logits = logits(context)
    }
  }

  /// The stream of a row is its last logits.
  public var hiddenSize: Int { vocabularySize }

  public func headCost(over vocabulary: ExitVocabulary) -> Double {
    vocabulary == .short && shortVocabulary != nil ? 0.5 : 1
  }

  public func streams(rows range: Range<Int>, behind layer: Int) -> [Float] {
    for row in rows[range] {
      precondition(
        row.layersDone == layer || keepsStreams && row.layersDone > layer,
        "a row has come to the layer")
    }
    return rows[range].flatMap(\.logits)
  }

  public func streams(
    of tokens: [TokenID], at position: Int, behind layer: Int
  ) throws -> [Float] {
    precondition(
      position >= 0 && position + tokens.count <= cached.count
        && Array(cached[position..<position + tokens.count]) == tokens,
      "only committed text is computed again")
    rows = []
    return tokens.indices.flatMap { logits(Array(cached[...(position + $0)])) }
  }

  public func forEachExit(
    of streams: [Float], behind layers: [Int], vocabulary: ExitVocabulary,
    _ body: (_ row: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    for (row, layer) in layers.enumerated() {
      let noise = 2 * Float(layerCount - layer) / Float(layerCount)
      let shifted = (0..<vocabularySize).map { token in
        let bits = KeyedRandomness.mix(UInt64(token + 31 * layer)) >> 40
        return streams[row * vocabularySize + token] + (Float(bits) * 0x1p-23 - 1) * noise
      }
      let short = vocabulary == .short ? shortVocabulary : nil
      let read = short.map { $0.map { shifted[$0.index] } } ?? shifted
      read.withUnsafeBufferPointer { body(row, $0) }
    }
  }

  public func withLogits<Result>(row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result)
    -> Result
  {
    rows[row].logits.withUnsafeBufferPointer(body)
  }

  public func keep(path: [Int]) {
    for (row, parent) in zip(path, [nil] + path.dropLast().map(Optional.some)) {
      precondition(rows[row].parent == parent, "kept rows are a path from row 0")
    }
    rows = path.enumerated().map { depth, row in
      var kept = rows[row]
      kept.parent = depth == 0 ? nil : depth - 1
      return kept
    }
  }

  public func commitStanding() {
    bring(through: layerCount)
    cached += rows.map(\.token)
    rows = []
  }

  public func commit(path: [Int]) {
    precondition(
      path.allSatisfy { rows[$0].layersDone == layerCount }, "rows are committed whole")
    for (row, parent) in zip(path, [nil] + path.dropLast().map(Optional.some)) {
      precondition(rows[row].parent == parent, "committed rows are a path from row 0")
      cached.append(rows[row].token)
    }
    rows = []
  }

  public func truncate(to count: Int) {
    precondition(count <= cached.count, "a cache is cut, not grown")
    cached.removeLast(cached.count - count)
    rows = []
  }

  private func path(to row: Int) -> [TokenID] {
    var path: [TokenID] = []
    var current: Int? = row
    while let index = current {
      path.append(rows[index].token)
      current = rows[index].parent
    }
    return path.reversed()
  }
}
