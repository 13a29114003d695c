import DraftTrees
import Tokens

/// What every drafter that proposed would have brought, whoever's tree was verified.
///
/// Holds rounds in which others proposed in the shadow. A shadow proposal is followed along the
/// text as it comes, in later rounds too: exact, where the text does not depend on the drafter.
/// Source: drafters.md section 13.6.
public struct DrafterHindsight: Hashable, Sendable {
  /// One drafter, over the rounds in which it proposed.
  public struct Arm: Hashable, Sendable {
    public var rounds = 0
    /// Proposed nodes that the text ran through.
    public var accepted = 0
    /// Proposed nodes, the anchor and pruned ones not counted.
    public var drafted = 0
    /// Drafting as measured, and a pass over the tree by c(n); nil without c(n).
    public var microseconds: Double?

    /// With the target's own token behind each accepted path.
    public var emitted: Int { accepted + rounds }
    public var tokensPerPass: Ratio { Ratio(emitted, per: rounds) }
    public var tokensPerSecond: Ratio? {
      microseconds.map { Ratio(Double(emitted), per: $0 / 1e6) }
    }

    fileprivate mutating func add(_ tree: DraftTree, draftMicroseconds: Double, cost: CostTable?) {
      rounds += 1
      let kept = tree.isPruned.count { !$0 }
      drafted += kept - 1
      microseconds = cost.map {
        (microseconds ?? 0) + draftMicroseconds
          + $0.relativeCost(rows: kept) * $0.plainMicroseconds
      }
    }
  }

  /// A shadow proposal whose path may go on with the text to come.
  private struct Walk: Hashable, Sendable {
    var drafter: String
    var tree: DraftTree
    var node = NodeIndex.root

    /// - Returns: how many of the tokens were gone along, and whether the path may go on.
    mutating func follow(_ text: [TokenID]) -> (count: Int, goesOn: Bool) {
      var count = 0
      for token in text {
        guard let next = tree.child(of: node, token: token), !tree.isPruned[next.rawValue] else {
          return (count, false)
        }
        (node, count) = (next, count + 1)
      }
      return (count, !tree.children(of: node).isEmpty)
    }
  }

  /// Whole rounds in which others proposed in the shadow.
  public private(set) var rounds = 0
  /// By the drafter's registry name, with its parameters.
  public private(set) var arms: [String: Arm] = [:]
  /// What the run itself did in those rounds, its time counted as that of the others.
  public private(set) var own = Arm()
  private var walks: [Walk] = []

  /// Adds a whole round. O(shadows × tokens).
  mutating func add(_ round: Round, cost: CostTable?) {
    let tokens = round.committed.map(\.token)
    follow(tokens)
    guard !round.shadows.isEmpty else { return }
    rounds += 1
    let name = round.settings.drafter
    let shadows = round.shadows.filter { $0.drafter != name }
    let shadowTime = round.shadows.reduce(0) { $0 + $1.microseconds }
    let time = max(0, round.timings[.draft] - shadowTime)
    let accepted = round.judgement?.accepted.count ?? 0
    own.add(round.tree, draftMicroseconds: time, cost: cost)
    own.accepted += accepted
    arms[name, default: Arm()].add(round.tree, draftMicroseconds: time, cost: cost)
    arms[name, default: Arm()].accepted += accepted
    for shadow in shadows {
      arms[shadow.drafter, default: Arm()].add(
        shadow.tree, draftMicroseconds: shadow.microseconds, cost: cost)
      walks.append(Walk(drafter: shadow.drafter, tree: shadow.tree))
    }
    // Those of earlier rounds have been along these tokens already.
    follow(tokens, from: walks.count - shadows.count)
  }

  private mutating func follow(_ tokens: [TokenID], from first: Int = 0) {
    var left = Array(walks[..<first])
    for var walk in walks[first...] {
      let (count, goesOn) = walk.follow(tokens)
      arms[walk.drafter, default: Arm()].accepted += count
      if goesOn { left.append(walk) }
    }
    walks = left
  }

  /// The drafter that would have been the best alone, of those that proposed in every round: the
  /// most tokens a second, a pass where times are unknown; the first by name of equals.
  public var best: (name: String, arm: Arm)? {
    func worth(_ arm: Arm) -> Double {
      (arm.tokensPerSecond ?? arm.tokensPerPass).value ?? 0
    }
    return arms.filter { $0.value.rounds == rounds }.sorted { $0.key < $1.key }
      .max { worth($0.value) < worth($1.value) }.map { ($0.key, $0.value) }
  }

  /// Tokens that the best fixed drafter would have written more in the same time, in as many passes
  /// where times are unknown; negative where switching wrote more than any fixed one.
  public var regret: Double? {
    guard let best = best?.arm else { return nil }
    if let time = own.microseconds, let rate = best.tokensPerSecond?.value {
      return rate * time / 1e6 - Double(own.emitted)
    }
    return best.tokensPerPass.value.map { $0 * Double(own.rounds) - Double(own.emitted) }
  }
}
