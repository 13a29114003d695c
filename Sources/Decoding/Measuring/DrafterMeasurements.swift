import Controllers
import Timeline

/// What a comparison of drafters measured: a timed run for each prompt, plain and with each arm.
public struct DrafterMeasurements {
  public typealias Arm = DrafterComparison.Arm

  /// Of each prompt.
  let categories: [String]
  let plain: (arm: Arm, runs: [TimedRun])
  public let arms: [(arm: Arm, runs: [TimedRun])]

  /// In the order of the prompts.
  public var categoryNames: [String] {
    categories.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// One way to draft over some prompts.
  public struct Row: Sendable, Encodable {
    public let label: String
    public let settings: RoundSettings
    public let prompts: Int
    public let tokensPerPass: BootstrapInterval
    public let tokensPerSecond: Double
    /// Tokens per second, divided by those of plain decoding.
    public let relativeSpeed: BootstrapInterval
    /// The same by the measured costs instead of the clock: what the passes take on a machine that
    /// does nothing else, without what the method itself computes. Nil where the cost of drafting
    /// is not known.
    public let relativeSpeedByCost: Double?
    /// The same if a pass over many rows took no longer than over one, as on a large GPU; with the
    /// time that drafting took.
    public let relativeSpeedWithFreeRows: Double
    public let nodesPerPass: Double
    /// Mean cost of a pass, in plain ones, by the measured costs.
    public let passCost: Double
    /// Of the time: drafting; in it, proposals that were only counted; reading behind layers.
    public let draftShare: Double
    public let shadowShare: Double
    public let exitShare: Double
    /// Of the time, by phase.
    public let phaseShares: [String: Double]
    /// Prompts whose text is not that of plain decoding.
    public let differingTexts: Int
  }

  /// Every arm over a category, or over all prompts.
  public func rows(_ category: String? = nil) -> [Row] {
    arms.map { row($0.arm, $0.runs, over: category.map { [$0] }) }
  }

  /// Plain decoding, held against itself.
  public func plainRow(_ category: String? = nil) -> Row {
    row(plain.arm, plain.runs, over: category.map { [$0] })
  }

  /// - Parameter chosen: categories; nil for all prompts.
  func row(_ arm: Arm, _ runs: [TimedRun], over chosen: [String]?) -> Row {
    let indices = prompts(of: chosen)
    let (runs, plain) = (indices.map { runs[$0] }, indices.map { self.plain.runs[$0] })
    func sum(_ value: (TimedRun) -> Double) -> Double { runs.reduce(0) { $0 + value($1) } }
    let (time, tokens) = (sum(\.microseconds), sum { Double($0.tokens.count) })
    let passes = sum { Double($0.passes) }
    let cost = runs.reduce(into: RoundCost.zero) { $0 += $1.cost }
    let plainPass =
      plain.reduce(0) { $0 + $1.microseconds } / Double(plain.reduce(0) { $0 + $1.passes })
    return Row(
      label: arm.label, settings: arm.settings, prompts: runs.count,
      tokensPerPass: BootstrapInterval(ratioOf: runs.map(\.tokensAndPasses)),
      tokensPerSecond: tokens / time * 1e6,
      relativeSpeed: BootstrapInterval(
        quotientOf: runs.map(\.tokensAndTime), by: plain.map(\.tokensAndTime)),
      relativeSpeedByCost: cost.total.map { tokens / $0 },
      relativeSpeedWithFreeRows: tokens / (passes + sum { $0.timings[.draft] } / plainPass),
      nodesPerPass: sum { Double($0.nodeCount) } / passes,
      passCost: cost.score / passes,
      draftShare: sum { $0.timings[.draft] } / time,
      shadowShare: sum(\.shadowMicroseconds) / time,
      exitShare: sum(\.exitMicroseconds) / time,
      phaseShares: Dictionary(
        uniqueKeysWithValues: Phase.allCases.map { phase in
          (phase.rawValue, sum { $0.timings[phase] } / time)
        }),
      differingTexts: zip(runs, plain).count { $0.tokens != $1.tokens })
  }

  /// Speed of one arm divided by another's, over categories or all prompts.
  func relativeSpeed(_ first: [TimedRun], to second: [TimedRun], over chosen: [String]?)
    -> BootstrapInterval
  {
    let indices = prompts(of: chosen)
    return BootstrapInterval(
      quotientOf: indices.map { first[$0].tokensAndTime },
      by: indices.map { second[$0].tokensAndTime })
  }

  /// Tokens per pass of one arm less another's, over categories or all prompts.
  func tokensPerPass(_ first: [TimedRun], less second: [TimedRun], over chosen: [String]?)
    -> BootstrapInterval
  {
    let indices = prompts(of: chosen)
    return BootstrapInterval(
      differenceOf: indices.map { first[$0].tokensAndPasses },
      indices.map { second[$0].tokensAndPasses })
  }

  /// Numbers of the prompts of some categories; of all for nil.
  func prompts(of chosen: [String]?) -> [Int] {
    categories.indices.filter { chosen?.contains(categories[$0]) ?? true }
  }
}

extension TimedRun {
  fileprivate var tokensAndPasses: (numerator: Double, denominator: Double) {
    (Double(tokens.count), Double(passes))
  }

  fileprivate var tokensAndTime: (numerator: Double, denominator: Double) {
    // A clock that stands still, as in tests, leaves ratios finite.
    (Double(tokens.count), max(microseconds, 1e-3))
  }
}
