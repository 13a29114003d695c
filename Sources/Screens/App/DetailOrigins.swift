import DraftTrees
import Timeline

/// Who else would have had the selected node's token: the layers of the target, and drafters in the
/// shadow.
struct DetailOrigins {
  let model: AppModel
  let round: Round
  let node: NodeIndex
  let valueColumn: Int

  var lines: [PaneLine] { layerLines + shadowLines }

  /// Which layers said at the parent what came there.
  private var layerLines: [PaneLine] {
    guard model.areExitsVisible, let survey = round.exits,
      let parent = round.tree.parents[node.rawValue],
      let row = survey.rows.firstIndex(where: { $0.node == parent })
    else { return [] }
    let token = round.tree.tokens[node.rawValue]
    let saying = survey.exits.filter { $0.tokens[row] == token }.map { "\($0.layer)" }
    let layers = saying.isEmpty ? "none of those read" : saying.joined(separator: " ")
    let from = survey.agreedFrom(row: row)
    let target = model.markedText(survey.rows[row].target, in: round)
    let fate = survey.rows[row].isCommitted ? "came" : "the target expects"
    return [
      .fact(
        "layers", layers, at: valueColumn,
        opens: OpenedNumber(
          quantity: .agreedFrom, value: layers,
          working: [
            "layers whose most probable token here is this one",
            from.map { "\(target), which \(fate), is right from layer \($0) on" }
              ?? "\(target) is right at the last layer only",
          ]))
    ]
  }

  /// Drafters whose proposal holds the path to this node.
  private var shadowLines: [PaneLine] {
    guard node != .root else { return [] }
    let path = round.tree.path(to: node).map { round.tree.tokens[$0.rawValue] }
    let others = round.shadows.filter { $0.acceptedCount(along: path) == path.count }
    guard !others.isEmpty else { return [] }
    return [
      .fact(
        "also by", others.map(\.drafter).joined(separator: ", "), at: valueColumn, role: .text)
    ]
  }
}
