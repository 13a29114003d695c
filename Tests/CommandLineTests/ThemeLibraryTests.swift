import Foundation
import Screens
import Testing

@testable import draftscope

@Suite struct ThemeLibraryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func library(hues: RoleTable.OutcomeHues = .blueOrange) -> ThemeLibrary {
    ThemeLibrary(
      hues: hues, environment: ["XDG_CONFIG_HOME": folder.path],
      program: folder.path + "/app/bin/draftscope")
  }

  private func scheme(background: String) throws -> String {
    try #require(BuiltInThemes.text(named: "dark")).replacing("#16181d", with: background)
  }

  @Test func withoutFilesThereAreTheCompiledInThemes() throws {
    #expect(library().entries().map(\.name) == ["dark", "light", "high-contrast", "mono"])
    #expect(try library().theme(named: "dark") == BuiltInThemes.standard)
  }

  @Test func theUsersFolderComesBeforeTheShippedOnes() throws {
    try folder.write(scheme(background: "#010101"), to: "draftscope/themes/dark.yaml")
    try folder.write(scheme(background: "#020202"), to: "app/bin/themes/dark.yaml")
    try folder.write(
      scheme(background: "#030303"), to: "app/share/draftscope/themes/other.yml")
    #expect(
      library().entries().map(\.name) == ["dark", "other", "light", "high-contrast", "mono"])
    #expect(try library().theme(named: "dark").scheme[.base00] == RGB(1, 1, 1))
    #expect(try library().theme(named: "other").scheme[.base00] == RGB(3, 3, 3))
  }

  @Test func aSchemeIsNamedByItsPath() throws {
    let path = try folder.write(scheme(background: "#040404"), to: "somewhere/mine.yaml")
    let theme = try library().theme(named: path)
    #expect(theme.name == "mine")
    #expect(theme.scheme[.base00] == RGB(4, 4, 4))
  }

  @Test func rolesFilesChangeRoles() throws {
    try folder.write(
      "inherits: base\nroles:\n  bonus: base08\n", to: "draftscope/themes/dark.roles.yaml")
    try folder.write(
      "roles:\n  accepted: base0F\n  odd: 1\n", to: "draftscope/themes/base.roles.yaml")
    let loaded = try library().load("dark")
    #expect(loaded.theme.roles[.bonus].foreground == .slot(.base08))
    #expect(loaded.theme.roles[.accepted].foreground == .slot(.base0F))
    #expect(loaded.notes == ["base:3: there is no role \"odd\"; ignored"])
    #expect(library().entries().map(\.name) == ["dark", "light", "high-contrast", "mono"])
  }

  @Test func outcomeHuesGiveWayToARolesFile() throws {
    #expect(
      try library(hues: .greenRed).theme(named: "light").roles[.accepted].foreground
        == .slot(.base0B))
    try folder.write("roles:\n  accepted: base0E\n", to: "draftscope/themes/light.roles.yaml")
    let theme = try library(hues: .greenRed).theme(named: "light")
    #expect(theme.roles[.accepted].foreground == .slot(.base0E))
    #expect(theme.roles[.rejected].foreground == .slot(.base08))
  }

  @Test func unknownThemesAreSuggestedAndMissingFilesNamed() throws {
    let unknown = #expect(throws: ThemeLibraryError.self) { try library().load("lihgt") }
    #expect("\(try #require(unknown))".hasPrefix("unknown theme \"lihgt\"; did you mean \"light\""))
    let missing = #expect(throws: ThemeLibraryError.self) { try library().load("/no/such.yaml") }
    #expect("\(try #require(missing))".hasPrefix("/no/such.yaml: there is no such file"))
  }
}
