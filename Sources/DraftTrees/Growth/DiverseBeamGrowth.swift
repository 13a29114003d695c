import Tokens

/// Groups of beams, each pushed away from what earlier groups chose: a token costs lambda for every
/// earlier beam that took it at the same step. The union of the last beams is the tree.
///
/// Deterministic. Beams that died on the way stay as pruned nodes, and so does what exceeds the
/// budget. Source: Vijayakumar et al. 2018, diverse beam search, section 3 (Hamming diversity);
/// verification-and-trees.md section 5.8.
public struct DiverseBeamGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "diverse-beam", summary: "Groups of beams that avoid each other's tokens.",
    source: "Vijayakumar et al. 2018, diverse beam search", law: .deterministic,
    parameters: [
      MethodParameter(name: "groups", summary: "Groups.", range: 1...8, standard: 2),
      MethodParameter(name: "beams", summary: "Beams of a group.", range: 1...8, standard: 1),
      MethodParameter(
        name: "lambda", summary: "Price of a token that an earlier group took.", range: 0...100,
        standard: 0.5, isWhole: false),
      MethodParameter(name: "length", summary: "Steps.", range: 1...32, standard: 3),
    ])

  private let groupCount: Int
  private let beamCount: Int
  private let lambda: Double
  private let length: Int

  /// The end of a path and its sum of log q less what its tokens cost.
  fileprivate struct Beam {
    var node: NodeIndex
    var score: Double
  }

  /// A beam one step on, or one that has come to its end.
  fileprivate struct Candidate {
    var parent: Beam
    var token: RankedToken?
    var score: Double
  }

  public init(_ shape: GrowthShape) {
    groupCount = shape.count("groups")
    beamCount = shape.count("beams")
    lambda = shape["lambda"]
    length = shape.count("length")
  }

  /// The estimate of a node is its augmented log-probability in the first group that reached it.
  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = GrowingTree(request, law: .deterministic)
    guard request.budget > 0 else { return tree.sealed() }
    var groups = [[Beam]](repeating: [Beam(node: .root, score: 0)], count: groupCount)
    for _ in 0..<length {
      var open: [NodeIndex] = []
      for beam in groups.joined() where tree.mayGrow(below: beam.node) && !open.contains(beam.node)
      {
        open.append(beam.node)
      }
      guard !open.isEmpty else { break }
      let found = Dictionary(
        uniqueKeysWithValues: zip(open, try tree.laws(below: open, from: &laws)))
      var taken: [TokenID: Int] = [:]
      for group in groups.indices {
        groups[group] = step(groups[group], found, taken, group: group + 1, in: &tree)
        for beam in groups[group] where open.contains(tree.parent(of: beam.node)) {
          taken[tree.tree.tokens[beam.node.rawValue], default: 0] += 1
        }
      }
    }
    tree.keep(groups.joined().map(\.node), count: request.budget)
    return tree.sealed()
  }

  /// The best beams of a group after one more token.
  private func step(
    _ beams: [Beam], _ laws: [NodeIndex: TokenLaw], _ taken: [TokenID: Int], group: Int,
    in tree: inout GrowingTree
  ) -> [Beam] {
    let candidates = beams.flatMap { beam -> [Candidate] in
      guard let law = laws[beam.node] else {
        return [Candidate(parent: beam, token: nil, score: beam.score)]
      }
      // Taken tokens only fall in the order, so these hold the best of them.
      return law.ranked(beamCount + taken.count).map { token in
        Candidate(
          parent: beam, token: token,
          score: beam.score + naturalLogarithm(token.probability)
            - lambda * Double(taken[token.token] ?? 0))
      }
    }
    let order = candidates.indices.sorted { left, right in
      let (first, second) = (candidates[left], candidates[right])
      guard first.score == second.score else { return first.score > second.score }
      return tree.sequence(first).lexicographicallyPrecedes(tree.sequence(second))
    }
    return order.prefix(beamCount).enumerated().map { place, index in
      let candidate = candidates[index]
      guard let token = candidate.token else { return candidate.parent }
      let twin = tree.tree.child(of: candidate.parent.node, token: token.token)
      let node =
        twin
        ?? tree.append(
          token.token, under: candidate.parent.node, draftProbability: token.probability,
          estimate: candidate.score, source: "group \(group), beam \(place + 1)")
      return Beam(node: node, score: candidate.score)
    }
  }
}

extension GrowingTree {
  fileprivate func parent(of node: NodeIndex) -> NodeIndex { tree.parents[node.rawValue] ?? .root }

  /// Tokens from the root down to a candidate: the order among equals.
  fileprivate func sequence(_ candidate: DiverseBeamGrowth.Candidate) -> [TokenID] {
    tree.path(to: candidate.parent.node).map { tree.tokens[$0.rawValue] }
      + (candidate.token.map { [$0.token] } ?? [])
  }

  /// Prunes all but the first `count` nodes on the paths to the given ones that pay.
  fileprivate mutating func keep(_ ends: [NodeIndex], count: Int) {
    let wanted = Set(ends.flatMap { tree.path(to: $0) }.filter { pays(reaches[$0.rawValue]) })
    let kept = Set(wanted.sorted().prefix(count))
    for node in tree.nodes.dropFirst().map({ NodeIndex($0) }) where !kept.contains(node) {
      prune(node)
    }
  }
}
