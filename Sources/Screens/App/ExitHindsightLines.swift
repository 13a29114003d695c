import Timeline

/// What one exit with one length would have written on the text so far, beside the run itself, and
/// what reading the layers took.
struct ExitHindsightLines {
  let exits: ExitHindsight
  let width: Int
  let glyphs: Glyphs

  private static let columns = (pass: 22, full: 33, bar: 41)

  var lines: [PaneLine] {
    var lines: [PaneLine] = [.blank]
    if let layerCount = exits.layerCount, let best = exits.bestFixed {
      lines += [
        PaneLine(
          .text("in hindsight, one exit", Style(.heading)), .column(Self.columns.pass + 1),
          .text("a pass", Style(.heading)), .column(Self.columns.full),
          .text("a full pass", Style(.heading)))
      ]
      if exits.ownEmitted > 0 { lines.append(ownLine) }
      lines += exits.layers.reversed().compactMap { layer in
        exits.best(behind: layer).map {
          line($0, layerCount: layerCount, isBest: $0.layer == best.layer)
        }
      }
    }
    return lines + [overhead]
  }

  private var ownLine: PaneLine {
    let full = exits.ownTokensPerFullPass
    return PaneLine(
      .text("this run", .text), .column(Self.columns.full),
      .text(NumberText.rate(full.value), Style(.number)), .column(Self.columns.bar),
      .bar((full.value ?? 0) / scale, width: barColumns, .accepted),
      opens: OpenedNumber(
        quantity: .fixedExit, value: NumberText.rate(full.value).trimmed,
        working: [working(full)]))
  }

  private func line(
    _ replay: ExitHindsight.Replay, layerCount: Int, isBest: Bool
  ) -> PaneLine {
    let full = replay.tokensPerFullPass(layerCount: layerCount)
    return PaneLine(
      .text(isBest ? glyphs.selected : " ", Style(.key)),
      .text(
        "exit \(NumberText.count(replay.layer, columns: 2)), \(replay.length) drafted",
        Style(isBest ? .heading : .text)), .column(Self.columns.pass),
      .text(NumberText.rate(replay.tokensPerPass.value), Style(.number)),
      .column(Self.columns.full), .text(NumberText.rate(full.value), Style(.number)),
      .column(Self.columns.bar), .bar((full.value ?? 0) / scale, width: barColumns, .bar),
      opens: OpenedNumber(
        quantity: .fixedExit, value: NumberText.rate(full.value).trimmed,
        working: [
          "\(replay.emitted) tokens / \(replay.passes) passes, \(replay.drafted) drafted at "
            + "\(replay.layer) of \(layerCount) layers",
          working(full),
          replay.stretches > 1
            ? "the rows read are \(replay.stretches) stretches of text; the end of each cuts a pass "
              + "short" : "",
        ]))
  }

  /// The longest bar.
  private var scale: Double {
    let values = exits.layers.compactMap { layer in
      exits.best(behind: layer).flatMap {
        $0.tokensPerFullPass(layerCount: exits.layerCount ?? 1).value
      }
    }
    return max((values + [exits.ownTokensPerFullPass.value ?? 0]).max() ?? 1, 1)
  }

  private var barColumns: Int { min(30, max(0, width - Self.columns.bar)) }

  private var overhead: PaneLine {
    let share = exits.overhead
    return PaneLine(
      .text("reading the layers", .text), .column(Self.columns.pass),
      .text(NumberText.percent(share.value), Style(.number)),
      .text("  of the rounds' time, and not in it", Style(.faint)),
      opens: OpenedNumber(
        quantity: .exitReading, value: NumberText.percent(share.value).trimmed,
        working: [
          "\(NumberText.microseconds(share.numerator, glyphs: glyphs).trimmed) / "
            + "\(NumberText.microseconds(share.denominator, glyphs: glyphs).trimmed) in "
            + "\(exits.rounds) rounds"
        ]))
  }

  private func working(_ ratio: Ratio) -> String {
    "\(NumberText.fixed(ratio.numerator, decimals: 0)) tokens / "
      + "\(NumberText.fixed(ratio.denominator, decimals: 2)) full passes"
  }
}
