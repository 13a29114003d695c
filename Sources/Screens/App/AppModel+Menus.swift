import Timeline

extension AppModel {
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
    case .controllers: return controllersMenu
    case .prompts: return promptsMenu
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
          detail: entry.summary + (entry.source.isEmpty ? "" : " (\(entry.source))")
            + (entry.mayChangeOutput ? " \(glyphs.warning) output may change" : "")
            + (entry.lacks.map { " Needs \($0)." } ?? ""),
          value: entry.lacks != nil
            ? "not available" : entry.mayChangeOutput ? "output may change" : nil,
          isCurrent: entry.name == current, pick: .change(change(entry.name)))
      })
  }

  private var controllersMenu: Menu? {
    let current = shownSettings?.controller.flatMap(catalogue.controller)?.name
    var menu = catalogueMenu(.controllers, "Controller", catalogue.controllers, current: current) {
      .controller($0)
    }
    let standard = MenuItem(
      title: SettingsText.standardController,
      detail: "The one that goes with the budget: fixed with one, auto without.",
      isCurrent: shownSettings?.controller == nil, pick: .change(.controller(nil)))
    menu?.items.insert(standard, at: 0)
    return menu
  }

  private var promptsMenu: Menu? {
    guard let header = timeline?.header else { return nil }
    var items = catalogue.prompts.map { prompt in
      MenuItem(
        title: prompt.name,
        detail: prompt.text.split(whereSeparator: \.isNewline).joined(separator: " "),
        isCurrent: prompt.text == header.prompt.text, pick: .restart(prompt.text))
    }
    items.append(
      MenuItem(title: "another", detail: "type a text of your own", pick: .type("prompt ")))
    return Menu(
      kind: .prompts, title: "Prompt",
      lead: isLive
        ? "Starts another run; the one that stands is in its trace."
        : "This is a replay: another prompt needs the model.",
      items: items)
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
    case .controller:
      return shownSettings.map { $0.controller ?? SettingsText.standardController } ?? "-"
    case .arms:
      return shownSettings.map {
        $0.arms.isEmpty ? SettingsText.allArms : $0.arms.joined(separator: ",")
      } ?? "-"
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
    for drafter in catalogue.drafters where drafter.name != base.drafter && drafter.lacks == nil {
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
    case .controller: "controller"
    case .arms: "arms of the controller"
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
    case .controller: "what decides drafter, exit layer, length or budget; Enter lists all"
    case .arms: "drafters that hedge, ucb and thompson choose from; Enter, then names with commas"
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
      + (controller.map { ", controller \($0)" } ?? "")
  }
}
