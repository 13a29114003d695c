import DraftTrees
import Timeline

/// The numbers of the run, each with what it was made of. Whole rounds only: a pass whose tokens are
/// not in the text yet would make every rate look worse than it is.
enum StatisticsPane {
  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard model.timeline != nil else { return [] }
    guard let statistics = model.statisticsSoFar else {
      return TextWidth.wrap(
        "Numbers come with the first whole round.", columns: max(8, width)
      ).map { PaneLine($0, .faint) }
    }
    let writer = StatisticsWriter(statistics: statistics, width: width, glyphs: model.glyphs)
    return writer.lines(hasRoom: model.shownView == .statistics || model.isZoomed)
  }

  static func summary(_ model: AppModel) -> String {
    let rounds = model.wholeRounds
    return rounds == 0 ? "" : "after round \(rounds)"
  }
}

extension AppModel {
  /// Rounds that lie before the cursor as a whole.
  var wholeRounds: Int { progress.map { cursor.round + ($0.hasLearned ? 1 : 0) } ?? 0 }

  /// The numbers of these rounds; nil before there is one.
  var statisticsSoFar: Statistics? {
    guard let timeline, wholeRounds > 0 else { return nil }
    return timeline.statistics(upTo: timeline.roundEnd(wholeRounds - 1))
  }
}

/// Writes the lines of some rounds' numbers.
struct StatisticsWriter {
  let statistics: Statistics
  let width: Int
  let glyphs: Glyphs
  private let valueColumn = 18

  private var barColumns: Int { min(40, max(0, width - valueColumn - 8)) }

  func lines(hasRoom: Bool) -> [PaneLine] {
    var lines = speed + bias + acceptance + byDepth + bySource
    lines += time
    if hasRoom { lines += histogram + byDrafter }
    return lines + costs
  }

  // MARK: Speed

  private var speed: [PaneLine] {
    var lines = [
      rate("tokens per pass", statistics.tokensPerPass, .tokensPerPass),
      rate("tokens per second", statistics.tokensPerSecond, .tokensPerSecond, scale: "s"),
    ]
    if let plain = statistics.plain {
      let how =
        switch plain.source {
        case .passes: "from the passes of this run, by c(n)"
        case .measuredCost: "from the time of a pass over one row"
        case .plainRounds: "from rounds that drafted nothing"
        }
      lines.append(
        rate("plain, per second", plain.tokensPerSecond, .plainTokensPerSecond, extra: [how]))
    }
    if let speedup = statistics.speedup, let value = speedup.value {
      var line = rate("against plain", speedup, .speedup)
      if value < 1 {
        line.add(" \(glyphs.warning) slower", .warning)
      } else {
        line.add(" \(glyphs.isASCII ? "x" : "×") as fast", .text)
      }
      lines.append(line)
    }
    lines.append(
      .fact(
        "tokens", NumberText.count(statistics.emitted), at: valueColumn,
        opens: OpenedNumber(
          quantity: .tokens, value: "\(statistics.emitted)",
          working: ["in \(statistics.passes) passes, \(statistics.rounds) whole rounds"])))
    return lines
  }

  private func rate(
    _ name: String, _ ratio: Ratio, _ quantity: Quantity, scale: String = "",
    extra: [String] = []
  ) -> PaneLine {
    let text = NumberText.rate(ratio.value)
    return .fact(
      name, text, at: valueColumn,
      opens: OpenedNumber(
        quantity: quantity, value: text.trimmed, working: [working(ratio)] + extra))
  }

  private func working(_ ratio: Ratio) -> String {
    func text(_ value: Double) -> String {
      value == value.rounded() && abs(value) < 1e9
        ? NumberText.fixed(value, decimals: 0) : NumberText.fixed(value, decimals: 4)
    }
    let value = ratio.value.map { NumberText.fixed($0, decimals: 4) } ?? "undefined"
    return "\(text(ratio.numerator)) / \(text(ratio.denominator)) = \(value)"
  }

  // MARK: Bias

  /// The meter of verifiers that change the output: the mean of a round, and what has added up.
  private var bias: [PaneLine] {
    guard statistics.biasedRounds > 0 else { return [] }
    let mean = statistics.meanBias
    return [
      PaneLine("\(glyphs.warning) bias: this verifier changes the output", .warning),
      share("mean a round", mean, .bias),
      .fact(
        "added up", NumberText.fixed(statistics.accumulatedBias, decimals: 3), at: valueColumn,
        opens: OpenedNumber(
          quantity: .bias, value: NumberText.fixed(statistics.accumulatedBias, decimals: 3),
          working: ["over \(statistics.biasedRounds) rounds"])),
    ]
  }

  // MARK: Acceptance

  private var acceptance: [PaneLine] {
    let all = statistics.acceptance
    guard all.drafted > 0 else { return [] }
    return [
      .heading("drafted nodes"),
      share("accepted", all.perTestedNode, .acceptance),
      .fact(
        "drafted", NumberText.count(all.drafted), at: valueColumn,
        opens: OpenedNumber(quantity: .drafted, value: "\(all.drafted)")),
      .fact(
        "wasted", NumberText.count(statistics.wasted), at: valueColumn,
        opens: OpenedNumber(
          quantity: .wasted, value: "\(statistics.wasted)",
          working: ["\(all.drafted) drafted - \(all.accepted) accepted"])),
      rate("accepted a round", statistics.meanAcceptedLength, .acceptedLength),
      rate("drafted a round", statistics.meanTreeSize, .treeSize),
    ]
  }

  /// "name 0.61 ██████  11/18".
  private func share(
    _ name: String, _ ratio: Ratio, _ quantity: Quantity, role: Role = .accepted
  ) -> PaneLine {
    let text = NumberText.probability(ratio.value)
    let counts =
      "\(NumberText.fixed(ratio.numerator, decimals: 0))/"
      + "\(NumberText.fixed(ratio.denominator, decimals: 0))"
    return PaneLine(
      .text(TextWidth.cut(name, to: valueColumn - 1, glyphs: glyphs), .text), .column(valueColumn),
      .text(text + " ", Style(.number)),
      .bar(ratio.value ?? 0, width: max(0, barColumns - 7), role),
      .text(" " + counts, Style(.faint)),
      opens: OpenedNumber(quantity: quantity, value: text.trimmed, working: [working(ratio)]))
  }

  private var byDepth: [PaneLine] {
    let depths = statistics.byDepth.keys.sorted().filter {
      statistics.byDepth[$0]?.attempts ?? 0 > 0
    }
    guard !depths.isEmpty else { return [] }
    return [.heading("accepted by depth")]
      + depths.prefix(12).map { depth in
        share(
          "depth \(depth)", statistics.byDepth[depth]?.perAttempt ?? Ratio(0, per: 0),
          .acceptanceByDepth)
      }
  }

  private var bySource: [PaneLine] {
    let tested = statistics.bySource.filter { $0.value.tested > 0 }
    guard !tested.isEmpty else { return [] }
    let sources = tested.sorted { ($1.value.tested, $0.key) < ($0.value.tested, $1.key) }
    return [.heading("accepted by source")]
      + sources.prefix(8).map { share($0.key, $0.value.perTestedNode, .acceptanceBySource) }
  }

  // MARK: Time

  private var time: [PaneLine] {
    guard statistics.timings.total > 0 else { return [] }
    var lines = [PaneLine.heading("where the time goes")]
    for phase in [Phase.draft, .score, .judge] {
      lines.append(timeShare(phase.rawValue, statistics.share(of: phase)))
    }
    lines.append(timeShare("all else", statistics.otherShare))
    if let times = statistics.roundTimePercentiles {
      let median = NumberText.microseconds(times.median, glyphs: glyphs)
      lines.append(
        .fact(
          "median round", median, at: valueColumn - 1,
          opens: OpenedNumber(
            quantity: .roundTime, value: median.trimmed,
            working: [
              "of \(times.count) rounds",
              "fastest \(NumberText.microseconds(times.minimum, glyphs: glyphs).trimmed), "
                + "9 in 10 below \(NumberText.microseconds(times.ninetieth, glyphs: glyphs).trimmed), "
                + "slowest \(NumberText.microseconds(times.maximum, glyphs: glyphs).trimmed)",
            ])))
    }
    return lines
  }

  private func timeShare(_ name: String, _ ratio: Ratio) -> PaneLine {
    let text = NumberText.percent(ratio.value)
    let spent = NumberText.microseconds(ratio.numerator, glyphs: glyphs)
    return PaneLine(
      .text(name, .text), .column(valueColumn), .text(text + " ", Style(.number)),
      .bar(ratio.value ?? 0, width: max(0, barColumns - 7), .bar), .text(spent, Style(.faint)),
      opens: OpenedNumber(
        quantity: .phaseShare, value: text.trimmed,
        working: [
          "\(spent.trimmed) of "
            + NumberText.microseconds(ratio.denominator, glyphs: glyphs).trimmed
        ]))
  }

  // MARK: More

  private var histogram: [PaneLine] {
    let counts = statistics.roundsByEmitted
    guard let most = counts.keys.max(), statistics.rounds > 0 else { return [] }
    return [.heading("rounds by tokens they brought")]
      + (1...max(1, most)).prefix(16).map { emitted in
        share(
          "\(emitted) token\(emitted == 1 ? "" : "s")",
          Ratio(counts[emitted] ?? 0, per: statistics.rounds), .tokensPerPass, role: .bar)
      }
  }

  private var byDrafter: [PaneLine] {
    guard statistics.byDrafter.count > 1 else { return [] }
    return [.heading("by drafter: tokens per pass, per second")]
      + statistics.byDrafter.keys.sorted().compactMap { name in
        guard let drafter = statistics.byDrafter[name] else { return nil }
        var line = rate(
          TextWidth.cut(name, to: valueColumn - 1, glyphs: glyphs), drafter.tokensPerPass,
          .tokensPerPass, extra: ["rounds drafted by \(name)"])
        line.add("  " + NumberText.rate(drafter.tokensPerSecond.value), .number)
        return line
      }
  }

  private var costs: [PaneLine] {
    guard let cost = statistics.cost, let last = cost.rowCounts.last else { return [] }
    let most = cost.relativeCost(rows: last)
    return [.heading("c(n): what a pass over n rows costs")]
      + zip(cost.rowCounts, cost.microseconds).map { rows, microseconds in
        let relative = cost.relativeCost(rows: rows)
        let text = NumberText.fixed(relative, decimals: 2, columns: 4)
        let time = NumberText.microseconds(microseconds, glyphs: glyphs)
        return PaneLine(
          .text("\(rows) row\(rows == 1 ? "" : "s")", .text), .column(valueColumn),
          .text(text + " ", Style(.number)),
          .bar(relative / max(most, 1), width: max(0, barColumns - 7), .bar),
          .text(time, Style(.faint)),
          opens: OpenedNumber(
            quantity: .relativeCost, value: text.trimmed,
            working: [
              "\(time.trimmed) / "
                + NumberText.microseconds(cost.plainMicroseconds, glyphs: glyphs).trimmed
                + " = \(text.trimmed)"
            ]))
      } + draftCosts(cost, most: most)
  }

  /// What a level of a drafted tree costs, in the same unit.
  private func draftCosts(_ cost: CostTable, most: Double) -> [PaneLine] {
    guard let draft = cost.draft else { return [] }
    return zip(draft.rowCounts, draft.microseconds).map { rows, microseconds in
      let relative = microseconds / cost.plainMicroseconds
      let time = NumberText.microseconds(microseconds, glyphs: glyphs)
      return PaneLine(
        .text("draft, \(rows) row\(rows == 1 ? "" : "s")", .text), .column(valueColumn),
        .text(NumberText.fixed(relative, decimals: 2, columns: 4) + " ", Style(.number)),
        .bar(relative / max(most, 1), width: max(0, barColumns - 7), .bar),
        .text(time, Style(.faint)))
    }
  }
}
