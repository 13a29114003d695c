import Decoding
import Models
import Tensors
import Timeline
import Tokens

/// c(n) of one target in every precision, and how far each is from the F32 weights of the file.
struct PrecisionTable: Encodable {
  struct Row: Encodable {
    var precision: String
    /// "F32", or the format weights were rounded to; "file" for those of the file.
    var weights: String
    var cost: CostTable
    /// Of the positions of a text, those where the most probable token is that of the reference.
    var agreement: Double
    /// Mean total variation from the reference's law at temperature 1.
    var totalVariation: Double
  }

  var model: String
  var threads: Int
  /// Tokens of the text that laws are compared on.
  var positions: Int
  var rows: [Row]

  /// Rows of a pass in which laws are compared, and the most positions.
  private static let batch = 32
  private static let mostPositions = 128
  /// Microseconds for one measurement of one precision.
  private static let limit = 1_000_000.0

  /// Loads the model in each precision, and measures them in turns.
  init(_ options: ModelOptions, text: String, repetitions: Int) throws {
    let precisions = [Precision.reference, .fast, .q8, .q4]
    let loaded = try precisions.map { precision in
      var options = options
      options.precision = precision
      return try options.loader()({ _, _ in }, { false })
    }
    var costs = [[CostTable]](repeating: [], count: loaded.count)
    for _ in 0..<repetitions {
      for (index, model) in loaded.enumerated() {
        costs[index].append(try CostCalibration.measure(model.target, limit: Self.limit))
      }
    }
    let tokens = Array(try loaded[0].encode(text, false).prefix(Self.mostPositions))
    let reference = try Self.laws(tokens, loaded[0].target)
    model = loaded[0].summary.name
    threads = options.threadCount
    positions = tokens.count
    rows = try precisions.indices.map { index in
      let laws = index == 0 ? reference : try Self.laws(tokens, loaded[index].target)
      let pairs = zip(laws, reference)
      return Row(
        precision: precisions[index].rawValue, weights: precisions[index].weights,
        cost: CostCalibration.median(costs[index]),
        agreement: Double(pairs.count { $0.mostProbable == $1.mostProbable })
          / Double(tokens.count),
        totalVariation: pairs.reduce(0) { $0 + $1.0.totalVariation(from: $1.1) }
          / Double(tokens.count))
    }
  }

  /// The model's own law after each token of a text.
  private static func laws(_ tokens: [TokenID], _ target: any TargetModel) throws -> [TokenLaw] {
    target.truncate(to: 0)
    var laws: [TokenLaw] = []
    for start in stride(from: 0, to: tokens.count, by: batch) {
      let rows = Array(tokens[start..<min(start + batch, tokens.count)])
      try target.score(tokens: rows, parents: rows.indices.map { $0 == 0 ? nil : $0 - 1 })
      laws += rows.indices.map { row in
        target.withLogits(row: row) {
          LogitProcessing.law(logits: $0, settings: SamplingSettings(temperature: 1))
        }
      }
      target.commit(path: Array(rows.indices))
    }
    return laws
  }

  var text: String {
    let counts = rows.map(\.cost.rowCounts).min { $0.count < $1.count } ?? []
    var costs = TextTable(["rows"] + rows.flatMap { ["\($0.precision) µs", "c(n)"] })
    for count in counts {
      costs.add(
        ["\(count)"]
          + rows.flatMap { row -> [String] in
            let relative = row.cost.relativeCost(rows: count)
            return [
              "\(Int((relative * row.cost.plainMicroseconds).rounded()))", decimal(relative, 100),
            ]
          })
    }
    var distances = TextTable(["precision", "weights", "same best token", "total variation"])
    for row in rows {
      distances.add([
        row.precision, row.weights, "\(decimal(row.agreement * 100, 10)) %",
        decimal(row.totalVariation, 10_000),
      ])
    }
    return """
      \(model), \(threads) thread\(threads == 1 ? "" : "s"): a pass over n rows
      \(costs.text)

      against the reference, on \(positions) tokens of text at temperature 1
      \(distances.text)
      q8 and q4 are other models than the file's: what they emit differs from its text.
      """
  }

  private func decimal(_ value: Double, _ scale: Double) -> String {
    "\((value * scale).rounded() / scale)"
  }
}

extension Precision {
  /// Which weights are computed with.
  fileprivate var weights: String {
    switch self {
    case .reference: "F32 of the file's"
    case .fast: "the file's"
    case .q8, .q4: "rounded to \(roundedFormat?.rawValue ?? "")"
    }
  }
}
