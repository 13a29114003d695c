import DraftTrees
import Glibc
import Tokens

/// Reference results of growth policies on small tables, and their comparison with this program.
///
/// The file's keys are those of its writer; `q` of a model maps a prefix ("2,0") to the law below it.
struct PolicyVectors: Decodable {
  private let tolerance: Double
  private let models: [String: Model]
  private let policies: Policies

  private enum CodingKeys: String, CodingKey {
    case tolerance = "tolerance_abs"
    case models, policies
  }

  private struct Model: Decodable {
    var q: [String: [Double]]
  }

  private struct Policies: Decodable {
    var model: String
    var sequoia: Sequoia
    var eagle: [Eagle]
    var dyspec: [DySpec]
    var diverseBeam: [DiverseBeam]
    var race: GumbelTopK
    var stochasticBeam: [StochasticBeam]

    enum CodingKeys: String, CodingKey {
      case model, dyspec
      case sequoia = "sequoia_dp"
      case eagle = "eagle2"
      case diverseBeam = "diverse_beam"
      case race = "rsd_c_gumbel_topk"
      case stochasticBeam = "rsd_s_stochastic_beam"
    }
  }

  /// What was compared: numbers and tokens, and where they differ, one sentence each.
  struct Outcome: Hashable {
    fileprivate(set) var comparedCount = 0
    fileprivate(set) var differences: [String] = []

    fileprivate mutating func compare<Value: Equatable>(
      _ place: String, expected: Value, found: Value
    ) {
      comparedCount += 1
      if expected != found { differences.append("\(place) is \(found), expected \(expected)") }
    }

    fileprivate mutating func compare(
      _ place: String, expected: [Double], found: [Double], tolerance: Double
    ) {
      comparedCount += max(1, expected.count)
      let agree =
        expected.count == found.count
        && zip(expected, found).allSatisfy { abs($0 - $1) <= tolerance }
      if !agree { differences.append("\(place) is \(found), expected \(expected)") }
    }
  }

  /// Runs every policy of the file. Throws only what a wrong model name or prefix leads to.
  func check() throws -> Outcome {
    guard let model = models[policies.model] else {
      throw CommandFailure("policies.model names \"\(policies.model)\", which is not in models")
    }
    let laws = TableLaws(q: model.q)
    var outcome = Outcome()
    checkSequoia(&outcome)
    for (number, entry) in policies.eagle.enumerated() {
      try check(entry, "policies.eagle2[\(number)]", laws, &outcome)
    }
    for (number, entry) in policies.dyspec.enumerated() {
      try check(entry, "policies.dyspec[\(number)]", laws, &outcome)
    }
    for (number, entry) in policies.diverseBeam.enumerated() {
      try check(entry, "policies.diverse_beam[\(number)]", laws, &outcome)
    }
    for (number, entry) in policies.race.cases.enumerated() {
      check(entry, "policies.rsd_c_gumbel_topk.cases[\(number)]", laws, &outcome)
    }
    for (number, entry) in policies.stochasticBeam.enumerated() {
      try check(entry, "policies.rsd_s_stochastic_beam[\(number)]", laws, &outcome)
    }
    return outcome
  }

  private func grow(
    _ growth: String, budget: Int, laws: TableLaws, uniforms: [Double] = []
  ) throws -> DraftTree {
    let policy = try GrowthRegistry.make(try GrowthShape(growth))
    var (laws, draws) = (laws, ScriptedDraws(uniforms))
    return try policy.grow(
      GrowthRequest(anchor: TokenID(0), budget: budget), laws: &laws, draws: &draws)
  }
}

/// Laws of a table; below what it does not know nothing is drawn.
private struct TableLaws: DraftLaws {
  let q: [String: [Double]]

  mutating func laws(below nodes: [NodeIndex], of tree: DraftTree) -> [TokenLaw] {
    nodes.map { law(at: PolicyVectors.prefix(tree.path(to: $0).map { tree.tokens[$0.rawValue] })) }
  }

  func law(at prefix: String) -> TokenLaw {
    q[prefix].map { TokenLaw(dense: $0) }
      ?? TokenLaw(vocabularySize: q[""]?.count ?? 0, support: [], probabilities: [])
  }
}

// MARK: - Sequoia

extension PolicyVectors {
  private struct Sequoia: Decodable {
    var acceptance: [Double]
    /// [nodes - 1][depth - 1]
    var bestValue: [[Double?]]

    enum CodingKeys: String, CodingKey {
      case acceptance
      case bestValue = "best_value"
    }
  }

  private func checkSequoia(_ outcome: inout Outcome) {
    let entry = policies.sequoia
    let programme = SequoiaProgramme(
      acceptance: entry.acceptance, nodeCount: max(1, entry.bestValue.count),
      depth: max(1, entry.bestValue.map(\.count).max() ?? 1))
    for (nodes, row) in entry.bestValue.enumerated() {
      for (levels, expected) in row.enumerated() {
        let place = "policies.sequoia_dp.best_value[\(nodes)][\(levels)]"
        let found = programme.value(nodes: nodes + 1, depth: levels + 1)
        let shape = programme.shape(nodes: nodes + 1, depth: levels + 1)
        let worth = shape.map { Self.value(of: $0, entry.acceptance) }
        outcome.compare(
          place, expected: [expected].compactMap(\.self), found: [found].compactMap(\.self),
          tolerance: tolerance)
        outcome.compare(
          "\(place): the tree's own value", expected: [expected].compactMap(\.self),
          found: [worth].compactMap(\.self), tolerance: tolerance)
      }
    }
  }

  private static func value(of shape: SequoiaProgramme.Shape, _ acceptance: [Double]) -> Double {
    zip(shape.children, acceptance).reduce(1) { $0 + $1.1 * value(of: $1.0, acceptance) }
  }
}

// MARK: - EAGLE-2

extension PolicyVectors {
  /// [[tokens], cumulative draft probability]
  private struct Scored: Decodable {
    var tokens: [Int]
    var score: Double

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      tokens = try values.decode([Int].self)
      score = try values.decode(Double.self)
    }
  }

  private struct Eagle: Decodable {
    var k: Int
    var depth: Int
    var budget: Int
    var frontiers: [[Scored]]
    var selected: [Scored]

    enum CodingKeys: String, CodingKey {
      case k, depth, budget, selected
      case frontiers = "frontier_per_level"
    }
  }

  private func check(
    _ entry: Eagle, _ place: String, _ laws: TableLaws, _ outcome: inout Outcome
  ) throws {
    let tree = try grow(
      "eagle-2:k=\(entry.k),depth=\(entry.depth)", budget: entry.budget, laws: laws)
    let all = tree.nodes.dropFirst().sorted {
      (-(tree.estimates[$0] ?? 0), $0) < (-(tree.estimates[$1] ?? 0), $1)
    }
    func compare(_ place: String, _ expected: [Scored], _ nodes: [Int]) {
      outcome.compare(
        "\(place).tokens", expected: expected.map(\.tokens), found: nodes.map(tree.tokens(to:)))
      outcome.compare(
        "\(place).probability", expected: expected.map(\.score),
        found: nodes.map { tree.estimates[$0] ?? 0 }, tolerance: tolerance)
    }
    for (level, expected) in entry.frontiers.enumerated() {
      let nodes = all.filter { tree.depths[$0] == level + 1 }.prefix(entry.k)
      compare("\(place).frontier_per_level[\(level)]", expected, Array(nodes))
    }
    compare("\(place).selected", entry.selected, all.filter { !tree.isPruned[$0] })
  }
}

// MARK: - DySpec

extension PolicyVectors {
  private struct DySpec: Decodable {
    struct Node: Decodable {
      var parent: String
      var token: Int
      var estimate: Double
      var probability: Double

      enum CodingKeys: String, CodingKey {
        case parent, token, estimate
        case probability = "draw_prob"
      }
    }

    var budget: Int
    var uniforms: [Double]
    var nodes: [Node]
  }

  private func check(
    _ entry: DySpec, _ place: String, _ laws: TableLaws, _ outcome: inout Outcome
  ) throws {
    let tree = try grow("dyspec", budget: entry.budget, laws: laws, uniforms: entry.uniforms)
    let nodes = tree.nodes.dropFirst()
    outcome.compare("\(place).nodes.count", expected: entry.nodes.count, found: nodes.count)
    for (expected, node) in zip(entry.nodes, nodes) {
      let name = "\(place).nodes[\(node - 1)]"
      let parent = tree.parents[node] ?? .root
      outcome.compare(
        "\(name).parent", expected: expected.parent,
        found: Self.prefix(tree.path(to: parent).map { tree.tokens[$0.rawValue] }))
      outcome.compare(
        "\(name).token", expected: expected.token, found: tree.tokens[node].index)
      let drawn = tree.children(of: parent).prefix { $0.rawValue < node }
      let rest = 1 - drawn.reduce(0) { $0 + (tree.draftProbabilities[$1.rawValue] ?? 0) }
      outcome.compare(
        "\(name).estimate, draw_prob", expected: [expected.estimate, expected.probability],
        found: [tree.estimates[node] ?? 0, (tree.draftProbabilities[node] ?? 0) / rest],
        tolerance: tolerance)
    }
  }
}

// MARK: - Beams and races

extension PolicyVectors {
  private struct DiverseBeam: Decodable {
    struct Beam: Decodable {
      var tokens: [Int]
      var logprob: Double
      var augmented: Double
    }

    var groups: Int
    var beamsPerGroup: Int
    var lambda: Double
    var length: Int
    var result: [[Beam]]

    enum CodingKeys: String, CodingKey {
      case groups, lambda, length, result
      case beamsPerGroup = "beams_per_group"
    }
  }

  private func check(
    _ entry: DiverseBeam, _ place: String, _ laws: TableLaws, _ outcome: inout Outcome
  ) throws {
    let beams = entry.result.flatMap(\.self)
    let tree = try grow(
      "diverse-beam:groups=\(entry.groups),beams=\(entry.beamsPerGroup),"
        + "lambda=\(entry.lambda),length=\(entry.length)",
      budget: beams.count * entry.length, laws: laws)
    let ends = tree.nodes.filter { tree.depths[$0] == entry.length && !tree.isPruned[$0] }
    outcome.compare(
      "\(place).result.tokens", expected: beams.map(\.tokens), found: ends.map(tree.tokens(to:)))
    outcome.compare(
      "\(place).result.logprob", expected: beams.map(\.logprob), found: ends.map(tree.logarithm),
      tolerance: tolerance)
    outcome.compare(
      "\(place).result.augmented", expected: beams.map(\.augmented),
      found: ends.map { tree.estimates[$0] ?? 0 }, tolerance: tolerance)
  }

  private struct GumbelTopK: Decodable {
    struct Case: Decodable {
      var at: String
      var noise: [Double]
      var perturbed: [Double]
      var order: [Int]
    }

    var cases: [Case]
  }

  private func check(
    _ entry: GumbelTopK.Case, _ place: String, _ laws: TableLaws, _ outcome: inout Outcome
  ) {
    var draws = ScriptedDraws(entry.noise.map(Self.uniform(ofGumbel:)))
    let arrivals = Race.first(entry.noise.count, of: laws.law(at: entry.at), draws: &draws)
    outcome.compare(
      "\(place).order", expected: entry.order,
      found: arrivals.prefix(entry.order.count).map(\.token.index))
    outcome.compare(
      "\(place).perturbed", expected: entry.perturbed,
      found: arrivals.sorted { $0.token < $1.token }.map { -naturalLogarithm($0.time) },
      tolerance: tolerance)
  }

  private struct StochasticBeam: Decodable {
    struct Beam: Decodable {
      var tokens: [Int]
      var logprob: Double
      var perturbed: Double
    }

    var width: Int
    /// Gumbel noise of each token by prefix.
    var noise: [String: [Double]]
    /// In the order of their perturbed values.
    var levels: [[Beam]]
  }

  private func check(
    _ entry: StochasticBeam, _ place: String, _ laws: TableLaws, _ outcome: inout Outcome
  ) throws {
    // A level asks for noise beam after beam, in the order of the level before.
    let prefixes = [[[]]] + entry.levels.dropLast().map { $0.map(\.tokens) }
    let noise = prefixes.joined().flatMap { tokens in
      entry.noise[Self.prefix(tokens.map { TokenID($0) })] ?? []
    }
    let tree = try grow(
      "stochastic-beam:width=\(entry.width),depth=\(entry.levels.count)",
      budget: entry.width * entry.levels.count, laws: laws,
      uniforms: noise.map(Self.uniform(ofGumbel:)))
    for (level, beams) in entry.levels.enumerated() {
      let nodes = tree.nodes.filter { tree.depths[$0] == level + 1 }
      let name = "\(place).levels[\(level)]"
      outcome.compare(
        "\(name).tokens", expected: beams.map(\.tokens), found: nodes.map(tree.tokens(to:)))
      outcome.compare(
        "\(name).logprob", expected: beams.map(\.logprob), found: nodes.map(tree.logarithm),
        tolerance: tolerance)
      outcome.compare(
        "\(name).perturbed", expected: beams.map(\.perturbed),
        found: nodes.map { tree.estimates[$0] ?? 0 }, tolerance: tolerance)
    }
  }

  /// The uniform whose Gumbel noise this is: -log(-log u) = noise.
  private static func uniform(ofGumbel noise: Double) -> Double { exp(-exp(-noise)) }

  fileprivate static func prefix(_ tokens: [TokenID]) -> String {
    tokens.map { "\($0.index)" }.joined(separator: ",")
  }
}

extension DraftTree {
  fileprivate func tokens(to node: Int) -> [Int] {
    path(to: NodeIndex(node)).map { tokens[$0.rawValue].index }
  }

  /// Sum of log q down to a node.
  fileprivate func logarithm(_ node: Int) -> Double {
    path(to: NodeIndex(node)).reduce(0) {
      $0 + naturalLogarithm(draftProbabilities[$1.rawValue] ?? 0)
    }
  }
}
