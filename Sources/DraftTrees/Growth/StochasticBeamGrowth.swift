import Tokens

/// Beams kept by perturbed log-probability: a tree drawn without replacement whose width does not
/// grow with its depth.
///
/// Worked in race times, e to the power of minus the perturbed value. A child's own time is
/// -log(u) / reach; given that the best child of a node must have the node's time, each child has
/// that time plus what it is behind the best. A child's place is kept or lost for its time alone,
/// so the siblings stay a draw without replacement, in the order of their times.
/// Source: Kool et al. 2019, stochastic beam search, section 3; Jeon et al. 2024, RSD-S;
/// verification-and-trees.md section 5.4.
public struct StochasticBeamGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "stochastic-beam", summary: "Keeps the beams with the best perturbed probability.",
    source: "Kool et al. 2019; Jeon et al. 2024, RSD-S", law: .withoutReplacement,
    parameters: [
      MethodParameter(name: "width", summary: "Beams.", range: 1...16, standard: 2),
      MethodParameter(name: "depth", summary: "Levels.", range: 1...32, standard: 3),
    ], isEnumerable: false)

  private let width: Int
  private let depth: Int

  /// A token below a beam.
  private struct Candidate {
    var parent: NodeIndex
    var token: TokenID
    var probability: Double
    var time: Double
  }

  /// A node of the level, and its race time.
  private struct Beam {
    var node: NodeIndex
    var time: Double
  }

  public init(_ shape: GrowthShape) {
    width = shape.count("width")
    depth = shape.count("depth")
  }

  /// The estimate of a node is its perturbed log-probability.
  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = GrowingTree(request, law: .withoutReplacement)
    var beams: [Beam] = []
    for level in 0..<depth where tree.room > 0 {
      let open =
        level == 0
        ? [Beam(node: .root, time: 0)] : beams.filter { tree.mayGrow(below: $0.node) }
      var candidates: [Candidate] = []
      for (beam, law) in zip(open, try tree.laws(below: open.map(\.node), from: &laws)) {
        let reach = tree.reaches[beam.node.rawValue]
        guard tree.pays(reach) else { continue }
        let raced = Race.first(width, of: law, draws: &draws)
        let best = raced.first?.time ?? 0
        candidates += raced.map { token in
          // The root's children are the first perturbed: there is nothing to condition on.
          Candidate(
            parent: beam.node, token: token.token, probability: token.probability,
            time: level == 0 ? token.time : beam.time + (token.time - best) / reach)
        }
      }
      beams = Self.fastest(min(width, tree.room), of: candidates).enumerated().map { place, kept in
        let node = tree.append(
          kept.token, under: kept.parent, draftProbability: kept.probability,
          estimate: -naturalLogarithm(kept.time), source: "beam \(place + 1)")
        return Beam(node: node, time: kept.time)
      }
    }
    return tree.sealed()
  }

  private static func fastest(_ count: Int, of candidates: [Candidate]) -> [Candidate] {
    candidates.indices
      .sorted { (candidates[$0].time, $0) < (candidates[$1].time, $1) }
      .prefix(count).map { candidates[$0] }
  }
}
