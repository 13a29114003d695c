import Timeline

extension AppModel {
  /// Opens a menu above what is open.
  mutating func open(menu kind: Menu.Kind) -> [Effect] {
    guard let menu = menu(kind) else { return refuseBeforeStart() }
    guard !menu.items.isEmpty else { return refuse("nothing to choose from") }
    popups.append(.menu(menu))
    return []
  }

  /// Nil before there is a run, where the menu needs one.
  func menu(_ kind: Menu.Kind) -> Menu? {
    switch kind {
    case .drafters:
      return catalogueMenu(
        kind, "Drafter", catalogue.drafters, current: shownSettings?.drafter
      ) { .drafter($0) }
    case .verifiers:
      return catalogueMenu(
        kind, "Verifier", catalogue.verifiers, current: shownSettings?.verifier
      ) { .verifier($0) }
    case .growths:
      let allowed = shownSettings.flatMap { catalogue.drafter($0.drafter)?.growths } ?? []
      let entries = catalogue.growths.filter { allowed.isEmpty || allowed.contains($0.name) }
      return catalogueMenu(kind, "Growth policy", entries, current: shownSettings?.growth) {
        .growth($0)
      }
    case .options: return optionsMenu
    case .branches: return branchesMenu
    case .compare: return compareMenu
    case .write: return writeMenu
    case .quit: return quitMenu
    case .fork: return forkMenu
    }
  }

  private func catalogueMenu(
    _ kind: Menu.Kind, _ title: String, _ entries: [Catalogue.Entry], current: String?,
    change: (String) -> SettingsChange
  ) -> Menu? {
    let lead =
      isLive
      ? "Counts from the next round on; in the past it starts a new branch."
      : "This is a replay: the choice is shown, nothing can be changed."
    return Menu(
      kind: kind, title: title, lead: lead,
      items: entries.map { entry in
        MenuItem(
          title: entry.name,
          detail: entry.summary + " (\(entry.source))"
            + (entry.mayChangeOutput ? " \(glyphs.warning) output may change" : ""),
          value: entry.mayChangeOutput ? "output may change" : nil,
          isCurrent: entry.name == current, pick: .change(change(entry.name)))
      })
  }

  private var optionsMenu: Menu? {
    let names = OptionName.allCases
    return Menu(
      kind: .options, title: "Options",
      lead: "Left and right change a value. What belongs to the run counts from the next round on.",
      items: names.map { name in
        MenuItem(
          title: name.title, detail: name.detail, value: value(of: name), pick: .adjust(name))
      })
  }

  func value(of option: OptionName) -> String {
    let sampling = shownSettings?.sampling
    switch option {
    case .drafter: return shownSettings?.drafter ?? "-"
    case .verifier: return shownSettings?.verifier ?? "-"
    case .growth: return shownSettings?.growth ?? "-"
    case .temperature:
      guard let sampling else { return "-" }
      return sampling.isGreedy ? "0 (greedy)" : SettingsText.number(sampling.temperature)
    case .topK: return sampling.map { $0.topK == 0 ? "off" : "\($0.topK)" } ?? "-"
    case .topP: return sampling.map { $0.topP >= 1 ? "off" : SettingsText.number($0.topP) } ?? "-"
    case .minP: return sampling.map { $0.minP <= 0 ? "off" : SettingsText.number($0.minP) } ?? "-"
    case .budget: return shownSettings.map { $0.budget.map(String.init) ?? "auto" } ?? "-"
    case .speed: return speed.text
    case .colouring: return colouring.text
    case .marks: return showsMarks ? "shown" : "hidden"
    case .mouse: return usesMouse ? "on" : "off"
    }
  }

  private var branchesMenu: Menu? {
    guard let timeline else { return nil }
    return Menu(
      kind: .branches, title: "Branches", lead: "A fork starts a branch and keeps the old one.",
      items: timeline.branches.indices.map { branch in
        let line = timeline.line(of: branch)
        let emitted = line.reduce(0) { $0 + $1.committed.count }
        let origin =
          timeline.branches[branch].forkedFrom.map {
            "left branch \($0.branch + 1) before round \($0.round + 1)"
          } ?? "the first"
        let last = line.last?.settings
        return MenuItem(
          title: "branch \(branch + 1)",
          detail: "\(origin); \(line.count) rounds, \(emitted) tokens"
            + (last.map { "; \($0.drafter), \($0.verifier)" } ?? ""),
          value: "\(line.count) rounds", isCurrent: branch == self.branch,
          pick: .look(branch: branch))
      })
  }

  private var compareMenu: Menu? {
    guard let timeline else { return nil }
    var items = timeline.branches.indices.filter { $0 != branch }.map { other in
      MenuItem(
        title: "branch \(other + 1)", detail: "another branch of this run",
        pick: .compareBranch(other))
    }
    items.append(
      MenuItem(
        title: "a trace file", detail: "type the path of a recorded run of the same prompt",
        pick: .type("compare ")))
    return Menu(kind: .compare, title: "Compare with", items: items)
  }

  private var writeMenu: Menu {
    Menu(
      kind: .write, title: "Write",
      lead: tracePath.map { "This run is recorded in \($0)" } ?? "",
      items: WriteKind.allCases.map { kind in
        let detail =
          switch kind {
          case .trace: "the whole run, to replay anywhere without the model (.trace.jsonl)"
          case .screen: "this screen as plain text"
          case .svg: "this screen as a picture"
          case .cast: "the run played from its start, for asciinema players"
          }
        return MenuItem(title: kind.title, detail: detail, pick: .write(kind))
      })
  }

  private var quitMenu: Menu {
    var items = [MenuItem(title: "stay", detail: "go on", pick: .close)]
    if wouldLoseRun {
      items.insert(
        MenuItem(title: "write the trace and quit", pick: .saveAndQuit), at: 0)
    }
    items.append(MenuItem(title: wouldLoseRun ? "quit without writing" : "quit", pick: .quit))
    return Menu(
      kind: .quit, title: "Quit?",
      lead: wouldLoseRun ? "This run is not recorded: it would be lost." : "", items: items)
  }

  /// Leaving now loses rounds that stand nowhere else.
  var wouldLoseRun: Bool { isLive && tracePath == nil && timeline?.rounds.isEmpty == false }

  private var forkMenu: Menu? {
    guard let point = forkPoint, let base = round?.settings ?? shownSettings else { return nil }
    var items = [
      MenuItem(
        title: "with the same settings", detail: base.summary, isCurrent: true, pick: .fork(base))
    ]
    if let next = settings, next != base {
      items.append(
        MenuItem(
          title: "with the settings of the options", detail: next.summary, pick: .fork(next)))
    }
    for drafter in catalogue.drafters where drafter.name != base.drafter {
      let changed = SettingsChange.drafter(drafter.name).applied(to: base, catalogue: catalogue)
      items.append(
        MenuItem(
          title: "with drafter \(drafter.name)", detail: drafter.summary, pick: .fork(changed)))
    }
    return Menu(
      kind: .fork, title: "Fork before round \(point.round + 1)",
      lead: "Decoding goes on from there on a new branch; branch \(branch + 1) stays as it is. "
        + "The same positions use the same random draws.", items: items)
  }

  func forkOrChangeMenu(_ change: SettingsChange, _ changed: RoundSettings) -> Menu {
    let point = forkPoint ?? ForkPoint(branch: branch, round: 0)
    let lead =
      engineBranch == branch
      ? "You look at an earlier round of this run." : "The engine is on another branch."
    var items = [
      MenuItem(
        title: "fork here with \(change.text)",
        detail: "a new branch from before round \(point.round + 1); this one stays",
        pick: .fork(changed))
    ]
    if !isFinished {
      items.append(
        MenuItem(
          title: "from the engine's next round on",
          detail: "branch \(engineBranch + 1) goes on with \(change.text)",
          pick: .changeNext(changed)))
    }
    items.append(MenuItem(title: "change nothing", pick: .close))
    return Menu(kind: .fork, title: "Fork?", lead: lead, items: items)
  }

  // MARK: Keys

  mutating func takeMenu(_ action: Action) -> [Effect]? {
    guard case .menu(var menu)? = popups.last else { return nil }
    switch action {
    case .up: menu.selected = max(0, menu.selected - 1)
    case .down: menu.selected = min(menu.items.count - 1, menu.selected + 1)
    case .halfPageUp, .pageUp, .firstRound: menu.selected = max(0, menu.selected - 8)
    case .halfPageDown, .pageDown, .lastRound:
      menu.selected = min(menu.items.count - 1, menu.selected + 8)
    case .left, .right:
      guard case .adjust(let option) = menu.items[menu.selected].pick else { return [] }
      return adjust(option, by: action == .left ? -1 : 1)
    case .open: return choose(menu.items[menu.selected])
    default: return nil
    }
    popups[popups.count - 1] = .menu(menu)
    return []
  }

  mutating func choose(_ item: MenuItem) -> [Effect] {
    switch item.pick {
    case .adjust(let option): return adjustByChoosing(option)
    case .open(let kind): return open(menu: kind)
    default: break
    }
    popups = []
    switch item.pick {
    case .change(let change): return self.change(change)
    case .look(let branch): return switchTo(branch: branch)
    case .compareBranch(let branch):
      comparison = .branch(branch)
      (view, focus, isZoomed) = (.compare, .compare, false)
      return []
    case .type(let text):
      input = InputLine(.command, text: text)
      return []
    case .write(let kind): return write(kind, to: nil)
    case .fork(let settings): return fork(settings)
    case .changeNext(let settings): return changeNext(settings, saying: settings.summary)
    case .saveAndQuit:
      quitsAfterWriting = true
      return [.write(.trace, path: nil)]
    case .quit: return [.quit(closing: closingLine)]
    case .close, .adjust, .open: return []
    }
  }

  mutating func write(_ kind: WriteKind, to path: String?) -> [Effect] {
    guard timeline != nil || kind == .screen || kind == .svg else { return refuseBeforeStart() }
    return [.write(kind, path: path)]
  }

  /// The options menu again, after a change.
  mutating func refreshOptions() {
    guard case .menu(let old)? = popups.last, old.kind == .options, var menu = menu(.options) else {
      return
    }
    menu.selected = old.selected
    popups[popups.count - 1] = .menu(menu)
  }

  private mutating func adjustByChoosing(_ option: OptionName) -> [Effect] {
    switch option {
    case .drafter: return open(menu: .drafters)
    case .verifier: return open(menu: .verifiers)
    case .growth: return open(menu: .growths)
    case .temperature, .topK, .topP, .minP, .budget:
      popups = []
      input = InputLine(.command, text: "\(option.commandName) ")
      return []
    case .speed, .colouring, .marks, .mouse: return adjust(option, by: 1)
    }
  }

  private mutating func adjust(_ option: OptionName, by step: Int) -> [Effect] {
    defer { refreshOptions() }
    guard let settings = shownSettings else { return refuseBeforeStart() }
    let sampling = settings.sampling
    switch option {
    case .drafter:
      return neighbour(settings.drafter, catalogue.drafters.map(\.name), step)
        .map { change(.drafter($0)) } ?? refuse("no other drafter that way")
    case .verifier:
      return neighbour(settings.verifier, catalogue.verifiers.map(\.name), step)
        .map { change(.verifier($0)) } ?? refuse("no other verifier that way")
    case .growth:
      let names = catalogue.drafter(settings.drafter)?.growths ?? catalogue.growths.map(\.name)
      return neighbour(settings.growth, names, step)
        .map { change(.growth($0)) } ?? refuse("no other growth policy that way")
    case .temperature:
      let tenths = (sampling.temperature * 10).rounded() + Double(step)
      return tenths < 0 || tenths > 20
        ? refuse("temperature goes from 0 to 2 here; :temperature takes any")
        : change(.temperature(tenths / 10))
    case .topK:
      return neighbour(sampling.topK, [0, 5, 10, 20, 40, 80, 160], step)
        .map { change(.topK($0)) } ?? refuse("no further step; :top-k takes any number")
    case .topP:
      let hundredths = (sampling.topP * 20).rounded() + Double(step)
      return hundredths < 1 || hundredths > 20
        ? refuse("top-p goes from 0.05 to 1") : change(.topP(hundredths / 20))
    case .minP:
      let hundredths = (sampling.minP * 50).rounded() + Double(step)
      return hundredths < 0 || hundredths > 50
        ? refuse("min-p goes from 0 to 1") : change(.minP(hundredths / 50))
    case .budget:
      let steps: [Int?] = [nil, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
      return neighbour(settings.budget, steps, step)
        .map { change(.budget($0)) } ?? refuse("no further step; :budget takes any number")
    case .speed: return changeSpeed(by: step)
    case .colouring:
      cycleColouring(by: step)
      return []
    case .marks:
      showsMarks.toggle()
      return []
    case .mouse: return [.setMouse(isOn: !usesMouse)]
    }
  }

  /// The value next to the present one; between two values, the nearest that way.
  private func neighbour<Value: Equatable>(_ value: Value, _ values: [Value], _ step: Int) -> Value?
  {
    guard let place = values.firstIndex(of: value) else {
      return step > 0 ? values.last : values.first
    }
    return values.indices.contains(place + step) ? values[place + step] : nil
  }

  mutating func cycleColouring(by step: Int) {
    let all = Colouring.allCases
    let place = (all.firstIndex(of: colouring) ?? 0) + step + all.count
    colouring = all[place % all.count]
    say("tokens coloured by \(colouring.text)")
  }
}

extension OptionName {
  var title: String {
    switch self {
    case .drafter: "drafter"
    case .verifier: "verifier"
    case .growth: "growth policy"
    case .temperature: "temperature"
    case .topK: "top-k"
    case .topP: "top-p"
    case .minP: "min-p"
    case .budget: "budget"
    case .speed: "playing speed"
    case .colouring: "colour tokens by"
    case .marks: "blanks and marks in text"
    case .mouse: "mouse"
    }
  }

  var detail: String {
    switch self {
    case .drafter: "what proposes tokens; Enter lists all"
    case .verifier: "the rule that accepts or refuses them; Enter lists all"
    case .growth: "the rule that decides where the tree grows; Enter lists those it can use"
    case .temperature: "0 takes the most probable token always; 1 is the model's own law"
    case .topK: "keep only the k most probable tokens"
    case .topP: "keep the smallest set of tokens whose mass reaches this"
    case .minP: "keep tokens at least this fraction as probable as the best"
    case .budget: "the most drafted nodes a round; auto lets the measured cost decide"
    case .speed: "how fast Space plays"
    case .colouring: "what decides the look of a token in tree and text"
    case .marks: "show blanks, line ends and stray bytes in running text"
    case .mouse: "off lets the terminal select text"
    }
  }

  /// The command that sets it.
  var commandName: String {
    switch self {
    case .topK: "top-k"
    case .topP: "top-p"
    case .minP: "min-p"
    default: rawValue
    }
  }
}

extension RoundSettings {
  /// In one line: drafter, verifier, temperature, budget.
  var summary: String {
    "\(drafter), \(verifier), temperature \(SettingsText.number(sampling.temperature)), "
      + "budget \(budget.map(String.init) ?? "auto")"
  }
}
