import DraftTrees
import Timeline
import Tokens

/// What each of three levels did so far, read from the trees of rounds alone.
struct LevelTally: Sendable {
  /// Acceptance by the target assumed before anything was seen, and its weight in trials. Ours.
  private static let prior = 0.7
  private static let priorWeight = 8.0

  private let sources: LevelSources
  /// Whether the middle model kept what the small drafter proposed.
  private var kept = HitRate()
  /// Whether the target accepted what the middle model kept, and what it said itself, given that
  /// everything before was accepted.
  private var keptAtTarget = HitRate()
  private var ownAtTarget = HitRate()
  private var middle = PassCount()
  private var target = PassCount()

  /// Passes of a level, and the rows of the tree in them.
  private struct PassCount {
    var passes = 0
    var rows = 0

    mutating func add(_ passes: Int, rows: Int) {
      self.passes += passes
      self.rows += rows
    }
  }

  init(sources: LevelSources) { self.sources = sources }

  /// Estimated chance that the target accepts all of a buffer.
  func reach(of buffer: LevelBuffer) -> Double {
    buffer.origins.reduce(1) { reach, origin in
      let rate = origin == sources.own ? ownAtTarget : keptAtTarget
      return reach * rate.estimate(prior: Self.prior, weight: Self.priorWeight)
    }
  }

  /// - Parameters:
  ///   - cost: c(n) of the middle model, if measured.
  ///   - describes: whether to say anything.
  /// - Returns: what each level did in this round, and so far.
  mutating func learn(from round: Round, cost: CostTable?, describes: Bool) -> [String] {
    let tree = round.tree
    let nodes = (1..<tree.count).map { NodeIndex($0) }
    func source(_ node: NodeIndex) -> String { tree.sources[node.rawValue] }
    let own = nodes.filter { source($0) == sources.own }
    let keptNodes = nodes.filter { source($0) == sources.kept }
    // Each pass of the middle model ends with its own token, but one that ends with the text.
    let isCutShort = (keptNodes.last ?? .root) > (own.last ?? .root)
    let passes = own.count + (isCutShort ? 1 : 0)
    let proposed = nodes.count - own.count
    for place in 0..<proposed { kept.record(place < keptNodes.count) }
    middle.add(passes, rows: proposed + passes)
    target.add(1, rows: tree.isPruned.count { !$0 })

    let accepted = Set(round.judgement?.accepted ?? [])
    var taken = (kept: HitRate(), own: HitRate())
    for node in nodes where !tree.isPruned[node.rawValue] {
      guard let parent = tree.parents[node.rawValue], parent == .root || accepted.contains(parent)
      else { continue }
      let isTaken = accepted.contains(node)
      if source(node) == sources.own {
        ownAtTarget.record(isTaken)
        taken.own.record(isTaken)
      } else {
        keptAtTarget.record(isTaken)
        taken.kept.record(isTaken)
      }
    }
    guard describes else { return [] }
    return [
      "\(sources.small) proposed \(proposed), \(sources.middle) kept \(keptNodes.count); "
        + "so far \(kept.text)",
      "\(sources.middle) took \(passes) passes over \(proposed + passes) rows"
        + relativeCost(passes: passes, rows: proposed + passes, cost)
        + "; so far \(middle.passes) over \(middle.rows)",
      "the target, reaching \(taken.kept.trials + taken.own.trials), accepted "
        + "\(taken.kept.text) kept and \(taken.own.text) of \(sources.middle) itself; so far "
        + "\(keptAtTarget.text) and \(ownAtTarget.text), "
        + "in \(target.passes) passes over \(target.rows) rows",
    ]
  }

  private func relativeCost(passes: Int, rows: Int, _ cost: CostTable?) -> String {
    guard let cost, passes > 0 else { return "" }
    let mean = max(1, (rows + passes / 2) / passes)
    return ", c(\(mean)) = \((cost.relativeCost(rows: mean) * 100).rounded() / 100)"
  }
}

extension HitRate {
  /// "3 of 5".
  fileprivate var text: String { "\(hits) of \(trials)" }
}
