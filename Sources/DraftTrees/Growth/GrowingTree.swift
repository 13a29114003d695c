import Tokens

/// A tree while a policy grows it: keeps to the budget, to the reach bar and to the end tokens.
struct GrowingTree {
  private(set) var tree: DraftTree
  /// Product of q from the root down to each node: the reach as far as the drafter can tell.
  private(set) var reaches: [Double] = [1]
  private let request: GrowthRequest

  init(_ request: GrowthRequest, law: ProposalLaw) {
    tree = DraftTree(anchor: request.anchor, law: law)
    self.request = request
  }

  /// Nodes that the budget still allows.
  var room: Int { max(0, request.budget - tree.draftedCount) }

  /// Whether anything may grow below a node: not below an end token, not where reach is too small.
  func mayGrow(below node: NodeIndex) -> Bool {
    pays(reaches[node.rawValue])
      && (node == .root || !request.endTokens.contains(tree.tokens[node.rawValue]))
  }

  /// Whether a place with this estimated reach is worth a node.
  func pays(_ estimate: Double) -> Bool { estimate > request.reachBar }

  /// Adds a node, or a further draw of one that stands already.
  mutating func append(
    _ token: TokenID, under parent: NodeIndex, draftProbability: Double, estimate: Double? = nil,
    source: String
  ) -> NodeIndex {
    let node = tree.append(
      token, under: parent, draftProbability: draftProbability, estimate: estimate, source: source)
    if node.rawValue == reaches.count {
      reaches.append(reaches[parent.rawValue] * draftProbability)
    }
    return node
  }

  /// Draws the next child of a node without replacement; only when the node has any mass left.
  mutating func drawChild(
    of open: inout OpenNode, draws: inout some Draws, estimate: Double? = nil
  ) -> NodeIndex {
    let drawn = open.draw(&draws)
    return append(
      drawn.token, under: open.node, draftProbability: drawn.draftProbability, estimate: estimate,
      source: "draw \(open.drawnCount)")
  }

  /// q below each node; no pass when there is none.
  func laws(below nodes: [NodeIndex], from laws: inout some DraftLaws) throws -> [TokenLaw] {
    nodes.isEmpty ? [] : try laws.laws(below: nodes, of: tree)
  }

  /// Nodes ready for drawing without replacement.
  func open(_ nodes: [NodeIndex], laws: inout some DraftLaws) throws -> [OpenNode] {
    zip(nodes, try self.laws(below: nodes, from: &laws)).map {
      OpenNode($0, law: $1, reach: reaches[$0.rawValue])
    }
  }

  mutating func prune(_ node: NodeIndex) { tree.prune(node) }

  func sealed() -> DraftTree {
    var sealed = tree
    sealed.seal()
    return sealed
  }
}

/// A node whose children are drawn one after another without replacement.
struct OpenNode {
  let node: NodeIndex
  /// Product of q from the root down to the node.
  let reach: Double
  private(set) var drawnCount = 0
  private var rest: TokenMasses
  private let total: Double

  init(_ node: NodeIndex, law: TokenLaw, reach: Double) {
    self.node = node
    self.reach = reach
    rest = TokenMasses(law)
    total = rest.total
  }

  /// Estimated reach of the next place, before its token is drawn: the node's reach times the mass
  /// that no earlier child took. 0 when nothing is left. Source: verification-and-trees.md section
  /// 5.6, the product of the factors R(y) and 1 - R(y).
  var estimate: Double { rest.hasMass ? reach * (rest.total / total) : 0 }

  /// - Returns: the token, and its q under the node's full law.
  mutating func draw(_ draws: inout some Draws) -> (token: TokenID, draftProbability: Double) {
    let token = draws.token(from: rest).token
    let probability = rest.mass(of: token) / total
    rest.remove(token)
    drawnCount += 1
    return (token, probability)
  }
}
