/// What an adapter's file says of itself: how far the exits of its target agreed with the last layer
/// before it was trained, and how far they do with it, over all held-out text.
public struct AdapterReport: Equatable, Sendable, Encodable {
  /// An exit of the target, as it is and with what was trained for it.
  public struct Pair: Equatable, Sendable, Encodable {
    public let before: TrainingReport.Exit
    public let after: TrainingReport.Exit
  }

  public let summary: String
  /// By layer.
  public let exits: [Pair]
  /// The Kangaroo adapter over the whole vocabulary, and over the short one; nil without an adapter.
  public let kangaroo: TrainingReport.Exit?
  public let kangarooShort: TrainingReport.Exit?

  /// Nil when the file holds no measurements. Throws ``GGUFError`` when they are of the wrong kind or
  /// do not fit together.
  public init?(file: GGUFFile) throws {
    guard file.has("draftscope.adapter.target"), file.has("draftscope.exits.layers") else {
      return nil
    }
    let after = try TrainingReport.parts(file, under: "draftscope.exits")
    let before = try TrainingReport.parts(file, under: "draftscope.exits.before")
    exits = zip(TrainingReport.mean(before), TrainingReport.mean(after)).map(Pair.init)
    summary =
      file.has("draftscope.training.summary")
      ? try file.string("draftscope.training.summary") : ""
    let tokens = after.map(\.tokens)
    kangaroo = try Self.kangaroo(file, "draftscope.kangaroo", tokens: tokens)
    kangarooShort = try Self.kangaroo(file, "draftscope.kangaroo.short", tokens: tokens)
  }

  /// The mean over the parts, each token counting the same; nil where nothing was measured.
  private static func kangaroo(
    _ file: GGUFFile, _ prefix: String, tokens: [Int]
  ) throws -> TrainingReport.Exit? {
    guard file.has("\(prefix).loss") else { return nil }
    let total = Double(tokens.reduce(0, +))
    func mean(_ name: String) throws -> Double {
      let values = try TrainingReport.floats(file, "\(prefix).\(name)", count: tokens.count)
      return zip(values, tokens).reduce(0) { $0 + $1.0 * Double($1.1) } / max(1, total)
    }
    return TrainingReport.Exit(
      layer: try file.integer("draftscope.kangaroo.exit_layer"), loss: try mean("loss"),
      agreement: try mean("agreement"), overlap: try mean("overlap"))
  }
}
