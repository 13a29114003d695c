import DraftTrees
import Timeline
import Tokens

extension AppModel {
  /// A place where the search matches, and the node that does.
  private struct SearchMatch {
    var cursor: Cursor
    var node: NodeIndex?
  }

  mutating func startSearch(_ typed: String) -> [Effect] {
    note = nil
    switch SearchQuery.parse(typed) {
    case .failure(let error): return refuse(error.description)
    case .success(let query):
      guard timeline != nil else { return refuseBeforeStart() }
      searchQuery = query
      return goToMatch(.forward)
    }
  }

  mutating func goToMatch(_ direction: StepDirection) -> [Effect] {
    guard let query = searchQuery else {
      return refuse("no search is active: / starts one")
    }
    guard let timeline else { return refuseBeforeStart() }
    let rounds = timeline.shownRounds.indices
    let here = cursor
    var found: SearchMatch?
    if direction == .forward {
      for index in rounds.dropFirst(here.round) where found == nil {
        found = matches(of: query, in: index).first { $0.cursor > here }
      }
    } else {
      for index in rounds.prefix(here.round + 1).reversed() where found == nil {
        found = matches(of: query, in: index).last { $0.cursor < here }
      }
    }
    guard let found else {
      let isAny = rounds.contains { !matches(of: query, in: $0).isEmpty }
      let way = direction == .forward ? "later" : "earlier"
      return refuse(
        isAny
          ? "no \(way) match of \(query.typed)" : "no match of \(query.typed) in what is decoded")
    }
    let effects = go(to: found.cursor)
    if let node = found.node { pinnedNode = pin(node) }
    say("match of \(query.typed): n next, N back, Esc clears")
    return effects
  }

  /// In the order of events, one an event.
  private func matches(of query: SearchQuery, in index: Int) -> [SearchMatch] {
    guard let round = timeline?.shownRound(index), let timeline else { return [] }
    var matches: [SearchMatch] = []
    for node in round.tree.nodes.dropFirst() {
      let text = piece(round.tree.tokens[node], in: round).text ?? ""
      if let event = query.place(of: NodeIndex(node), in: round, text: text) {
        matches.append(
          SearchMatch(cursor: Cursor(round: index, event: event), node: NodeIndex(node)))
      }
    }
    for (number, committed) in round.committed.enumerated() where committed.node == nil {
      let text = piece(committed.token, in: round).text ?? ""
      if query.matches(token: committed.token, text: text),
        let cursor = timeline.cursor(afterToken: number, ofRound: index)
      {
        matches.append(SearchMatch(cursor: cursor, node: nil))
      }
    }
    return matches.sorted { $0.cursor < $1.cursor }
  }

  /// Whether a visible node matches the active search.
  func isMatch(_ node: NodeIndex, in round: Round, progress: RoundProgress) -> Bool {
    guard let query = searchQuery, node != .root else { return false }
    let text = piece(round.tree.tokens[node.rawValue], in: round).text ?? ""
    guard let event = query.place(of: node, in: round, text: text) else { return false }
    return event <= progress.event
  }
}
