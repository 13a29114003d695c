import DraftTrees
import Timeline
import Tokens

extension AppModel {
  /// Arrow and page keys, in the pane that has the focus.
  mutating func move(_ action: Action) -> [Effect] {
    guard timeline != nil else { return refuseBeforeStart() }
    switch focus {
    case .tree: return moveInTree(action)
    case .text: return moveInText(action)
    case .detail, .statistics, .verifiers, .exitLayers, .lens, .switching, .drafter, .compare:
      return moveInLines(action)
    }
  }

  // MARK: Tree

  /// The layout of the tree looked at.
  var treeLayout: TreeLayout? {
    guard let round, let progress else { return nil }
    return TreeLayout(
      round, progress: progress, folded: roundKey.flatMap { folded[$0] } ?? [])
  }

  private mutating func moveInTree(_ action: Action) -> [Effect] {
    guard let round, let progress, let layout = treeLayout else {
      return refuse("no tree yet: . takes the first step")
    }
    let node = selectedNode
    switch action {
    case .left:
      guard let parent = round.tree.parents[node.rawValue] else {
        return refuse("the anchor has no parent: it is the last committed token")
      }
      pinnedNode = pin(parent)
    case .right:
      let isClosed = roundKey.flatMap { folded[$0] }?.contains(node) == true
      let child = round.tree.children(of: node).first { progress.isDrafted($0) }
      guard let child else { return refuse("nothing is drafted below this node") }
      if isClosed { return refuse("this branch is closed; + opens it") }
      pinnedNode = pin(child)
    case .up, .down:
      let step = action == .up ? -1 : 1
      guard let next = layout.vertical(from: node, by: step, progress: progress) else {
        return refuse(step < 0 ? "no branch above" : "no branch below")
      }
      pinnedNode = pin(next)
    default:
      let isUp = action == .halfPageUp || action == .pageUp
      let isHalf = action == .halfPageUp || action == .halfPageDown
      var current = node
      for _ in 0..<max(1, paneRows(.tree) / (isHalf ? 2 : 1)) {
        guard let next = layout.vertical(from: current, by: isUp ? -1 : 1, progress: progress)
        else { break }
        current = next
      }
      guard current != node else { return refuse(isUp ? "no branch above" : "no branch below") }
      pinnedNode = pin(current)
    }
    return []
  }

  mutating func fold(_ action: Action) -> [Effect] {
    guard focus == .tree else { return refuse("branches are closed and opened in the tree") }
    guard let round, let key = roundKey else { return refuse("no tree yet") }
    let node = selectedNode
    var closed = folded[key] ?? []
    switch action {
    case .fold:
      guard !round.tree.children(of: node).isEmpty else {
        return refuse("nothing is drafted below this node")
      }
      guard closed.insert(node).inserted else { return refuse("this branch is closed already") }
      pinnedNode = pin(node)
    case .unfold:
      guard closed.remove(node) != nil else { return refuse("this branch is open already") }
    default:
      guard !closed.isEmpty else { return refuse("every branch is open already") }
      closed = []
    }
    folded[key] = closed.isEmpty ? nil : closed
    return []
  }

  // MARK: Text

  private mutating func moveInText(_ action: Action) -> [Effect] {
    let tokens = committedCount
    switch action {
    case .left, .right:
      guard tokens > 0 else { return refuse("no token is committed yet") }
      let from = unpinned(pinnedToken) ?? (action == .left ? tokens : tokens - 1)
      let next = from + (action == .left ? -1 : 1)
      guard (0..<tokens).contains(next) else {
        return refuse(next < 0 ? "this is the first token" : "this is the newest token")
      }
      pinnedToken = pin(next)
      pinnedScroll = nil
    default:
      let rows = max(1, paneRows(.text))
      let step =
        switch action {
        case .up: -1
        case .down: 1
        case .halfPageUp: -max(1, rows / 2)
        case .halfPageDown: max(1, rows / 2)
        case .pageUp: -rows
        default: rows
        }
      let last = max(0, TextPane.lineCount(self, width: paneColumns(.text)) - rows)
      let from = TextPane.firstLine(self, width: paneColumns(.text), rows: rows)
      let next = min(max(0, from + step), last)
      guard next != from else {
        return refuse(
          step < 0 ? "this is the beginning of the text" : "this is the end of the text")
      }
      pinnedScroll = pin(next)
    }
    return []
  }

  /// Committed tokens that are visible, in all rounds up to the cursor.
  var committedCount: Int {
    guard let timeline, let progress else { return 0 }
    let earlier = timeline.rounds.prefix(cursor.round).reduce(0) { $0 + $1.committed.count }
    return earlier + progress.committedCount
  }

  /// Where committed token `number` entered the text.
  func place(ofToken number: Int) -> Cursor? {
    guard let timeline else { return nil }
    var left = number
    for index in 0..<timeline.shownCount {
      let count = timeline.shownRound(index)?.committed.count ?? 0
      if left < count { return timeline.cursor(afterToken: left, ofRound: index) }
      left -= count
    }
    return nil
  }

  // MARK: Lines

  /// The lines of a pane made of lines, as wide as it is drawn.
  func lines(of pane: Pane) -> [PaneLine] { lines(of: pane, width: paneColumns(pane)) }

  func lines(of pane: Pane, width: Int) -> [PaneLine] {
    switch pane {
    case .detail: return DetailPane.lines(self, width: width)
    case .statistics: return StatisticsPane.lines(self, width: width)
    case .verifiers: return VerifiersPane.lines(self, width: width)
    case .exitLayers: return ExitLayersPane.lines(self, width: width)
    case .lens: return LensPane.lines(self, width: width)
    case .switching: return SwitchingPane.lines(self, width: width)
    case .drafter: return DrafterPane.lines(self, width: width)
    case .compare: return ComparePane.lines(self, width: width)
    case .tree, .text: return []
    }
  }

  func selectedLine(of pane: Pane) -> Int {
    lines[pane] ?? 0
  }

  private mutating func moveInLines(_ action: Action) -> [Effect] {
    let count = lines(of: focus).count
    let rows = max(1, paneRows(focus))
    let step: Int
    switch action {
    case .up: step = -1
    case .down: step = 1
    case .halfPageUp: step = -max(1, rows / 2)
    case .halfPageDown: step = max(1, rows / 2)
    case .pageUp: step = -rows
    case .pageDown: step = rows
    case .left where focus == .verifiers: return scrubCoin(by: -0.05)
    case .right where focus == .verifiers: return scrubCoin(by: 0.05)
    case .left where focus == .exitLayers || focus == .lens: return chooseRow(by: -1)
    case .right where focus == .exitLayers || focus == .lens: return chooseRow(by: 1)
    default: return refuse("up and down choose a line here; Enter says what its number means")
    }
    let from = min(selectedLine(of: focus), max(0, count - 1))
    let next = min(max(0, from + step), max(0, count - 1))
    guard next != from else { return refuse(step < 0 ? "this is the top" : "this is the bottom") }
    lines[focus] = next
    if focus == .verifiers { rememberOutlook(atLine: next) }
    return []
  }

  // MARK: Opening

  mutating func openSelected() -> [Effect] {
    guard timeline != nil else { return refuseBeforeStart() }
    switch focus {
    case .tree:
      guard round != nil else { return refuse("no tree yet: . takes the first step") }
      isZoomed = false
      if shownView != .main, shownView != .tree { shownView = .main }
      focus(on: .detail)
      say("up and down choose a number, Enter says what it means; Tab goes back")
    case .text:
      guard let number = unpinned(pinnedToken), let place = place(ofToken: number) else {
        return refuse("left and right choose a token; Enter goes to where it was committed")
      }
      return go(to: place)
    default:
      let lines = lines(of: focus)
      let selected = min(selectedLine(of: focus), lines.count - 1)
      guard lines.indices.contains(selected), let opened = lines[selected].opens else {
        return refuse("this line has no number to explain; up and down choose another")
      }
      popups.append(.definition(opened))
    }
    return []
  }

  // MARK: Places on the screen

  func paneRows(_ pane: Pane) -> Int {
    ScreenLayout(self, size: size).content(of: pane)?.rows ?? 10
  }

  func paneColumns(_ pane: Pane) -> Int {
    ScreenLayout(self, size: size).content(of: pane)?.columns ?? max(20, size.columns - 4)
  }
}
