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
    guard let judgement = round.judgement else { return }
    let tree = round.tree
    let accepted = Set(judgement.accepted)
    for node in [.root] + judgement.accepted {
      let children = tree.children(of: node).filter { !tree.isPruned[$0.rawValue] }
      for (place, child) in children.prefix(rates.count).enumerated() {
        rates[place].record(accepted.contains(child))
      }
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
