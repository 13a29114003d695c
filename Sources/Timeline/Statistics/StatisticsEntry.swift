/// One number of the statistics with what it was made of: a line of a table.
public struct StatisticsEntry: Hashable, Sendable {
  /// What is counted, in one word: `tokensPerPass`, `acceptanceByDepth`.
  public var name: String
  /// Which of several of that name: a depth, a source, a drafter, a phase.
  public var key: String?
  /// Nil when there is nothing to divide by.
  public var value: Double?
  /// Nil for a plain count.
  public var ratio: Ratio?
  /// What the numerator and the denominator count, or the unit of a plain number.
  public var unit: String

  init(_ name: String, key: String? = nil, _ ratio: Ratio, _ unit: String) {
    self.name = name
    self.key = key
    value = ratio.value
    self.ratio = ratio
    self.unit = unit
  }

  init(_ name: String, key: String? = nil, _ value: Double, _ unit: String) {
    self.name = name
    self.key = key
    self.value = value
    self.unit = unit
  }
}

extension Statistics {
  /// All numbers, in the order in which they are shown.
  public var entries: [StatisticsEntry] {
    speedEntries + treeEntries + acceptanceEntries + drafterEntries + armEntries + exitEntries
      + timeEntries
  }

  private var speedEntries: [StatisticsEntry] {
    var entries = [
      StatisticsEntry("rounds", Double(rounds), "rounds"),
      StatisticsEntry("tokensPerPass", tokensPerPass, "tokens / passes"),
      StatisticsEntry("tokensPerSecond", tokensPerSecond, "tokens / seconds"),
    ]
    if let plain {
      entries.append(
        StatisticsEntry(
          "plainTokensPerSecond", key: plain.source.rawValue, plain.tokensPerSecond,
          "tokens / seconds"))
    }
    if let speedup {
      entries.append(StatisticsEntry("speedup", speedup, "tokens per second / plain"))
    }
    if biasedRounds > 0 {
      entries.append(
        StatisticsEntry("bias", meanBias, "total variation to the target, added up / rounds"))
    }
    return entries
  }

  private var treeEntries: [StatisticsEntry] {
    [
      StatisticsEntry("meanTreeSize", meanTreeSize, "drafted nodes / passes"),
      StatisticsEntry("meanAcceptedLength", meanAcceptedLength, "accepted nodes / passes"),
      StatisticsEntry("draftedNodes", Double(acceptance.drafted), "nodes"),
      StatisticsEntry("prunedNodes", Double(pruned), "nodes"),
      StatisticsEntry("scoredNodes", Double(scored), "nodes"),
      StatisticsEntry("testedNodes", Double(acceptance.tested), "nodes"),
      StatisticsEntry("acceptedNodes", Double(acceptance.accepted), "nodes"),
      StatisticsEntry("wastedNodes", Double(wasted), "nodes"),
    ]
  }

  private var acceptanceEntries: [StatisticsEntry] {
    let perDepth = byDepth.sorted { $0.key < $1.key }.map {
      StatisticsEntry(
        "acceptanceByDepth", key: "\($0)", $1.perAttempt, "accepted nodes / rounds that tried")
    }
    let perSource = bySource.sorted { $0.key < $1.key }.map {
      StatisticsEntry(
        "acceptanceBySource", key: $0, $1.perTestedNode, "accepted nodes / tested nodes")
    }
    return [
      StatisticsEntry("acceptance", acceptance.perTestedNode, "accepted nodes / tested nodes")
    ] + perDepth + perSource
  }

  private var drafterEntries: [StatisticsEntry] {
    let switches =
      byDrafter.count > 1
      ? [
        StatisticsEntry(
          "drafterSwitches", Ratio(drafterSwitches, per: max(0, rounds - 1)),
          "rounds drafted by another / rounds after the first")
      ] : []
    let perDrafter = byDrafter.sorted { $0.key < $1.key }.flatMap { name, drafter in
      [
        StatisticsEntry(
          "roundsByDrafter", key: name, Ratio(drafter.rounds, per: rounds), "rounds / rounds"),
        StatisticsEntry(
          "acceptanceByDrafter", key: name, drafter.acceptance.perTestedNode,
          "accepted nodes / tested nodes"),
        StatisticsEntry(
          "tokensPerPassByDrafter", key: name, drafter.tokensPerPass, "tokens / passes"),
        StatisticsEntry(
          "tokensPerSecondByDrafter", key: name, drafter.tokensPerSecond, "tokens / seconds"),
      ]
    }
    return perDrafter + switches
  }

  /// What each drafter would have brought alone.
  private var armEntries: [StatisticsEntry] {
    guard arms.rounds > 0 else { return [] }
    let perArm = arms.arms.sorted { $0.key < $1.key }.flatMap { name, arm in
      [
        StatisticsEntry(
          "shadowTokensPerPass", key: name, arm.tokensPerPass, "tokens it would have / rounds")
      ]
        + (arm.tokensPerSecond.map {
          [
            StatisticsEntry(
              "shadowTokensPerSecond", key: name, $0, "tokens it would have / seconds by c(n)")
          ]
        } ?? [])
    }
    guard let best = arms.best, let regret = arms.regret else { return perArm }
    return perArm + [
      StatisticsEntry(
        "drafterRegret", key: best.name, regret, "tokens that this drafter alone had more")
    ]
  }

  /// What the layers said of the text.
  private var exitEntries: [StatisticsEntry] {
    guard exits.rounds > 0 else { return [] }
    var entries = exits.layers.map {
      StatisticsEntry(
        "acceptanceByExit", key: "\($0)", exits.agreement(behind: $0),
        "rows the exit got right / committed rows")
    }
    entries.append(
      StatisticsEntry("exitReadingShare", exits.overhead, "microseconds / microseconds"))
    if exits.ownEmitted > 0 {
      entries.append(
        StatisticsEntry(
          "tokensPerFullPass", key: "run", exits.ownTokensPerFullPass,
          "tokens / passes, drafting counted in layers"))
    }
    if let layerCount = exits.layerCount, let best = exits.bestFixed {
      entries.append(
        StatisticsEntry(
          "tokensPerFullPass", key: "exit \(best.layer), \(best.length) drafted",
          best.tokensPerFullPass(layerCount: layerCount),
          "tokens / passes, drafting counted in layers"))
    }
    return entries
  }

  private var timeEntries: [StatisticsEntry] {
    let shares = Phase.allCases.map {
      StatisticsEntry(
        "timeShare", key: $0.rawValue, share(of: $0), "microseconds / microseconds")
    }
    let histogram = roundsByEmitted.sorted { $0.key < $1.key }.map {
      StatisticsEntry(
        "roundsByEmittedTokens", key: "\($0)", Ratio($1, per: rounds), "rounds / rounds")
    }
    let times = roundTimePercentiles.map {
      [
        ("minimum", $0.minimum), ("median", $0.median), ("p90", $0.ninetieth),
        ("p99", $0.ninetyNinth), ("maximum", $0.maximum),
      ]
    }
    return shares + histogram
      + (times ?? []).map {
        StatisticsEntry("roundTime", key: $0.0, $0.1, "microseconds")
      }
  }
}
