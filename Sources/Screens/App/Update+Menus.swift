import Timeline

extension AppModel {
  /// Opens a menu above what is open.
  mutating func open(menu kind: Menu.Kind) -> [Effect] {
    guard let menu = menu(kind) else { return refuseBeforeStart() }
    guard !menu.items.isEmpty else { return refuse("nothing to choose from") }
    popups.append(.menu(menu))
    return []
  }

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
      (shownView, focus, isZoomed) = (.compare, .compare, false)
      return []
    case .type(let text):
      input = InputLine(.command, text: text)
      return []
    case .write(let kind): return write(kind, to: nil)
    case .fork(let settings): return fork(settings)
    case .restart(let text): return restart(on: text)
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
    case .controller: return open(menu: .controllers)
    case .temperature, .topK, .topP, .minP, .budget, .arms:
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
      return neighbour(
        settings.drafter, catalogue.drafters.filter { $0.lacks == nil }.map(\.name), step
      )
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
    case .controller:
      let names =
        [nil] + catalogue.controllers.filter { $0.lacks == nil }.map { Optional($0.name) }
      let current = settings.controller.flatMap(catalogue.controller)?.name
      return neighbour(current, names, step)
        .map { change(.controller($0)) } ?? refuse("no other controller that way")
    case .arms: return refuse("names with commas: :arms prompt-lookup,goose, or :arms all")
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
