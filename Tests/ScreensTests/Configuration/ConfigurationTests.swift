import Testing

@testable import Screens

struct ConfigurationTests {
  private func read(_ text: String) -> Configuration.Reading {
    Configuration.read(text, file: "config.yaml")
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", "---\n", "null\n"])
  func nothingGivesTheDefaults(text: String) {
    #expect(read(text) == Configuration.Reading(configuration: Configuration(), problems: []))
  }

  @Test func everyKeyIsRead() {
    let reading = read(
      """
      theme: /home/x/my theme.yaml
      color: 256
      ascii: yes
      mouse: false
      theme-background: on
      reduce-motion: true
      accessible: true
      show-marks: true
      outcome-hues: green-red
      keys:
        quit: ctrl-x
        round-forward: [n, "g n"]
        zoom: []
      speed: 16
      drafter: none
      verifier: greedy
      budget: 0
      temperature: 0.8
      threads: 2
      """)
    #expect(reading.problems == [])
    var expected = Configuration()
    expected.theme = "/home/x/my theme.yaml"
    expected.color = .indexed
    expected.ascii = true
    expected.mouse = false
    expected.themeBackground = true
    expected.reduceMotion = true
    expected.accessible = true
    expected.showMarks = true
    expected.outcomeHues = .greenRed
    expected.keys = [
      Configuration.Rebinding(action: "quit", keys: ["ctrl-x"], place: "config.yaml:11"),
      Configuration.Rebinding(
        action: "round-forward", keys: ["n", "g n"], place: "config.yaml:12"),
      Configuration.Rebinding(action: "zoom", keys: [], place: "config.yaml:13"),
    ]
    expected.speed = .eventsPerSecond(16)
    expected.drafter = "none"
    expected.verifier = "greedy"
    expected.budget = 0
    expected.temperature = 0.8
    expected.threads = 2
    let lines = [
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 19,
    ]
    for (key, line) in zip(Configuration.Key.allCases, lines) {
      expected.note(.file("config.yaml", line: line), of: key)
    }
    #expect(reading.configuration == expected)
  }

  @Test func autoLeavesItToTheProgram() {
    let reading = read(
      "ascii: auto\nspeed: auto\ndrafter: auto\nbudget: auto\ntemperature: auto\nthreads: auto\n")
    #expect(reading.problems == [])
    #expect(reading.configuration.budget == nil && reading.configuration.drafter == nil)
    #expect(reading.configuration.speed == .automatic)
  }

  @Test func brokenValuesAreReportedAndTheDefaultsUsed() {
    let reading = read("mouse: maybe\ncolour: always\nbudget: 1000\ntheme: light\nspeed: [1]\n")
    #expect(
      reading.problems.map(\.description) == [
        "config.yaml:1: mouse is \"maybe\"; allowed: true, false; using true",
        "config.yaml:2: \"colour\" is not known and ignored; did you mean \"color\"?",
        "config.yaml:3: budget is \"1000\"; allowed: 0 to 256, or auto; using auto",
        "config.yaml:5: speed is no single value; allowed: auto, full, 1 to 100; using auto",
      ])
    #expect(reading.configuration.mouse)
    #expect(reading.configuration.budget == nil)
    #expect(reading.configuration.theme == "light")
  }

  @Test(arguments: [
    "theme: light\nmouse: [false\nthreads: 2\n",
    "theme: light\nthis is no entry\nthreads: 2\n",
    "theme: light\n\"unclosed: 3\nthreads: 2\n",
    "theme: light\ncolor: a: b: c\nthreads: 2\n",
  ])
  func brokenYAMLSpoilsOnlyItsOwnLine(text: String) {
    let reading = read(text)
    #expect(reading.configuration.theme == "light")
    #expect(reading.configuration.threads == 2)
    #expect(reading.problems.count == 1)
    #expect("\(reading.problems[0])".hasPrefix("config.yaml:2: "), "\(reading.problems[0])")
    #expect(reading.configuration.origins[.threads] == .file("config.yaml", line: 3))
  }

  @Test func theFirstOfTwoCounts() {
    let reading = read("theme: light\nmouse: false\ntheme: mono\n")
    #expect(reading.configuration.theme == "light")
    #expect(!reading.configuration.mouse)
    #expect(reading.problems == [.givenTwice(file: "config.yaml", line: 3, key: "theme")])
  }

  @Test func aFileThatIsNoMappingIsReported() {
    let reading = read("- theme\n- light\n")
    #expect(reading.configuration == Configuration())
    #expect(reading.problems.count <= 1)
  }

  @Test func badKeysAreReported() {
    let reading = read("keys: [a, b]\n")
    #expect(
      reading.problems.map(\.description) == [
        "config.yaml:1: keys is no single value; allowed: lines of \"action: key\" or "
          + "\"action: [key, key]\"; using {}"
      ])
  }

  @Test func whatIsPrintedSaysWhereValuesComeFrom() {
    var configuration = read("theme: light\n").configuration
    configuration.color = .never
    configuration.note(.environment("NO_COLOR"), of: .color)
    configuration.threads = 2
    configuration.note(.commandLine, of: .threads)
    let lines = configuration.printed.split(separator: "\n")
    #expect(lines.contains("theme: light  # config.yaml:1"))
    #expect(lines.contains("color: never  # environment: NO_COLOR"))
    #expect(lines.contains("threads: 2  # command line"))
    #expect(lines.contains("mouse: true  # default"))
    #expect(lines.contains("keys: {}  # default"))
    for key in Configuration.Key.allCases { #expect(lines.contains("# \(key.explanation)")) }
  }

  @Test func whatIsPrintedCanBeReadBack() {
    var configuration = Configuration()
    configuration.theme = "a \"b\" \\ \u{1B} é: #"
    configuration.ascii = false
    configuration.speed = .full
    configuration.drafter = "true"
    configuration.verifier = "on"
    configuration.temperature = 0.1
    configuration.keys = [
      Configuration.Rebinding(action: "quit", keys: ["?", "[", "g g", "\""], place: ""),
      Configuration.Rebinding(action: "play", keys: [], place: ""),
    ]
    let reading = Configuration.read(configuration.printed, file: "f")
    #expect(reading.problems == [])
    var again = reading.configuration
    #expect(again.keys.map(\.keys) == [["?", "[", "g g", "\""], []])
    #expect(again.keys.map(\.action) == ["quit", "play"])
    again.keys = configuration.keys
    for key in Configuration.Key.allCases {
      #expect(again.written(key) == configuration.written(key))
      if case .file = again.origins[key] {} else { Issue.record("\(key) was not read") }
    }
    #expect(again.theme == configuration.theme)
    #expect(again.verifier == "on")
  }

  @Test func anyTextIsReadWithoutATrap() {
    let source = "theme: light\nkeys:\n  a: [b, \"c\"]\n\t- }{ &a *b !!x |\n>\n? : 'q\n"
    let scalars = Array(source.unicodeScalars)
    for length in 0...scalars.count {
      let prefix = String(String.UnicodeScalarView(scalars[..<length]))
      let suffix = String(String.UnicodeScalarView(scalars[length...]))
      _ = read(prefix)
      _ = read(suffix)
      _ = read(suffix + prefix)
    }
  }
}
