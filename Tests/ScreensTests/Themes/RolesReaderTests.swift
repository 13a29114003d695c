import Testing

@testable import Screens

struct RolesReaderTests {
  @Test func overridesArePartial() throws {
    let reading = try RoleTable.read(
      """
      selection: base01
      roles:
        accepted: base0B
        rejected:
          foreground: base08
          background: base00/base08/20
          attributes: [bold, reverse]
          sixteen: [red, reverse]
          colorless: plain
        bonus:
          sixteen: default
      """, file: "my.yaml")
    let (roles, standard) = (reading.roles, RoleTable.standard)
    #expect(reading.notes == [])
    #expect(roles.selection == .slot(.base01))
    #expect(roles[.accepted].foreground == .slot(.base0B))
    #expect(roles[.accepted].attributes == .bold)
    #expect(roles[.rejected].background == .blend(.base00, .base08, percent: 20))
    #expect(roles[.rejected].attributes == [.bold, .reverse])
    #expect(roles[.rejected].sixteen == .red)
    #expect(roles[.rejected].sixteenAttributes == .reverse)
    #expect(roles[.rejected].colorless == [])
    #expect(roles[.bonus].sixteen == nil)
    #expect(roles[.bonus].foreground == standard[.bonus].foreground)
    #expect(roles[.corrected] == standard[.corrected])
  }

  @Test func filesInheritFromEachOther() throws {
    let files = [
      "base": "inherits: default\nroles:\n  accepted: base0B\n  bonus: base0A\nold: 1\n"
    ]
    let reading = try RoleTable.read(
      "inherits: base\nroles:\n  bonus: base08\n", file: "my.yaml", parent: { files[$0] })
    #expect(reading.roles[.accepted].foreground == .slot(.base0B))
    #expect(reading.roles[.bonus].foreground == .slot(.base08))
    #expect(reading.notes == ["base:5: \"old\" is not known and ignored"])
  }

  @Test func inheritingInACircleIsRefused() {
    let files = ["a": "inherits: b\n", "b": "inherits: a\n"]
    let error = #expect(throws: ThemeError.self) {
      try RoleTable.read("inherits: a\n", file: "my.yaml", parent: { files[$0] })
    }
    #expect(error == .inheritanceLoop(file: "b", names: ["my.yaml", "a", "b", "a"]))
    #expect(throws: ThemeError.unknownParent(file: "my.yaml", line: 1, name: "z")) {
      try RoleTable.read("inherits: z\n", file: "my.yaml")
    }
  }

  @Test func unknownRolesAndKeysAreNoted() throws {
    let reading = try RoleTable.read(
      "roles:\n  sparkle: base08\n  bonus:\n    shine: 3\n", file: "my.yaml")
    #expect(
      reading.notes == [
        "my.yaml:2: there is no role \"sparkle\"; ignored",
        "my.yaml:4: \"shine\" of bonus is not known; ignored",
      ])
  }

  @Test(arguments: [
    ("roles:\n  bonus: red\n", "my.yaml:2: color of bonus is \"red\"; allowed: default, "),
    (
      "roles:\n  bonus:\n    attributes: [blink]\n",
      "my.yaml:3: attributes of bonus is \"blink\"; allowed: plain, bold"
    ),
    (
      "roles:\n  bonus:\n    sixteen: beige\n",
      "my.yaml:3: sixteen of bonus is \"beige\"; allowed: default, black"
    ),
    ("selection: base00/base01/200\n", "my.yaml:1: color of selection is"),
    ("roles: 3\n", "my.yaml:1: \"roles\" should have lines"),
  ])
  func brokenValuesSayWhatIsAllowed(text: String, message: String) throws {
    let error = #expect(throws: ThemeError.self) {
      try RoleTable.read(text, file: "my.yaml")
    }
    #expect("\(try #require(error))".hasPrefix(message))
  }
}
