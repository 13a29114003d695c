import DraftTrees
import Tokens

/// Reference results of verifiers, one array a group; see `draftscope check verifiers --help`.
///
/// Decoding is the caller's: this module knows no file and no JSON.
public struct VectorFile: Decodable, Sendable {
  /// How far a number may be off.
  let tolerance: Double
  let models: [String: LawTable]
  let traces: [TraceVector]
  let conditional: [ConditionalVector]
  let marginal: [MarginalVector]
  let singleNode: [SingleNodeVector]
  let efficiency: [EfficiencyVector]
  let negativeControls: [NegativeControlVector]

  private enum CodingKeys: String, CodingKey {
    case tolerance = "tolerance_abs"
    case models, traces, conditional, marginal
    case singleNode = "single_node"
    case efficiency
    case negativeControls = "negative_controls"
  }

  /// Groups that are missing have no entries.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func group<Entry: Decodable>(_ key: CodingKeys) throws -> [Entry] {
      try container.decodeIfPresent([Entry].self, forKey: key) ?? []
    }
    tolerance = try container.decode(Double.self, forKey: .tolerance)
    models = try container.decode([String: LawTable].self, forKey: .models)
    traces = try group(.traces)
    conditional = try group(.conditional)
    marginal = try group(.marginal)
    singleNode = try group(.singleNode)
    efficiency = try group(.efficiency)
    negativeControls = try group(.negativeControls)
  }

  /// What came of comparing one group.
  public struct Group: Hashable, Sendable {
    public var name: String
    /// Entries compared.
    public var count: Int
    /// A sentence for each difference, naming the entry.
    public var differences: [String]
  }

  /// Compares every entry with this program.
  ///
  /// - Parameter report: called after each group.
  public func check(report: (Group) -> Void = { _ in }) -> [Group] {
    var bench = VectorBench(self)
    var groups: [Group] = []
    func check(_ name: String, _ entries: [some VectorEntry]) {
      groups.append(bench.check(name, entries))
      report(groups[groups.count - 1])
    }
    check("traces", traces)
    check("conditional", conditional)
    check("marginal", marginal)
    check("single_node", singleNode)
    check("efficiency", efficiency)
    check("negative_controls", negativeControls)
    return groups
  }
}

/// An entry of a vector file.
protocol VectorEntry: Sendable {
  /// As differences name it; nil for its place in the array.
  var name: String? { get }
  /// What differs, a phrase each.
  func differences(on bench: inout VectorBench) throws(VectorProblem) -> [String]
}

/// Why an entry cannot be compared.
struct VectorProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What entries are compared with: the file's models, and laws computed so far.
struct VectorBench {
  let file: VectorFile
  private var laws: [LawKey: ExactLaw] = [:]
  private var trees: [TreesKey: [DraftTree: Double]] = [:]

  private struct LawKey: Hashable {
    var model: String
    var drafting: VectorDrafting
    var verifier: String
  }

  private struct TreesKey: Hashable {
    var model: String
    var drafting: VectorDrafting
  }

  init(_ file: VectorFile) { self.file = file }

  mutating func check(_ name: String, _ entries: [some VectorEntry]) -> VectorFile.Group {
    var differences: [String] = []
    for (place, entry) in entries.enumerated() {
      let label = "\(name) \(entry.name ?? "\(place)")"
      do {
        differences += try entry.differences(on: &self).map { "\(label): \($0)" }
      } catch {
        differences.append("\(label): \(error)")
      }
    }
    return VectorFile.Group(name: name, count: entries.count, differences: differences)
  }

  func model(_ name: String) throws(VectorProblem) -> LawTable {
    guard let model = file.models[name] else {
      throw VectorProblem("there is no model \"\(name)\" in the file")
    }
    return model
  }

  /// The verifier that the file calls `name`.
  func verifier(_ name: String) throws(VectorProblem) -> any Verifier {
    guard let own = Self.verifierNames[name], let verifier = try? VerifierRegistry.make(own)
    else { throw VectorProblem("no verifier is known for \"\(name)\"") }
    return verifier
  }

  /// The law of drafting and verification together; computed once.
  mutating func law(
    _ model: String, _ drafting: VectorDrafting, _ verifier: String
  ) throws(VectorProblem) -> ExactLaw {
    let key = LawKey(model: model, drafting: drafting, verifier: verifier)
    if let law = laws[key] { return law }
    let law = try law(model, drafting, self.verifier(verifier))
    laws[key] = law
    return law
  }

  mutating func law(
    _ model: String, _ drafting: VectorDrafting, _ verifier: any Verifier
  ) throws(VectorProblem) -> ExactLaw {
    let table = try self.model(model)
    let key = TreesKey(model: model, drafting: drafting)
    let trees = self.trees[key] ?? ExactLaw.trees { drafting.tree(from: table, &$0) }
    self.trees[key] = trees
    return ExactLaw(of: verifier, table: table, trees: trees)
  }

  /// A phrase when two numbers are further apart than the file allows.
  func difference(_ name: String, _ found: Double, _ expected: Double) -> String? {
    abs(found - expected) <= file.tolerance
      ? nil : "\(name) is \(found), expected \(expected)"
  }

  /// A phrase for each key whose values differ; a missing one counts as 0.
  func differences<Key: Hashable & CustomStringConvertible>(
    _ name: String, _ found: [Key: Double], _ expected: [Key: Double]
  ) -> [String] {
    Set(found.keys).union(expected.keys).sorted { "\($0)" < "\($1)" }.compactMap {
      difference("\(name) of \($0)", found[$0] ?? 0, expected[$0] ?? 0)
    }
  }

  private static let verifierNames = [
    "token": "token", "block": "block", "nss": "sample-match", "naive": "naive-tree",
    "specinfer": "spec-infer", "rrs": "recursive-with-replacement", "rrsw": "recursive",
    "kseq": "k-seq", "traversal": "traversal", "traversal_wr": "traversal-with-replacement",
    "gbv": "greedy-multi-path", "gbv_switch": "greedy-multi-path-switch",
    "point_mass": "point-mass",
  ]
}
