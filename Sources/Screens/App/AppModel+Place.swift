import DraftTrees
import Timeline
import Tokens

extension AppModel {
  /// The round looked at, complete or in flight; nil before the first.
  public var round: Round? { timeline?.shownRound(cursor.round) }

  /// What of it is visible.
  public var progress: RoundProgress? { timeline?.progress(at: cursor) }

  /// Nothing further is recorded.
  var isAtEnd: Bool { timeline.map { cursor >= $0.end } ?? true }

  var branch: Int { timeline?.activeBranch ?? 0 }

  var roundKey: RoundKey? { round.map { RoundKey(branch: $0.branch, index: $0.index) } }

  func pin<Value>(_ value: Value) -> Pinned<Value> {
    Pinned(value: value, branch: branch, cursor: cursor)
  }

  func unpinned<Value>(_ pinned: Pinned<Value>?) -> Value? {
    guard let pinned, pinned.branch == branch, pinned.cursor == cursor else { return nil }
    return pinned.value
  }

  /// The node under the cursor: one a person picked here, or that of the last event.
  var selectedNode: NodeIndex {
    guard let round, let progress else { return .root }
    let picked = unpinned(pinnedNode) ?? Self.node(of: progress.lastEvent, in: round)
    guard picked.rawValue < round.tree.count else { return .root }
    return visibleAncestor(of: picked, in: round.tree)
  }

  /// The node itself, or the nearest ancestor that is not folded away.
  private func visibleAncestor(of node: NodeIndex, in tree: DraftTree) -> NodeIndex {
    guard let closed = roundKey.flatMap({ folded[$0] }), !closed.isEmpty else { return node }
    let line = [.root] + tree.path(to: node)
    return line.dropLast().first { closed.contains($0) } ?? node
  }

  /// The node that an event is about.
  static func node(of event: RoundEvent?, in round: Round) -> NodeIndex {
    switch event {
    case nil, .chosen: return .root
    case .drafted(let node), .scored(let node): return node
    case .judged(let step):
      guard let steps = round.judgement?.steps, steps.indices.contains(step) else { return .root }
      let refused = steps[step].decided.first { $0.verdict == .rejected }?.node
      return steps[step].action.child ?? refused ?? steps[step].action.at
    case .committed(let number):
      guard round.committed.indices.contains(number) else { return .root }
      return round.committed[number].node ?? round.judgement?.accepted.last ?? .root
    case .learned: return round.judgement?.accepted.last ?? .root
    }
  }

  /// The bytes of a token of a round, or of the prompt.
  func piece(_ token: TokenID, in round: Round) -> TokenPiece {
    if let piece = round.pieces[token] { return piece }
    if let header = timeline?.header, let place = header.prompt.tokens.firstIndex(of: token),
      header.prompt.pieces.indices.contains(place)
    {
      return header.prompt.pieces[place]
    }
    return TokenPiece("#\(token)")
  }

  func markedText(_ token: TokenID, in round: Round) -> String {
    TokenText.marked(piece(token, in: round), glyphs: glyphs)
  }

  /// The rounds of the line looked at, the one in flight last.
  var shownRounds: [Round] { timeline?.shownRounds ?? [] }
}
