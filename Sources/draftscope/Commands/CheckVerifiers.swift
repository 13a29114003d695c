import ArgumentParser
import Verification

/// `draftscope check verifiers FILE`
struct CheckVerifiers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verifiers",
    abstract: "Compares every verifier and growth policy with exact references.",
    discussion: """
      FILE is a JSON object with "models" (laws of a target and a draft as tables), a tolerance, and \
      any of these groups. "traces": fixed trees and scripted uniforms, every step and the result. \
      "conditional": the law of the outcome for a given tree. "marginal": the law of what is \
      emitted, drafting included, and its total variation to the target. "single_node" and \
      "efficiency": how much is accepted. "negative_controls": known mistakes and the bias each \
      must show. "policies": the trees that growth policies build. Laws are enumerated, not \
      sampled. Status 1 when something differs.
      """)

  @Argument(help: "The references.") var file: String
  @Option(help: "How many differences to print.") var differences = 10

  private struct Policies: Decodable {
    var policies: Present?
    struct Present: Decodable {}
  }

  func run() throws {
    let reference = try JSONText.read(file, as: VectorFile.self)
    let hasPolicies = try JSONText.read(file, as: Policies.self).policies != nil
    let policies = hasPolicies ? try JSONText.read(file, as: PolicyVectors.self) : nil
    var found: [String] = []
    func report(_ name: String, _ compared: String, _ differences: [String]) {
      print("\(name): \(compared), \(differences.count) differences")
      found += differences
    }
    for group in reference.check() where group.count > 0 {
      report(group.name, "\(group.count) entries", group.differences)
    }
    if let outcome = try policies?.check() {
      report("policies", "\(outcome.comparedCount) values", outcome.differences)
    }
    for line in found.prefix(max(0, differences)) { print(line) }
    let hidden = found.count - max(0, differences)
    if hidden > 0 { print("… and \(hidden) more") }
    print("\(found.count) differences")
    if !found.isEmpty { throw ExitCode.failure }
  }
}
