import Timeline

/// The state of the drafter: what it said of itself after the last round it has learned from, beside
/// what it said before, with the lines that changed marked.
enum DrafterPane {
  static func summary(_ model: AppModel) -> String {
    state(model).map { "after round \($0.round.index + 1)" } ?? ""
  }

  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let (round, before) = state(model) else {
      return ExitLayersPane.wrapped(
        "No drafter has learned from a round yet: n goes through one.", width)
    }
    var lines: [PaneLine] = [.heading("\(round.settings.drafter) says")]
    guard !round.learned.isEmpty else {
      return lines + ExitLayersPane.wrapped("It says nothing of its state.", width)
    }
    let (facts, old) = (facts(in: round.learned), facts(in: before?.learned ?? []))
    lines += facts.flatMap { fact in
      self.lines(
        of: fact, before: old.first { $0.name == fact.name }, isFirst: before == nil, model, width)
    }
    let names = Set(facts.map(\.name))
    let gone = old.filter { !names.contains($0.name) }
    if !gone.isEmpty { lines += [.blank, .heading("no longer said")] }
    lines += gone.flatMap { marked("-", $0.line, .faint, width) }
    lines.append(.blank)
    return lines + ExitLayersPane.wrapped(legend(before, model), width)
  }

  private static func legend(_ before: Round?, _ model: AppModel) -> String {
    guard let before else { return "Its first round here: there is nothing to compare with." }
    return "Beside round \(before.index + 1): \(model.glyphs.corrected) changed, with what it said "
      + "before; \(model.glyphs.bonus) new."
  }

  /// The newest round that is learned from, and the one before that the same drafter drafted.
  private static func state(_ model: AppModel) -> (round: Round, before: Round?)? {
    let rounds = model.shownRounds.prefix(model.wholeRounds)
    guard let round = rounds.last else { return nil }
    let before = rounds.dropLast().last { $0.settings.drafter == round.settings.drafter }
    return (round, before)
  }

  /// A line a drafter says of its state.
  private struct Fact {
    /// What it is about: its words up to the colon without the numbers, which move, and which of
    /// several of that kind it is.
    var name: String
    var line: String
    /// Behind the colon; the whole line where there is none.
    var value: Substring
  }

  private static func facts(in lines: [String]) -> [Fact] {
    var counts: [String: Int] = [:]
    return lines.map { line in
      let head = line.prefix { $0 != ":" }
      let kind = head.filter { !$0.isNumber }
      counts[kind, default: 0] += 1
      let rest = line.dropFirst(head.count).drop { $0 == ":" || $0 == " " }
      return Fact(
        name: "\(kind) \(counts[kind] ?? 1)", line: line, value: rest.isEmpty ? line[...] : rest)
    }
  }

  /// The lines of a fact, with the mark of what became of it.
  private static func lines(
    of fact: Fact, before: Fact?, isFirst: Bool, _ model: AppModel, _ width: Int
  ) -> [PaneLine] {
    if isFirst || before?.line == fact.line { return marked(" ", fact.line, .text, width) }
    guard let before else { return marked(model.glyphs.bonus, fact.line, .bonus, width) }
    return marked(model.glyphs.corrected, fact.line, .corrected, width)
      + marked(" ", "  was \(before.value)", .faint, width)
  }

  /// Wrapped behind its mark.
  private static func marked(
    _ mark: String, _ line: String, _ role: Role, _ width: Int
  ) -> [PaneLine] {
    TextWidth.wrap(line, columns: max(8, width - 2)).enumerated().map { place, part in
      PaneLine(
        .text(place == 0 ? mark + " " : "  ", Style(role)),
        .text(part, Style(role == .corrected || role == .bonus ? .text : role)))
    }
  }
}
