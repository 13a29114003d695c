import DraftTrees
import Timeline
import Tokens

/// Two runs beside each other: their numbers, where their texts part, and what each round brought.
enum ComparePane {
  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let timeline = model.timeline, let other = model.comparedRun else {
      return [
        PaneLine("Nothing to compare with yet."),
        PaneLine("c chooses another branch of this run, or a trace file.", .faint),
      ]
    }
    let mine = ComparedRun(
      name: timeline.branches.count > 1 ? "branch \(model.branch + 1)" : "this run",
      header: timeline.header, rounds: timeline.shownRounds)
    let writer = CompareWriter(model: model, left: mine, right: other, width: width)
    return writer.lines
  }
}

/// Writes the lines of a comparison.
struct CompareWriter {
  let model: AppModel
  let left: ComparedRun
  let right: ComparedRun
  let width: Int

  private var half: Int { max(12, (width - 3) / 2) }
  private var glyphs: Glyphs { model.glyphs }

  var lines: [PaneLine] {
    var lines = [pair([(left.name, .heading)], [(right.name, .heading)])]
    lines.append(
      pair([(settings(left), .text)], [(settings(right), .text)]))
    lines += numbers
    lines += [.blank] + difference + [.blank, .heading("round by round")]
    let count = max(left.rounds.count, right.rounds.count)
    for index in 0..<count {
      lines.append(pair(tokens(left, index), tokens(right, index)))
    }
    return lines
  }

  private func settings(_ run: ComparedRun) -> String {
    let settings = run.rounds.last?.settings ?? run.header.settings
    return "\(settings.drafter), \(settings.verifier), "
      + "T \(SettingsText.number(settings.sampling.temperature))"
  }

  // MARK: Numbers

  private var numbers: [PaneLine] {
    let mine = statistics(left)
    let theirs = statistics(right)
    return [
      number("tokens per pass", mine.tokensPerPass, theirs.tokensPerPass, .tokensPerPass),
      number("tokens per second", mine.tokensPerSecond, theirs.tokensPerSecond, .tokensPerSecond),
      number(
        "accepted of tested", mine.acceptance.perTestedNode, theirs.acceptance.perTestedNode,
        .acceptance),
    ]
  }

  private func statistics(_ run: ComparedRun) -> Statistics {
    var statistics = Statistics(cost: run.header.cost, layerCount: run.header.model.layerCount)
    for round in run.rounds { statistics.add(round) }
    return statistics
  }

  private func number(_ name: String, _ mine: Ratio, _ theirs: Ratio, _ quantity: Quantity)
    -> PaneLine
  {
    func text(_ ratio: Ratio) -> String { NumberText.rate(ratio.value) + " " + name }
    func working(_ run: ComparedRun, _ ratio: Ratio) -> String {
      "\(run.name): \(NumberText.fixed(ratio.numerator, decimals: 3)) / "
        + "\(NumberText.fixed(ratio.denominator, decimals: 3))"
    }
    var line = pair([(text(mine), .number)], [(text(theirs), .number)])
    line.opens = OpenedNumber(
      quantity: quantity, value: NumberText.rate(mine.value).trimmed,
      working: [working(left, mine), working(right, theirs)])
    return line
  }

  // MARK: The first difference

  private var difference: [PaneLine] {
    guard let number = model.firstDifference else {
      let (mine, theirs) = (total(left), total(right))
      let length =
        mine == theirs
        ? "all \(mine) tokens are equal"
        : "equal as far as both go: \(min(mine, theirs)) tokens"
      return [PaneLine("Same text: " + length, .accepted)]
    }
    return [
      PaneLine(
        .text("First difference: token \(number + 1)", Style(.warning)),
        .text("  (= goes there)", Style(.faint))),
      pair(context(left, number), context(right, number)),
    ]
  }

  private func total(_ run: ComparedRun) -> Int {
    run.rounds.reduce(0) { $0 + $1.committed.count }
  }

  /// A few tokens before the difference, and the one that differs.
  private func context(_ run: ComparedRun, _ number: Int) -> [(String, Role)] {
    let all = run.rounds.flatMap { round in round.committed.map { (round, $0) } }
    guard all.indices.contains(number) else { return [("(ends here)", .faint)] }
    let before = all[max(0, number - 40)..<number].map { text($0.1, $0.0, run) }.joined()
    let differing = text(all[number].1, all[number].0, run)
    let room = max(4, half - TextWidth.columns(differing) - 1)
    return [
      (TextWidth.cut(before, to: room, from: .head, glyphs: glyphs), .text),
      (differing, .match),
    ]
  }

  private func text(_ committed: CommittedToken, _ round: Round, _ run: ComparedRun) -> String {
    TokenText.marked(
      round.pieces[committed.token] ?? TokenPiece("#\(committed.token)"), glyphs: glyphs)
  }

  // MARK: Rounds

  private func tokens(_ run: ComparedRun, _ index: Int) -> [(String, Role)] {
    guard run.rounds.indices.contains(index) else { return [] }
    let round = run.rounds[index]
    let number = NumberText.count(index + 1, columns: 4) + "  \(round.committed.count)  "
    return [(number, .number)]
      + round.committed.map {
        (glyphs.mark($0.origin) + text($0, round, run) + " ", Role($0.origin))
      }
  }

  /// Two halves with a line between, each cut to its room.
  private func pair(_ mine: [(String, Role)], _ theirs: [(String, Role)]) -> PaneLine {
    var line = PaneLine()
    for (text, role) in cut(mine) { line.add(text, role) }
    line.pieces.append(.column(half))
    line.add(glyphs.vertical + " ", .border)
    for (text, role) in cut(theirs) { line.add(text, role) }
    return line
  }

  private func cut(_ parts: [(String, Role)]) -> [(String, Role)] {
    var room = half - 1
    var shown: [(String, Role)] = []
    for (text, role) in parts {
      guard room > 0 else { break }
      let cut = TextWidth.cut(text, to: room, glyphs: glyphs)
      shown.append((cut, role))
      room -= TextWidth.columns(cut)
    }
    return shown
  }
}
