import ArgumentParser
import DraftTrees
import FoundationEssentials
import Tokens
import Verification

/// `draftscope law`: what a verifier emits, exactly.
struct LawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "law",
    abstract: "Computes the exact law of drafting and verification on a table model.",
    discussion: """
      The table is a JSON object:
        {"vocab": 2, "depth": 1,
         "p": {"": [0.5, 0.5], "0": [1, 0], "1": [0.25, 0.75]},
         "q": {"": [0.25, 0.75]}}
      p is the target's law after each sequence of drafted tokens (joined by commas), q the draft \
      model's, one token shorter. Every draw of drafting and verification is branched over; nothing \
      is sampled. The total variation compares what is emitted, continued by the target, with the \
      target itself: 0 means lossless.
      """)

  @Argument(help: "The table, a JSON file; - reads standard input.") var table: String

  @Option(help: "How the tree grows, with parameters: independent-paths:paths=2,length=2.")
  var growth = ChainGrowth.descriptor.name

  @Option(
    name: .customLong("verifier"),
    help: "Only these verifiers, safe or not; may be given again. Default: all that are safe.")
  var verifiers: [String] = []

  @Option(help: "The most drafted nodes.") var budget = 6

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if !(0...16).contains(budget) {
      throw ValidationError("--budget takes 0 to 16, not \(budget).")
    }
  }

  private struct Row: Encodable {
    let verifier: String
    let isSafe: Bool
    let expectedAccepted: Double
    let blockEfficiency: Double
    let acceptedLengths: [Double]
    let totalVariation: Double
  }

  func run() throws {
    let table = try readTable()
    let shape = try GrowthShape(growth)
    let descriptor = try GrowthRegistry.descriptor(of: shape.name)
    guard let law = descriptor.law, descriptor.isEnumerable else {
      throw CommandFailure(
        "growth policy \"\(shape.name)\" draws in ways that cannot be branched over; use one of "
          + GrowthRegistry.descriptors.filter { $0.law != nil && $0.isEnumerable }.map(\.name)
          .joined(separator: ", "))
    }
    let policy = try GrowthRegistry.make(shape)
    let safe = Compatibility.safeVerifiers(for: law, sampling: SamplingSettings(temperature: 1))
    let request = GrowthRequest(anchor: 0, budget: budget)
    let trees = try ExactLaw.trees { draws in
      var laws = TableLaws(table)
      return try policy.grow(request, laws: &laws, draws: &draws)
    }
    let rows = try (verifiers.isEmpty ? safe : verifiers).map { name in
      let law = ExactLaw(of: try VerifierRegistry.make(name), table: table, trees: trees)
      return Row(
        verifier: name, isSafe: safe.contains(name), expectedAccepted: law.expectedAccepted,
        blockEfficiency: law.expectedAccepted + 1, acceptedLengths: law.acceptedLengths,
        totalVariation: law.totalVariation(from: table))
    }
    StandardStreams.writeResult(
      (json ? try JSONText.pretty(rows) : text(rows, trees: trees.count)) + "\n")
  }

  private func readTable() throws -> LawTable {
    let text = try StandardStreams.readText(path: table)
    do {
      return try JSONDecoder().decode(LawTable.self, from: Data(text.utf8))
    } catch DecodingError.dataCorrupted(let context) {
      throw CommandFailure("\(table): \(context.debugDescription)")
    } catch DecodingError.keyNotFound(let key, _) {
      throw CommandFailure("\(table): there is no \"\(key.stringValue)\"; see --help for the form")
    } catch {
      throw CommandFailure("\(table): not a table of laws; see --help for the form")
    }
  }

  private func text(_ rows: [Row], trees: Int) -> String {
    var table = TextTable(["VERIFIER", "ACCEPTED", "TOKENS/PASS", "TV TO TARGET", "P(0, 1, 2 …)"])
    for row in rows {
      table.add([
        row.verifier + (row.isSafe ? "" : " (not safe here)"), decimal(row.expectedAccepted),
        decimal(row.blockEfficiency), "\(row.totalVariation < 1e-12 ? 0 : row.totalVariation)",
        row.acceptedLengths.map(decimal).joined(separator: " "),
      ])
    }
    return "\(growth), \(trees) trees\n" + table.text
  }

  private func decimal(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }
}
