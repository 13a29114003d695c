import Controllers
import DraftTrees
import Drafters
import Models
import Timeline
import Tokens

/// A run from its anchor to its end, timed.
public struct TimedRun: Sendable {
  public let tokens: [TokenID]
  public let passes: Int
  /// Nodes scored, the anchors not counted.
  public let nodeCount: Int
  /// From the first choice to the last lesson, by the session's clock.
  public private(set) var microseconds: Double
  public private(set) var timings: PhaseTimings
  /// Spent on proposals that were only counted. Part of the time of drafting.
  public private(set) var shadowMicroseconds: Double
  /// Spent on reading rows behind layers.
  public private(set) var exitMicroseconds: Double
  /// What the rounds take by the measured costs.
  public let cost: RoundCost

  public var tokensPerSecond: Double { Double(tokens.count) / microseconds * 1e6 }

  /// With all its times longer by a factor.
  func scaled(by factor: Double) -> TimedRun {
    var scaled = self
    scaled.microseconds *= factor
    for phase in Phase.allCases { scaled.timings[phase] *= factor }
    scaled.shadowMicroseconds *= factor
    scaled.exitMicroseconds *= factor
    return scaled
  }
}

extension TimedRun {
  /// Runs a session that has been prepared to its end.
  public init(_ session: DecodingSession) throws {
    let clock = session.services.microseconds
    let start = clock()
    while try session.performRound().finish == nil {}
    microseconds = clock() - start
    tokens = Array(session.emitted)
    passes = session.line.count
    let costs = CostModel(session.options.cost)
    var (timings, nodeCount, cost) = (PhaseTimings(), 0, RoundCost.zero)
    var (shadows, exits) = (0.0, 0.0)
    for round in session.line {
      for phase in Phase.allCases { timings[phase] += round.timings[phase] }
      nodeCount += round.tree.isPruned.count { !$0 } - 1
      cost += costs.cost(
        of: round, isCheap: try DrafterRegistry.descriptor(of: round.settings.drafter).isCheap,
        layers: session.layered.map { target in
          LayerCosts(
            layerCount: target.layerCount, head: target.headCost(over: .whole),
            draftHead: target.headCost(over: .short))
        })
      shadows += round.shadows.reduce(0) { $0 + $1.microseconds }
      exits += round.exits?.microseconds ?? 0
    }
    self.timings = timings
    self.nodeCount = nodeCount
    self.cost = cost
    (shadowMicroseconds, exitMicroseconds) = (shadows, exits)
  }
}
