import DraftTrees
import Timeline

/// How often the first, second, ... child of a node was accepted, over the nodes that verification
/// reached.
struct PlaceRates {
  private static let names = ["first", "second", "third", "fourth"]

  /// By place among siblings.
  private(set) var rates = [HitRate](repeating: HitRate(), count: names.count)

  /// Counts a judged round.
  mutating func record(_ round: Round) {
    guard let judgement = round.judgement, round.tree.draftedCount > 0 else { return }
    record(below: .root, of: round.tree, judgement)
    for node in judgement.accepted { record(below: node, of: round.tree, judgement) }
  }

  private mutating func record(below node: NodeIndex, of tree: DraftTree, _ judgement: Judgement) {
    var place = 0
    for child in tree.children(of: node) where !tree.isPruned[child.rawValue] {
      guard place < rates.count else { return }
      rates[place].record(judgement.accepted.contains(child))
      place += 1
    }
  }

  /// "accepted by place among siblings: first 12 of 20, second 3 of 8"; nil when nothing was drafted.
  var picture: String? {
    let places = zip(Self.names, rates).filter { $0.1.trials > 0 }
    guard !places.isEmpty else { return nil }
    return "accepted by place among siblings: "
      + places.map { "\($0) \($1.hits) of \($1.trials)" }.joined(separator: ", ")
  }
}
