import Timeline
import Tokens

extension AppModel {
  /// A line typed after ":", or one of a script.
  mutating func run(line: String) -> [Effect] {
    var text = line.trimmed
    if text.hasPrefix(":") { text = String(text.dropFirst()).trimmed }
    let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard let first = words.first else { return [] }
    let name = String(first)
    let argument = words.count > 1 ? String(words[1]).trimmed : nil
    if let number = Int(name), argument == nil { return goToRound(number: number) }
    guard let command = CommandTable.command(name) else {
      let near = NameSuggestions.near(name, among: CommandTable.all.map(\.name))
      return refuse("no command is called \"\(name)\"" + Suggestion.sentence(near))
    }
    if argument == nil, command.argument != .none, !command.isArgumentOptional {
      return refuse("\(name) needs \(command.argument.text)")
    }
    if argument != nil, command.argument == .none {
      return refuse("\(name) takes nothing after it")
    }
    return run(name, argument)
  }

  private mutating func run(_ name: String, _ argument: String?) -> [Effect] {
    guard let argument else { return runBare(name) }
    switch name {
    case "drafter":
      return named(argument, catalogue.drafters, "drafter") { $0.change(.drafter(argument)) }
    case "verifier":
      return named(argument, catalogue.verifiers, "verifier") { $0.change(.verifier(argument)) }
    case "growth":
      return named(argument, catalogue.growths, "growth policy") { $0.change(.growth(argument)) }
    case "controller":
      if argument == SettingsText.standardController { return change(.controller(nil)) }
      return named(argument, catalogue.controllers, "controller") {
        $0.change(.controller(argument))
      }
    case "arms": return changeArms(argument)
    case "fork":
      return named(argument, catalogue.drafters, "drafter") { $0.fork(drafter: argument) }
    case "theme":
      guard
        catalogue.themes.isEmpty || catalogue.themes.contains(argument)
          || argument.contains("/") || argument.contains(".")
      else { return unknown("theme", argument, among: catalogue.themes) }
      return [.setTheme(name: argument)]
    case "temperature", "top-k", "top-p", "min-p", "budget", "round", "percent", "speed", "branch":
      return runNumber(name, argument)
    case "mark", "go-to-mark":
      guard let letter = argument.unicodeScalars.first, argument.unicodeScalars.count == 1,
        letter.properties.isAlphabetic
      else { return refuse("marks have one letter") }
      return name == "mark" ? setMark(letter) : goToMark(letter)
    case "search": return startSearch(argument)
    case "compare": return [.openTrace(path: argument)]
    case "copy": return copy(argument)
    case "save-screen": return [.saveScreen(name: argument)]
    case "write":
      let words = argument.split(separator: " ", maxSplits: 1).map(String.init)
      guard let kind = WriteKind(rawValue: words[0]) else {
        return unknown("kind of file", words[0], among: WriteKind.allCases.map(\.rawValue))
      }
      return write(kind, to: words.count > 1 ? words[1] : nil)
    case "colour":
      guard let found = Colouring.allCases.first(where: { $0.commandName == argument }) else {
        return unknown("colouring", argument, among: Colouring.allCases.map(\.commandName))
      }
      colouring = found
      say("tokens coloured by \(found.text)")
      return []
    case "mouse":
      guard argument == "on" || argument == "off" else { return refuse("mouse on, or mouse off") }
      return [.setMouse(isOn: argument == "on")]
    default: return restart(on: argument)
    }
  }

  /// A command without an argument, or the action of that name.
  private mutating func runBare(_ name: String) -> [Effect] {
    switch name {
    case "drafter": return open(menu: .drafters)
    case "verifier": return open(menu: .verifiers)
    case "growth": return open(menu: .growths)
    case "controller": return open(menu: .controllers)
    case "write": return open(menu: .write)
    case "pause":
      guard isPlaying else { return refuse("nothing is playing") }
      return togglePlay()
    case "stop":
      guard isLive else { return refuse("this is a replay: nothing decodes") }
      guard !isFinished else { return refuse("the run has ended already") }
      (isPlaying, awaited) = (false, nil)
      return [.engine(.stop)]
    default:
      guard let action = Action(rawValue: name) else { return [] }
      return perform(action)
    }
  }

  private mutating func runNumber(_ name: String, _ argument: String) -> [Effect] {
    let number = Double(argument)
    let whole = Int(argument)
    switch name {
    case "temperature":
      guard let number, (0...100).contains(number) else {
        return refuse("temperature needs a number from 0 on, like 0.8")
      }
      return change(.temperature(number))
    case "top-k":
      guard let whole, whole >= 0 else { return refuse("top-k needs a count; 0 is off") }
      return change(.topK(whole))
    case "top-p":
      guard let number, number > 0, number <= 1 else {
        return refuse("top-p needs a number above 0, up to 1")
      }
      return change(.topP(number))
    case "min-p":
      guard let number, (0...1).contains(number) else {
        return refuse("min-p needs a number from 0 to 1")
      }
      return change(.minP(number))
    case "budget":
      if argument == "auto" { return change(.budget(nil)) }
      guard let whole, (0...1024).contains(whole) else {
        return refuse("budget needs a count of nodes up to 1024, or auto")
      }
      return change(.budget(whole))
    case "speed":
      if argument == "full" { return setSpeed(.full) }
      guard let whole, (1...100).contains(whole) else {
        return refuse("speed needs 1 to 100 events a second, or full")
      }
      return setSpeed(.eventsPerSecond(whole))
    default:
      guard let whole, whole >= 0 else { return refuse("\(name) needs a number") }
      return name == "round"
        ? goToRound(number: whole)
        : name == "percent" ? goToPercent(whole) : switchTo(branch: whole - 1)
    }
  }

  /// - Parameter argument: names with commas, or "all".
  private mutating func changeArms(_ argument: String) -> [Effect] {
    guard argument != SettingsText.allArms else { return change(.arms([])) }
    let names = argument.split(separator: ",").map { String($0).trimmed }
    for name in names {
      guard let entry = catalogue.drafter(MethodParameters.name(of: name)) else {
        return unknown("drafter", name, among: catalogue.drafters.map(\.name))
      }
      if let lacks = entry.lacks { return refuse("drafter \(name) needs \(lacks)") }
    }
    return change(.arms(names))
  }

  private mutating func fork(drafter: String) -> [Effect] {
    if let missing = catalogue.missing(for: .drafter(drafter)) { return refuse(missing) }
    guard let base = round?.settings ?? shownSettings else { return refuseBeforeStart() }
    return fork(SettingsChange.drafter(drafter).applied(to: base, catalogue: catalogue))
  }

  mutating func restart(on text: String) -> [Effect] {
    guard isLive else { return refuse("this is a replay: another prompt needs the model") }
    guard let settings = shownSettings, let header = timeline?.header else {
      return refuseBeforeStart()
    }
    (isPlaying, awaited, comparison) = (false, nil, nil)
    say("starting another run")
    return [.engine(.restart(promptText: text, isChat: header.prompt.isChat, settings))]
  }

  private mutating func named(
    _ name: String, _ entries: [Catalogue.Entry], _ kind: String,
    then body: (inout AppModel) -> [Effect]
  ) -> [Effect] {
    // A growth policy may have parameters after its name.
    let bare = name.split(separator: ":", maxSplits: 1).first.map(String.init) ?? name
    guard entries.contains(where: { $0.name == bare }) else {
      return unknown(kind, bare, among: entries.map(\.name))
    }
    return body(&self)
  }

  private mutating func unknown(_ kind: String, _ name: String, among names: [String]) -> [Effect] {
    let near = NameSuggestions.near(name, among: names)
    let rest =
      near.isEmpty && names.count <= 8 && !names.isEmpty
      ? "; there are: \(names.joined(separator: ", "))" : Suggestion.sentence(near)
    return refuse("no \(kind) is called \"\(name)\"" + rest)
  }
}

extension CommandTable.Argument {
  /// What is wanted, as a sentence goes on.
  public var text: String {
    switch self {
    case .none: "nothing"
    case .drafter: "the name of a drafter"
    case .verifier: "the name of a verifier"
    case .growth: "the name of a growth policy"
    case .controller: "the name of a controller"
    case .theme: "the name of a theme"
    case .number(let what): "a number (\(what))"
    case .branch: "the number of a branch"
    case .writeKind: "one of \(WriteKind.allCases.map(\.rawValue).joined(separator: ", "))"
    case .colouring: "one of \(Colouring.allCases.map(\.commandName).joined(separator: ", "))"
    case .copied: "one of token, path, text"
    case .onOff: "on or off"
    case .letter: "a letter"
    case .free(let what): what
    }
  }
}
