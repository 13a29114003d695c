import Decoding
import Models
import Timeline
import Tokens
import Verification

/// `draftscope bench --verification`: what judging a tree costs beside the pass over it.
struct BenchVerification: Encodable {
  let model: ModelSummary
  let threads: Int
  let nodes: Int
  /// Median of a pass over the nodes and the anchor.
  let passMicroseconds: Double
  let rows: [VerificationBenchmark.Row]

  /// The trees of the limit: 64 nodes.
  private static let nodeCount = 64
  private static let repetitions = 40
  private static let passCount = 7

  init(_ loaded: LoadedModel, threads: Int) throws {
    model = loaded.summary
    self.threads = threads
    nodes = min(Self.nodeCount, loaded.target.maximumRowCount - 1)
    passMicroseconds = try Self.pass(loaded.target, rows: nodes + 1)
    rows = try VerificationBenchmark(
      nodeCount: nodes, vocabularySize: loaded.summary.vocabularySize,
      repetitions: Self.repetitions
    ).run(microseconds: SteadyClock.microseconds)
  }

  private static func pass(_ target: any TargetModel, rows: Int) throws -> Double {
    let tokens = (0..<rows).map { TokenID($0 * 7919 % target.vocabularySize) }
    let parents: [Int?] = (0..<rows).map { $0 == 0 ? nil : ($0 - 1) / 2 }
    let times = try (0..<passCount).map { _ in
      let began = SteadyClock.microseconds()
      try target.score(tokens: tokens, parents: parents)
      return SteadyClock.microseconds() - began
    }.sorted()
    return times[times.count / 2]
  }

  /// As a table.
  var text: String {
    var table = TextTable(["VERIFIER", "TREE", "MEDIAN µs", "LARGEST µs", "% OF THE PASS"])
    for row in rows {
      table.add([
        row.verifier, row.growth, "\(Int(row.medianMicroseconds.rounded()))",
        "\(Int(row.largestMicroseconds.rounded()))",
        "\((row.medianMicroseconds / passMicroseconds * 1000).rounded() / 10)",
      ])
    }
    return """
      \(model.name), \(model.precision), \(threads) threads: a pass over \(nodes) nodes and the \
      anchor takes \(Int(passMicroseconds)) µs
      laws of \(model.vocabularySize) tokens, made up; 8 trees, \(Self.repetitions) judgements each

      \(table.text)
      """
  }
}
