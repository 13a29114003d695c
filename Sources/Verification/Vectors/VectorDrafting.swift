import DraftTrees
import Tokens

/// A way to draft, as a vector file names it.
struct VectorDrafting: Hashable, Sendable {
  enum Kind: String, Decodable, Sendable {
    /// One path from q.
    case chain
    /// K paths from q.
    case independentPaths = "iid_paths"
    /// A trunk, then K branches.
    case delayed
    /// `branching[d]` children without replacement at depth d.
    case withoutReplacement = "swor"
    /// The k most probable children everywhere.
    case highest = "topk"
    /// The most valuable place first, until the budget is spent.
    case heap = "dyspec"
    /// Every place worth a threshold.
    case threshold = "dyspec_threshold"
  }

  var kind: Kind
  var paths = 1
  var length = 0
  var trunk = 0
  var branching: [Int] = []
  var count = 0
  var threshold = 0.0

  /// A sealed tree.
  func tree(from table: LawTable, _ draws: inout some Draws) -> DraftTree {
    var tree = DraftTree(anchor: 0, law: law)
    switch kind {
    case .chain, .independentPaths, .delayed: growPaths(&tree, table, &draws)
    case .withoutReplacement: grow(.root, &tree, table, &draws)
    case .highest: growHighest(.root, &tree, table)
    case .heap: growHeap(&tree, table, &draws)
    case .threshold: growWorthy(.root, value: 1, &tree, table, &draws)
    }
    tree.seal()
    return tree
  }

  private var law: ProposalLaw {
    switch kind {
    case .chain, .independentPaths, .delayed: .independent
    case .withoutReplacement, .heap, .threshold: .withoutReplacement
    case .highest: .deterministic
    }
  }

  private func masses(_ node: NodeIndex, _ tree: DraftTree, _ table: LawTable) -> TokenMasses {
    TokenMasses(table.draftLaw(after: tree.pathTokens(to: node)))
  }

  private func growPaths(
    _ tree: inout DraftTree, _ table: LawTable, _ draws: inout some Draws
  ) {
    func grow(_ length: Int, below start: NodeIndex) -> NodeIndex {
      (0..<length).reduce(start) { node, _ in
        let draw = draws.token(from: masses(node, tree, table))
        return tree.append(
          draw.token, under: node, draftProbability: draw.probability, source: "draw")
      }
    }
    let fork = grow(trunk, below: .root)
    for _ in 0..<paths { _ = grow(length, below: fork) }
  }

  private func grow(
    _ node: NodeIndex, _ tree: inout DraftTree, _ table: LawTable, _ draws: inout some Draws
  ) {
    let depth = tree.depths[node.rawValue]
    guard depth < branching.count else { return }
    var rest = masses(node, tree, table)
    for _ in 0..<branching[depth] where rest.hasMass {
      let token = draws.token(from: rest).token
      rest.remove(token)
      grow(tree.append(token, under: node, source: "draw"), &tree, table, &draws)
    }
  }

  private func growHighest(_ node: NodeIndex, _ tree: inout DraftTree, _ table: LawTable) {
    guard tree.depths[node.rawValue] < table.depth else { return }
    let law = masses(node, tree, table)
    let tokens = (0..<table.vocabularySize).map { TokenID($0) }
      .sorted { (law.mass(of: $1), $0) < (law.mass(of: $0), $1) }
    for token in tokens.prefix(count) {
      growHighest(tree.append(token, under: node, source: "rank"), &tree, table)
    }
  }

  private func growHeap(
    _ tree: inout DraftTree, _ table: LawTable, _ draws: inout some Draws
  ) {
    var slots = [(value: 1.0, node: NodeIndex.root, rest: masses(.root, tree, table))]
    while tree.draftedCount < count, !slots.isEmpty {
      // Of equal ones the slot that was added first.
      var best = 0
      for index in slots.indices where slots[index].value > slots[best].value { best = index }
      let (value, node, rest) = slots.remove(at: best)
      let draw = draws.token(from: rest)
      let child = tree.append(draw.token, under: node, source: "slot")
      var others = rest
      others.remove(draw.token)
      if others.hasMass { slots.append((value * (1 - draw.probability), node, others)) }
      let below = masses(child, tree, table)
      if below.hasMass { slots.append((value * draw.probability, child, below)) }
    }
  }

  private func growWorthy(
    _ node: NodeIndex, value: Double, _ tree: inout DraftTree, _ table: LawTable,
    _ draws: inout some Draws
  ) {
    var rest = masses(node, tree, table)
    var value = value
    while rest.hasMass, value >= threshold {
      let draw = draws.token(from: rest)
      let child = tree.append(draw.token, under: node, source: "slot")
      growWorthy(child, value: value * draw.probability, &tree, table, &draws)
      value *= 1 - draw.probability
      rest.remove(draw.token)
    }
  }
}

extension VectorDrafting: Decodable {
  private enum CodingKeys: String, CodingKey {
    case kind, length, paths, trunk, branch, branching, k, budget, threshold
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(kind: try container.decode(Kind.self, forKey: .kind))
    func count(_ key: CodingKeys) throws -> Int {
      let value = try container.decode(Int.self, forKey: key)
      guard (0...64).contains(value) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "0 to 64, not \(value)")
      }
      return value
    }
    switch kind {
    case .chain: length = try count(.length)
    case .independentPaths: (paths, length) = (try count(.paths), try count(.length))
    case .delayed:
      (paths, trunk, length) = (try count(.paths), try count(.trunk), try count(.branch))
    case .withoutReplacement: branching = try container.decode([Int].self, forKey: .branching)
    case .highest: self.count = try count(.k)
    case .heap: self.count = try count(.budget)
    case .threshold: threshold = try container.decode(Double.self, forKey: .threshold)
    }
  }

  /// From the JSON text that is part of an efficiency key: an object of numbers, one string and an
  /// array of numbers.
  init?(text: String) {
    var fields: [String: String] = [:]
    var (field, depth) = ("", 0)
    for character in text.dropFirst().dropLast() + "," {
      depth += character == "[" ? 1 : character == "]" ? -1 : 0
      guard character == ",", depth == 0 else {
        field.append(character)
        continue
      }
      let sides = field.split(separator: ":").map { $0.filter { !" \"[]".contains($0) } }
      guard sides.count == 2 else { return nil }
      fields[sides[0]] = sides[1]
      field = ""
    }
    guard let kind = fields["kind"].flatMap(Kind.init) else { return nil }
    self.init(kind: kind)
    func count(_ key: String) -> Int { fields[key].flatMap { Int($0) } ?? 0 }
    if kind != .chain, fields["paths"] != nil { paths = count("paths") }
    length = kind == .delayed ? count("branch") : count("length")
    trunk = count("trunk")
    branching = (fields["branching"] ?? "").split(separator: ",").compactMap { Int($0) }
    self.count = kind == .highest ? count("k") : count("budget")
    threshold = fields["threshold"].flatMap { Double($0) } ?? 0
  }
}
