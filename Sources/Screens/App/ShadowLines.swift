import DraftTrees
import Timeline
import Tokens

/// What others proposed for the same place: the path that the text goes along, then what each thought
/// would follow.
struct ShadowLines {
  let model: AppModel
  let round: Round
  let progress: RoundProgress
  let width: Int

  private var glyphs: Glyphs { model.glyphs }

  var lines: [PaneLine] {
    guard !round.shadows.isEmpty, (progress.phase ?? .choose) >= .draft,
      progress.draftedCount == round.tree.draftedCount
    else { return [] }
    let text = model.text(from: round.index)
    return [
      .blank,
      PaneLine(
        .text("in the shadow, this round", Style(.heading)),
        .text(
          "  \(glyphs.accepted) as the text, \(glyphs.rejected) not, \(glyphs.unreached) behind that",
          Style(.faint))),
    ] + round.shadows.map { line($0, text: text) }
  }

  private func line(_ shadow: ShadowProposal, text: [TokenID]) -> PaneLine {
    let columns = ArmLanes.nameColumns(width)
    let count = shadow.acceptedCount(along: text)
    let deepest = shadow.tree.depths.max() ?? 0
    var line = PaneLine(
      .text(" " + TextWidth.cut(shadow.drafter, to: columns - 2, glyphs: glyphs), .text),
      .column(columns),
      .text("\(NumberText.count(count, columns: 2))/\(deepest)", Style(.number)),
      .column(columns + 6),
      opens: OpenedNumber(
        quantity: .shadowAccepted, value: "\(count)",
        working: [
          "\(shadow.tree.draftedCount) nodes, at most \(deepest) deep, grown by \(shadow.growth)",
          "proposing took \(NumberText.microseconds(shadow.microseconds, glyphs: glyphs).trimmed)",
        ]))
    if shadow.tree.draftedCount == 0 { line.add("nothing", .faint) }
    for (place, node) in path(shadow.tree, text: text).enumerated() {
      let verdict = verdict(place: place, count: count, isKnown: place < text.count)
      let token = model.markedText(shadow.tree.tokens[node.rawValue], in: round)
      line.add("\(place == 0 ? "" : " ")\(glyphs.mark(verdict))\(token)", Role(verdict))
    }
    return line
  }

  private func verdict(place: Int, count: Int, isKnown: Bool) -> Verdict {
    if place < count { return .accepted }
    guard isKnown else { return .pending }
    return place == count ? .rejected : .unreached
  }

  /// Along the text as far as it goes, then along the first child drawn.
  private func path(_ tree: DraftTree, text: [TokenID]) -> [NodeIndex] {
    var (path, node) = ([NodeIndex](), NodeIndex.root)
    while true {
      let children = tree.children(of: node).filter { !tree.isPruned[$0.rawValue] }
      let along =
        path.count < text.count
        ? children.first { tree.tokens[$0.rawValue] == text[path.count] } : nil
      guard let next = along ?? children.first else { return path }
      path.append(next)
      node = next
    }
  }
}
