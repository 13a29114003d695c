import Models
import Tokens

/// A target whose logits are a function of the context, at no cost: a table, or a hash of the last
/// few tokens. It keeps the same books as a real cache, so that wrong truncation, commit or
/// positions show as other text.
public final class TableModel: TargetModel {
  public let vocabularySize: Int
  public let layerCount = 1
  public let contextLength: Int
  public let maximumRowCount: Int
  /// Rows of each pass, in order.
  public private(set) var passes: [Int] = []
  /// Tokens prefilled so far, those dropped later included.
  public private(set) var prefilledCount = 0
  /// Runs before each pass, and may throw.
  public var beforePass: () throws -> Void = {}
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
  }

  /// - Parameter logits: [vocabulary] after a context, which is never empty.
  public init(
    vocabularySize: Int, contextLength: Int = 512, maximumRowCount: Int = 64,
    logits: @escaping ([TokenID]) -> [Float]
  ) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.maximumRowCount = maximumRowCount
    self.logits = logits
  }

  /// Logits in -spread ... spread, a hash of the last `order` tokens: low orders repeat themselves.
  public convenience init(
    vocabularySize: Int = 12, order: Int, seed: UInt64 = 1, spread: Float = 3,
    contextLength: Int = 512, maximumRowCount: Int = 64
  ) {
    self.init(
      vocabularySize: vocabularySize, contextLength: contextLength,
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
      vocabularySize: vocabularySize, contextLength: contextLength ?? self.contextLength,
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
    try beforePass()
    precondition(tokens.count == parents.count && tokens.count <= maximumRowCount)
    rows = []
    add(tokens, parents)
  }

  public func extend(tokens: [TokenID], parents: [Int]) throws {
    try beforePass()
    precondition(!rows.isEmpty, "a tree was scored before it is extended")
    precondition(
      tokens.count == parents.count && rows.count + tokens.count <= maximumRowCount)
    add(tokens, parents)
  }

  private func add(_ tokens: [TokenID], _ parents: [Int?]) {
    passes.append(tokens.count)
    for (token, parent) in zip(tokens, parents) {
      precondition((parent == nil) == rows.isEmpty, "row 0 alone has no parent")
      precondition(parent ?? -1 < rows.count, "a parent precedes its children")
      rows.append(Row(token: token, parent: parent, logits: []))
      let context = cached + path(to: rows.count - 1)
      precondition(context.count <= contextLength, "a row's position is inside the context")
      rows[rows.count - 1].logits = logits(context)
    }
  }

  public func withLogits<Result>(row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result)
    -> Result
  {
    rows[row].logits.withUnsafeBufferPointer(body)
  }

  public func commit(path: [Int]) {
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
