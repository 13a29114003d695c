import Controllers
import DraftTrees
import Drafters
import FoundationEssentials
import Screens
import Terminal
import Timeline
import Verification

/// What holds for this start of the program: the configuration file, and the command line over it.
struct Preferences {
  var configuration: Configuration
  var environment: [String: String]
  /// What a person is to be told once, one sentence each.
  var notes: [String] = []
  var isQuiet: Bool
  private let colorOption: ColorChoice?
  private let themes: ThemeLibrary
  private let keys: KeyTable

  init(_ display: DisplayOptions, environment: [String: String]) throws {
    let reading = try ConfigurationStore(path: display.config).load()
    configuration = reading.configuration
    notes = reading.problems.map { "\($0)" }
    let (keys, problems) = KeyTable.standard.rebinding(configuration.rebindings)
    self.keys = keys
    notes += problems.map { "\($0)" }
    if let theme = display.theme { configuration.theme = theme }
    if display.ascii { configuration.ascii = true }
    if display.noMouse { configuration.mouse = false }
    if display.linear { configuration.accessible = true }
    colorOption = display.noColor ? .never : display.color
    isQuiet = display.quiet
    self.environment = environment
    themes = ThemeLibrary(hues: configuration.outcomeHues)
    // A theme of the command line must exist; one of the file is reported and replaced.
    if display.theme != nil { _ = try themes.theme(named: configuration.theme) }
  }

  var isLinear: Bool { configuration.accessible }
  var usesMouse: Bool { configuration.mouse }
  /// Nil lets the locale decide.
  var usesASCII: Bool? { configuration.ascii }
  var temperature: Double { configuration.temperature ?? 0 }
  /// The configured drafter, or one that needs nothing but what is at hand.
  func drafter(with resources: Set<DrafterNeed>) -> String {
    if let drafter = configuration.drafter { return drafter }
    return resources.contains(.draftModel)
      ? DraftModelDrafter.descriptor.name : TokenRecyclingDrafter.descriptor.name
  }

  /// - Parameters:
  ///   - terminfoColors: nil without a terminal.
  ///   - survey: of the terminal that will show the colours, if there is one.
  func lookStore(terminfoColors: Int?, survey: TerminalSurvey? = nil) -> LookStore {
    let wanted = ColorDepth.decide(
      ColorDepth.Circumstances(
        option: colorOption, configuration: configuration.color, environment: environment,
        terminfoColors: terminfoColors))
    let depth = survey?.usable(wanted) ?? wanted
    let theme = (try? themes.theme(named: configuration.theme)) ?? BuiltInThemes.standard
    return LookStore(
      library: themes, theme: theme, depth: depth,
      usesThemeBackground: configuration.themeBackground)
  }

  func appModel(_ source: RunSource, glyphs: Glyphs) -> AppModel {
    var prompts: [Catalogue.Prompt] = []
    if case .live(let setup, _) = source { prompts = setup.samples.prompts }
    let catalogue = Catalogue(
      drafters: DrafterRegistry.descriptors.map {
        Catalogue.Entry(
          name: $0.name, summary: $0.summary, source: $0.source, growths: $0.growths,
          hasExitLayers: $0.needs.contains(.layers),
          lacks: $0.needs.subtracting(source.resources).first?.remedy)
      },
      verifiers: (VerifierRegistry.descriptors + CounterExampleRegistry.descriptors).map {
        Catalogue.Entry(
          name: $0.name, summary: $0.summary, source: $0.source,
          mayChangeOutput: $0.losslessWith.isEmpty)
      },
      growths: GrowthRegistry.descriptors.map {
        Catalogue.Entry(name: $0.name, summary: $0.summary, source: $0.source)
      },
      controllers: ControllerRegistry.descriptors.map {
        Catalogue.Entry(
          name: $0.name, summary: $0.summary, source: $0.source,
          growths: [$0.growth].compactMap(\.self), drafter: $0.drafter,
          lacks: source.lack(of: $0))
      },
      prompts: prompts, themes: themes.entries().map(\.name))
    switch source {
    case .live:
      return AppModel(
        source: .live, catalogue: catalogue, keys: keys, glyphs: glyphs,
        reduceMotion: configuration.reduceMotion, usesMouse: configuration.mouse)
    case .replay(let trace, let name):
      return AppModel(
        source: .replay(name: name), catalogue: catalogue, keys: keys, glyphs: glyphs,
        timeline: trace.timeline, reduceMotion: configuration.reduceMotion,
        usesMouse: configuration.mouse)
    }
  }
}
