import DraftTrees
import Timeline

extension AppModel {
  /// Does what a key or a command names. `key` tells which digit it was.
  mutating func perform(_ action: Action, key: Key? = nil) -> [Effect] {
    if action != .jumpDigit, action != .jumpPercent, action != .lastRound { count = nil }
    if let effects = takeMenu(action) ?? takePage(action) { return effects }
    switch action {
    case .eventForward: return stepOnce(.forward, by: .event)
    case .eventBack: return stepOnce(.back, by: .event)
    case .roundForward: return stepOnce(.forward, by: .round)
    case .roundBack: return stepOnce(.back, by: .round)
    case .tokenForward: return stepOnce(.forward, by: .token)
    case .tokenBack: return stepOnce(.back, by: .token)
    case .play: return togglePlay()
    case .faster: return changeSpeed(by: 1)
    case .slower: return changeSpeed(by: -1)
    case .firstRound: return goToStart()
    case .lastRound: return goToEnd()
    case .jumpDigit:
      guard case .character(let scalar)? = key, let digit = Int(String(scalar)) else { return [] }
      return take(digit: digit)
    case .jumpPercent: return jumpToPercent()
    case .setMark, .goToMark:
      guard timeline != nil else { return refuseBeforeStart() }
      letterAction = action
      say(action == .setMark ? "mark: which letter?" : "go to mark: which letter?")
      return []
    case .previousMarker: return goToMarker(.back)
    case .nextMarker: return goToMarker(.forward)
    case .up, .down, .left, .right, .halfPageUp, .halfPageDown, .pageUp, .pageDown:
      return move(action)
    case .nextPane: return changePane(by: 1)
    case .previousPane: return changePane(by: -1)
    case .open: return openSelected()
    case .zoom: return toggleZoom()
    case .fold, .unfold, .unfoldAll: return fold(action)
    case .viewMain: return show(.main, focusing: .tree)
    case .viewTree: return show(.tree, focusing: .tree)
    case .viewText: return show(.text, focusing: .text)
    case .viewStatistics: return show(.statistics, focusing: .statistics)
    case .viewVerifiers: return show(.verifiers, focusing: .verifiers)
    case .viewExitLayers: return show(.exitLayers, focusing: .exitLayers)
    case .viewSwitching: return show(.switching, focusing: .switching)
    case .viewDrafter: return show(.switching, focusing: .drafter)
    case .viewCompare:
      guard comparison != nil else { return open(menu: .compare) }
      return show(.compare, focusing: .compare)
    case .search:
      input = InputLine(.search)
      return []
    case .nextMatch: return goToMatch(.forward)
    case .previousMatch: return goToMatch(.back)
    case .colourTokens:
      cycleColouring(by: 1)
      return []
    case .showMarks:
      showsMarks.toggle()
      say(showsMarks ? "blanks and line ends shown as marks" : "blanks and line ends hidden")
      return []
    case .copy: return copySelected()
    case .drafterMenu: return open(menu: .drafters)
    case .exitPolicyMenu: return openExitPolicies()
    case .promptMenu: return open(menu: .prompts)
    case .options: return open(menu: .options)
    case .fork: return isLive ? open(menu: .fork) : refuse(forkNeedsEngine)
    case .branches: return open(menu: .branches)
    case .compare: return open(menu: .compare)
    case .firstDifference: return goToFirstDifference()
    case .writeMenu: return open(menu: .write)
    case .help:
      popups.append(.help(HelpPage(context: focus.context)))
      return []
    case .commandLine:
      input = InputLine(.command)
      return []
    case .cancel: return cancel()
    case .leave: return leave()
    case .quit: return [.quit(closing: closingLine)]
    case .redraw: return [.redraw]
    case .suspend:
      let effects = stopPlaying()
      say(isLive && !isFinished ? "back; the engine may have gone on" : "back")
      return effects + [.suspend]
    case .interrupt: return interrupt()
    }
  }

  /// Keys of help and of an opened number.
  private mutating func takePage(_ action: Action) -> [Effect]? {
    let step: Int
    switch action {
    case .up: step = -1
    case .down: step = 1
    case .halfPageUp: step = -size.rows / 2
    case .halfPageDown: step = size.rows / 2
    case .pageUp: step = -size.rows
    case .pageDown: step = size.rows
    default: step = 0
    }
    switch popups.last {
    case .help(var page)?:
      if action == .search {
        page.isTyping = true
      } else {
        let rows = HelpView.rowCount(self)
        page.scroll = min(max(0, page.scroll + step), max(0, HelpView.lineCount(page, self) - rows))
        if step == 0, action != .cancel, action != .leave { return nil }
      }
      if action == .cancel || action == .leave {
        popups.removeLast()
      } else {
        popups[popups.count - 1] = .help(page)
      }
      return []
    case .definition(var opened)? where step != 0:
      opened.scroll = max(0, opened.scroll + step)
      popups[popups.count - 1] = .definition(opened)
      return []
    default: return nil
    }
  }

  // MARK: Leaving

  private mutating func cancel() -> [Effect] {
    if !popups.isEmpty {
      popups.removeLast()
      refreshOptions()
    } else if searchQuery != nil {
      searchQuery = nil
      say("search cleared")
    } else if unpinned(pinnedNode) != nil || unpinned(pinnedToken) != nil
      || unpinned(pinnedScroll) != nil
    {
      (pinnedNode, pinnedToken, pinnedScroll) = (nil, nil, nil)
    } else if awaited != nil {
      awaited = nil
      say("no longer waiting for the engine")
    } else if isZoomed {
      isZoomed = false
    } else {
      return refuse("nothing to cancel; q leaves this view, ? helps")
    }
    return []
  }

  private mutating func leave() -> [Effect] {
    if !popups.isEmpty {
      popups.removeLast()
      refreshOptions()
    } else if isZoomed {
      isZoomed = false
    } else if shownView != .main {
      return show(.main, focusing: .tree)
    } else if wouldLoseRun {
      return open(menu: .quit)
    } else {
      return [.quit(closing: closingLine)]
    }
    return []
  }

  private mutating func interrupt() -> [Effect] {
    if case .menu(let menu)? = popups.last, menu.kind == .quit {
      return [.quit(closing: closingLine)]
    }
    let isDecoding = isLive && (engineState == .running || isPlaying) && !isFinished
    if isDecoding {
      (isPlaying, awaited) = (false, nil)
      say("stopping the run; Ctrl-C again offers to quit")
      return [.engine(.stop)]
    }
    popups = []
    return open(menu: .quit)
  }

  // MARK: Views and panes

  mutating func show(_ name: ViewName, focusing pane: Pane) -> [Effect] {
    let left = shownView
    (shownView, isZoomed) = (name, false)
    focus(on: pane)
    guard isLive, left != name else { return [] }
    return Self.survey(of: left, isOn: false) + Self.survey(of: name, isOn: true)
  }

  /// What the engine looks at beside the run while a view is open.
  private static func survey(of view: ViewName, isOn: Bool) -> [Effect] {
    switch view {
    case .verifiers: [.engine(.survey(isOn: isOn))]
    case .exitLayers: [.engine(.surveyExits(isOn: isOn))]
    default: []
    }
  }

  /// Gives a pane the focus; where panes share a place it is the one shown.
  mutating func focus(on pane: Pane) {
    focus = pane
    if pane == .text || pane == .detail || pane == .statistics { tab = pane }
  }

  private mutating func changePane(by step: Int) -> [Effect] {
    let panes = ScreenLayout(self, size: size, ignoringZoom: true).panes
    guard panes.count > 1, let place = panes.firstIndex(of: focus) else {
      if let first = panes.first { focus(on: first) }
      return panes.count > 1 ? [] : refuse("this view has one pane; v m shows all of them")
    }
    focus(on: panes[(place + step + panes.count) % panes.count])
    return []
  }

  private mutating func toggleZoom() -> [Effect] {
    let panes = ScreenLayout(self, size: size, ignoringZoom: true).panes
    guard panes.count > 1 else { return refuse("this pane has the whole screen already") }
    isZoomed.toggle()
    return []
  }

  private mutating func openExitPolicies() -> [Effect] {
    let drafter = shownSettings?.drafter ?? "this drafter"
    guard shownSettings.flatMap({ catalogue.drafter($0.drafter) })?.hasExitLayers == true else {
      return refuse("\(drafter) has no exit layers: it does not draft with the model's own layers")
    }
    return refuse("\(drafter) picks its exit layer itself; there is no policy to choose")
  }

  // MARK: Copying

  private mutating func copySelected() -> [Effect] {
    switch focus {
    case .tree: return copy("path")
    case .text: return copy("text")
    default:
      let lines = self.lines(of: focus)
      guard
        let line = lines.indices.contains(selectedLine(of: focus))
          ? lines[selectedLine(of: focus)] : nil, !line.text.isEmpty
      else { return refuse("nothing to copy on this line") }
      return [.copy(line.text)]
    }
  }

  /// Copies the selected token, the path to it from the anchor on, or prompt and text.
  mutating func copy(_ what: String) -> [Effect] {
    guard timeline != nil else { return refuseBeforeStart() }
    if what == "text" { return [.copy(TextPane.plainText(self))] }
    guard what == "token" || what == "path" else {
      return refuse("copy takes token, path or text")
    }
    guard let round else { return refuse("no tree yet: . takes the first step") }
    let path = what == "token" ? [] : [.root] + round.tree.path(to: selectedNode).dropLast()
    let nodes = selectedNode == .root ? [.root] : path + [selectedNode]
    let bytes = nodes.flatMap { piece(round.tree.tokens[$0.rawValue], in: round).bytes }
    return [.copy(String(decoding: bytes, as: UTF8.self))]
  }
}
