/// What a model file says of its own training, under the keys `draftscope.*`: held-out loss and
/// agreement of every layer the model may be left at, and the short vocabulary for drafting.
public struct TrainingReport: Equatable, Sendable, Encodable {
  /// A layer read through the final norm and the output matrix, on one held-out part.
  public struct Exit: Equatable, Sendable, Encodable {
    /// From 1; the last one is the model itself.
    public let layer: Int
    /// Cross-entropy with the text, nats a token.
    public let loss: Double
    /// How often its most probable token is that of the last layer.
    public let agreement: Double
    /// Sum of min(p, q) with the last layer: the chance that a sampled draft is accepted.
    public let overlap: Double
  }

  /// A held-out text.
  public struct Part: Equatable, Sendable, Encodable {
    public let name: String
    public let tokens: Int
    /// Loss of a trigram model of the same training text, nats a token: the floor to be below.
    public let trigramLoss: Double?
    /// By layer.
    public let exits: [Exit]
  }

  /// The most frequent tokens.
  public struct ShortVocabulary: Equatable, Sendable, Encodable {
    public let tokens: Int
    /// For each part, the share of its text that these tokens are.
    public let coverage: [Double]
  }

  public let summary: String
  public let parts: [Part]
  public let shortVocabulary: ShortVocabulary?

  /// Nil when the file says nothing of exits. Throws ``GGUFError`` when what it says is of the wrong
  /// kind or does not fit together.
  public init?(file: GGUFFile) throws {
    guard file.has("draftscope.exits.layers") else { return nil }
    parts = try Self.parts(file, under: "draftscope.exits")
    summary =
      file.has("draftscope.training.summary")
      ? try file.string("draftscope.training.summary") : ""
    if file.has("draftscope.short_vocabulary.ids") {
      shortVocabulary = ShortVocabulary(
        tokens: try file.integers("draftscope.short_vocabulary.ids").count,
        coverage: try Self.floats(
          file, "draftscope.short_vocabulary.coverage", count: parts.count))
    } else {
      shortVocabulary = nil
    }
  }

  /// The exits over all parts, each token counting the same.
  public var mean: [Exit] { Self.mean(parts) }

  static func mean(_ parts: [Part]) -> [Exit] {
    let total = Double(parts.reduce(0) { $0 + $1.tokens })
    guard let first = parts.first, total > 0 else { return [] }
    return first.exits.indices.map { place in
      func mean(_ value: (Exit) -> Double) -> Double {
        parts.reduce(0) { $0 + value($1.exits[place]) * Double($1.tokens) } / total
      }
      return Exit(
        layer: first.exits[place].layer, loss: mean(\.loss), agreement: mean(\.agreement),
        overlap: mean(\.overlap))
    }
  }

  /// What was measured of every exit on the held-out parts.
  /// - Parameter prefix: of the keys `PREFIX.{loss,agreement,overlap}.PART`.
  static func parts(_ file: GGUFFile, under prefix: String) throws -> [Part] {
    let layers = try file.integers("draftscope.exits.layers")
    let names = try file.strings("draftscope.heldout.parts")
    let tokens = try Self.integers(file, "draftscope.heldout.tokens", count: names.count)
    let floors = try Self.optionalFloats(
      file, "draftscope.heldout.trigram_loss", count: names.count)
    return try names.enumerated().map { index, part in
      func values(_ name: String) throws -> [Double] {
        try floats(file, "\(prefix).\(name).\(part)", count: layers.count)
      }
      let (loss, agreement, overlap) = (
        try values("loss"), try values("agreement"), try values("overlap")
      )
      return Part(
        name: part, tokens: tokens[index], trigramLoss: floors?[index],
        exits: layers.enumerated().map { place, layer in
          Exit(
            layer: layer, loss: loss[place], agreement: agreement[place], overlap: overlap[place])
        })
    }
  }

  static func floats(_ file: GGUFFile, _ key: String, count: Int) throws -> [Double] {
    let values = try file.floats(key)
    guard values.count == count, values.allSatisfy(\.isFinite) else {
      throw GGUFError(
        file: file.name,
        problem: .wrongKind(
          key: key, expected: "\(count) finite numbers", found: "an array of \(values.count)"))
    }
    return values
  }

  private static func optionalFloats(
    _ file: GGUFFile, _ key: String, count: Int
  ) throws -> [Double]? {
    file.has(key) ? try floats(file, key, count: count) : nil
  }

  private static func integers(_ file: GGUFFile, _ key: String, count: Int) throws -> [Int] {
    let values = try file.integers(key)
    guard values.count == count else {
      throw GGUFError(
        file: file.name,
        problem: .wrongKind(
          key: key, expected: "\(count) integers", found: "an array of \(values.count)"))
    }
    return values
  }
}
