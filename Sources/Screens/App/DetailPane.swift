import DraftTrees
import Timeline
import Tokens

/// The numbers of the selected node, each of them to be opened.
enum DetailPane {
  static func summary(_ model: AppModel) -> String {
    guard let round = model.round else { return "" }
    let node = model.selectedNode
    guard node != .root else { return "anchor" }
    return "\(node.rawValue) of \(round.tree.draftedCount)"
  }

  static func lines(_ model: AppModel, width: Int) -> [PaneLine] {
    guard let round = model.round, let progress = model.progress else {
      return [PaneLine("No round yet.", .faint)]
    }
    let writer = DetailWriter(
      model: model, round: round, progress: progress, node: model.selectedNode, width: width)
    return writer.lines
  }
}

/// Writes the lines of one node.
struct DetailWriter {
  let model: AppModel
  let round: Round
  let progress: RoundProgress
  let node: NodeIndex
  let width: Int

  private var glyphs: Glyphs { model.glyphs }
  private var tree: DraftTree { round.tree }
  private var token: TokenID { tree.tokens[node.rawValue] }
  private var isScored: Bool {
    progress.isScored[node.rawValue] && round.scores.indices.contains(node.rawValue)
  }
  private var score: NodeScore? { isScored ? round.scores[node.rawValue] : nil }
  private var isGreedy: Bool { round.settings.sampling.isGreedy }
  /// Where values stand.
  private let valueColumn = 9

  var lines: [PaneLine] {
    var lines = tokenLines
    lines += node == .root ? rootLines : probabilityLines
    lines += verdictLines
    lines += DetailOrigins(model: model, round: round, node: node, valueColumn: valueColumn).lines
    lines += alternativeLines
    if node == .root { lines += candidateLines + learnedLines }
    return lines
  }

  // MARK: The token

  private var tokenLines: [PaneLine] {
    let piece = model.piece(token, in: round)
    let verdict: Verdict = progress.verdicts[node.rawValue]
    let isPruned = tree.isPruned[node.rawValue]
    let state = node == .root ? "anchor" : isPruned ? "pruned, not scored" : verdict.rawValue
    let mark = node == .root ? glyphs.anchor : isPruned ? "-" : glyphs.mark(verdict)
    let role: Role = node == .root ? .key : Role(verdict)
    var lines: [PaneLine] = []
    let whole = TextWidth.wrap(TokenText.marked(piece, glyphs: glyphs), columns: max(8, width - 4))
    lines.append(
      PaneLine(
        .text(mark + " ", Style(role)), .text(whole[0], Style(.heading)),
        .text("  " + state, Style(role))))
    lines += whole.dropFirst().prefix(5).map { PaneLine("  " + $0, .heading) }
    let bytes = TextWidth.cut(TokenText.bytes(piece), to: max(8, width - 20), glyphs: glyphs)
    lines.append(
      PaneLine(
        .text("id \(token)", Style(.number)), .text("  bytes ", Style(.faint)),
        .text(bytes, Style(.number))))
    return lines
  }

  private var rootLines: [PaneLine] {
    var lines = [
      PaneLine("the last committed token: drafts go on from it", .faint),
      .fact(
        "position", "\(round.position)", at: valueColumn,
        opens: OpenedNumber(
          quantity: .position, value: "\(round.position)",
          working: ["\(round.position + 1) tokens committed before this round, prompt included"])),
      .fact(
        "budget", "\(round.choice.budget)", at: valueColumn,
        opens: OpenedNumber(
          quantity: .budget, value: "\(round.choice.budget)",
          working: [
            round.settings.budget == nil
              ? "chosen by controller \(round.choice.controller)" : "given by the settings",
            round.choice.reason,
          ])),
    ]
    if round.choice.reachBar > 0 {
      let bar = NumberText.fixed(round.choice.reachBar, decimals: 3)
      lines.append(
        .fact(
          "bar", bar, at: valueColumn, opens: OpenedNumber(quantity: .reachBar, value: bar)))
    }
    return lines
  }

  // MARK: Probabilities

  private var probabilityLines: [PaneLine] {
    let depth = tree.depths[node.rawValue]
    let parent = tree.parents[node.rawValue] ?? .root
    let source = tree.sources[node.rawValue]
    var lines = [
      PaneLine(
        .text("depth \(depth)", Style(.number)), .text(" below ", Style(.faint)),
        .text(model.markedText(tree.tokens[parent.rawValue], in: round), .text),
        .text(source.isEmpty ? "" : "  from ", Style(.faint)), .text(source, .text),
        opens: OpenedNumber(quantity: .depth, value: "\(depth)"))
    ]
    let q = tree.draftProbabilities[node.rawValue]
    lines.append(
      probability(
        "q", q, .draftProbability,
        note: q == nil ? "this drafter has none" : nil))
    if let estimate = tree.estimates[node.rawValue] {
      let text = NumberText.fixed(estimate, decimals: 3)
      lines.append(
        .fact(
          "estimate", text, at: valueColumn,
          opens: OpenedNumber(
            quantity: .growthEstimate, value: text,
            working: ["\(round.settings.growth) ranked it with \(estimate)"])))
    }
    let p = score?.targetProbability
    lines.append(
      probability("p", p, .targetProbability, note: isScored ? nil : "not scored yet"))
    if isScored {
      let own = model.modelProbability(of: node, in: round)
      lines.append(
        probability("model", own, .modelProbability, note: own == nil ? "below those kept" : nil))
    }
    if let p, let q, q > 0 {
      let ratio = NumberText.fixed(p / q, decimals: 2)
      lines.append(
        .fact(
          "p/q", ratio, at: valueColumn,
          opens: OpenedNumber(
            quantity: .ratio, value: ratio,
            working: ["\(exact(p)) / \(exact(q)) = \(exact(p / q))"])))
    }
    if let reach = score?.reach {
      lines.append(
        probability("reach", reach, .reach, working: reachWorking(reach)))
    }
    return lines
  }

  private func probability(
    _ name: String, _ value: Double?, _ quantity: Quantity, note: String? = nil,
    working: [String] = []
  ) -> PaneLine {
    let text = NumberText.probability(value)
    var opened = OpenedNumber(quantity: quantity, value: text.trimmed, working: working)
    if working.isEmpty, let value { opened.working = ["\(exact(value))"] }
    var line = PaneLine(
      .text(name, .text), .column(valueColumn), .text(text, Style(.number)), opens: opened)
    if let note {
      line.add("  " + note, .faint)
    } else if let value {
      line.pieces += [
        .text(" ", .text), .bar(value, width: min(20, max(0, width - valueColumn - 6)), .bar),
      ]
    }
    return line
  }

  private func reachWorking(_ reach: Double) -> [String] {
    let factors = tree.path(to: node).compactMap { node in
      round.scores.indices.contains(node.rawValue)
        ? round.scores[node.rawValue].targetProbability.map(exact) : nil
    }
    return [factors.joined(separator: glyphs.isASCII ? " * " : " × ") + " = \(exact(reach))"]
  }

  private func exact(_ value: Double) -> String {
    value != 0 && abs(value) < 0.0001 ? "\(value)" : NumberText.fixed(value, decimals: 4)
  }

  // MARK: The verdict

  /// The judge's step at this node's parent, where its verdict fell, and the one below it.
  private var verdictLines: [PaneLine] {
    guard let steps = round.judgement?.steps.prefix(progress.judgeStepCount) else { return [] }
    var lines: [PaneLine] = []
    for step in steps where concerns(step) { lines += lineOfStep(step, isAbove: true) }
    for step in steps where step.action.at == node && !concerns(step) {
      lines += lineOfStep(step, isAbove: false)
    }
    return lines.isEmpty ? [] : [.heading("judged")] + lines
  }

  /// Whether the step tested this node or gave its verdict.
  private func concerns(_ step: JudgeStep) -> Bool {
    let isTested = step.action.kind == .test && step.action.child == node
    return isTested || step.decided.contains { $0.node == node }
  }

  private func lineOfStep(_ step: JudgeStep, isAbove: Bool) -> [PaneLine] {
    let action = step.action
    let chosen = action.token.map { model.markedText($0, in: round) } ?? ""
    let place = isAbove ? "here" : "below"
    switch action.kind {
    case .argmax:
      var line = PaneLine("\(place): the most probable token is ", .text)
      line.add(chosen, .heading)
      line.opens = OpenedNumber(
        quantity: .targetProbability, value: chosen,
        working: ["greedy: the largest logit wins, the lowest id in a tie"])
      return [line]
    case .sample:
      let (probability, score) = (action.numbers[.probability] ?? 0, action.numbers[.score] ?? 0)
      let uniform = action.uniform ?? 0
      var line = PaneLine("\(place): the target drew ", .text)
      line.add(chosen, .heading)
      line.add("  p \(NumberText.probability(probability).trimmed)", .number)
      line.opens = OpenedNumber(
        quantity: .gumbelScore, value: NumberText.fixed(score, decimals: 3),
        working: [
          "p = \(exact(probability)), u = \(NumberText.fixed(uniform, decimals: 6))",
          "log p - log(-log u) = \(exact(score))",
        ])
      let u = NumberText.fixed(uniform, decimals: 4)
      var numbers = PaneLine("  u \(u)", .number)
      numbers.add("  score \(NumberText.fixed(score, decimals: 3)), the largest", .number)
      numbers.opens = OpenedNumber(quantity: .uniform, value: u)
      return [line, numbers]
    case .test, .update, .draw, .pick, .solve, .select, .weigh:
      var line = PaneLine("\(place): \(action.kind.words)", .text)
      if !chosen.isEmpty { line.add(" " + chosen, .heading) }
      if let isAccepted = action.isAccepted {
        line.add(
          isAccepted ? "  accepted" : "  refused", isAccepted ? .accepted : .rejected)
      }
      return [line] + numberLines(of: action)
    }
  }

  /// The draw and every number of a step, each of them to be opened.
  private func numberLines(of action: JudgeStep.Action) -> [PaneLine] {
    var lines: [PaneLine] = []
    if let uniform = action.uniform {
      let text = NumberText.fixed(uniform, decimals: 4)
      var line = PaneLine("  u \(text)", .number)
      if let acceptance = action.numbers[.acceptance], let isAccepted = action.isAccepted {
        line.add(
          "  \(isAccepted ? "below" : "not below") \(NumberText.fixed(acceptance, decimals: 4))",
          .number)
      }
      line.opens = OpenedNumber(
        quantity: .decidingUniform, value: text, working: ["u = \(uniform)"])
      lines.append(line)
    }
    for number in JudgeNumber.allCases {
      guard let value = action.numbers[number] else { continue }
      let text = NumberText.fixed(value, decimals: number.isCount ? 0 : 4)
      lines.append(
        .fact(
          "  " + number.label, text, at: 16,
          opens: OpenedNumber(
            quantity: number.quantity, value: text, working: ["\(number.label) = \(value)"])))
    }
    return lines
  }

  // MARK: Alternatives

  /// What the target saw at the parent, where this token was one of the choices; at the anchor,
  /// what it saw below it.
  private var alternativeLines: [PaneLine] {
    let at = tree.parents[node.rawValue] ?? node
    guard progress.isScored[at.rawValue], round.scores.indices.contains(at.rawValue),
      !round.scores[at.rawValue].alternatives.isEmpty
    else { return [] }
    let score = round.scores[at.rawValue]
    let after = model.markedText(tree.tokens[at.rawValue], in: round)
    var lines = [PaneLine("what the target saw after \(after)", .heading)]
    if let entropy = score.entropy {
      let text = NumberText.fixed(entropy, decimals: 2)
      lines.append(
        .fact(
          "entropy", "\(text) nats", at: valueColumn,
          opens: OpenedNumber(quantity: .entropy, value: text)))
    }
    let texts = score.alternatives.map { model.markedText($0.token, in: round) }
    let textColumns = min(max(texts.map(TextWidth.columns).max() ?? 4, 5), max(6, width - 18), 16)
    lines.append(
      PaneLine(
        .text("  token", Style(.faint)), .column(textColumns + 3),
        .text("   p model", Style(.faint))))
    for (alternative, text) in zip(score.alternatives, texts) {
      lines.append(line(of: alternative, text: text, at: at, textColumns: textColumns))
    }
    return lines
  }

  private func line(
    of alternative: Alternative, text: String, at: NodeIndex, textColumns: Int
  ) -> PaneLine {
    let child = tree.child(of: at, token: alternative.token)
    let isThis = child == node && node != .root
    let extra = extraVerdict(of: alternative.token, at: at)
    let verdict = child.map { progress.verdicts[$0.rawValue] } ?? extra
    let mark = verdict.map(glyphs.mark) ?? " "
    let markRole = verdict.map { Role($0) } ?? .text
    let bar = isGreedy ? alternative.modelProbability : alternative.targetProbability
    let p = NumberText.probability(alternative.targetProbability)
    let own = NumberText.probability(alternative.modelProbability)
    return PaneLine(
      .text(mark + " ", Style(markRole)),
      .text(TextWidth.cut(text, to: textColumns, glyphs: glyphs), Style(isThis ? .heading : .text)),
      .column(textColumns + 3), .text("\(p)  \(own) ", Style(.number)),
      .bar(
        bar, width: min(16, max(0, width - textColumns - 15)), markRole == .text ? .bar : markRole),
      opens: OpenedNumber(
        quantity: .targetProbability, value: "\(text): \(p.trimmed)",
        working: [
          "p = \(exact(alternative.targetProbability)) after temperature and cutting",
          "model = \(exact(alternative.modelProbability)) at temperature 1, nothing cut",
        ]))
  }

  /// Set when the verifier put this token after the accepted path, and that is visible.
  private func extraVerdict(of token: TokenID, at node: NodeIndex) -> Verdict? {
    guard let extra = model.treeLayout?.extra, extra.parent == node, extra.token == token else {
      return nil
    }
    return extra.verdict
  }

  /// The shapes that the controller weighed for this round.
  private var candidateLines: [PaneLine] {
    let choice = round.choice
    // Drafters and exits have views of their own.
    let isOfShapes = choice.candidates.allSatisfy { $0.drafter == nil && $0.exitLayer == nil }
    guard isOfShapes, !choice.candidates.isEmpty else { return [] }
    let most = choice.candidates.map(\.value).max() ?? 1
    let labels = choice.candidates.map {
      TextWidth.cut($0.label, to: max(8, width - 12), glyphs: glyphs)
    }
    let column = (labels.map(TextWidth.columns).max() ?? 0) + 3
    let heading = TextWidth.wrap("weighed: \(choice.measure)", columns: max(8, width))
    return heading.map { PaneLine($0, .heading) }
      + zip(choice.candidates, labels).map { candidate, label in
        let value = NumberText.fixed(candidate.value, decimals: 3)
        return PaneLine(
          .text(candidate.isChosen ? glyphs.selected : " ", Style(.key)),
          .text(label, Style(candidate.isChosen ? .heading : .text)), .column(column),
          .text(value + " ", Style(.number)),
          .bar(
            most > 0 ? candidate.value / most : 0, width: min(20, max(0, width - column - 7)),
            candidate.isChosen ? .accepted : .bar),
          opens: OpenedNumber(
            quantity: .candidateValue, value: "\(label): \(value)",
            working: candidate.numbers.sorted { $0.key < $1.key }.map { name, number in
              "\(name) = \(exact(number))"
            } + (candidate.isChosen ? [choice.reason] : [])))
      }
  }

  private var learnedLines: [PaneLine] {
    guard progress.hasLearned, !round.learned.isEmpty else { return [] }
    return [.heading("the drafter says")]
      + round.learned.flatMap { line in
        TextWidth.wrap(line, columns: max(8, width)).map { PaneLine($0, .text) }
      }
  }
}
