import Screens
import Testing

@testable import draftscope

@Suite struct ConfigurationStoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    arguments: [
      (["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/draftscope/config.yaml"),
      (["XDG_CONFIG_HOME": "x", "HOME": "/h"], "/h/.config/draftscope/config.yaml"),
      (["HOME": "/h"], "/h/.config/draftscope/config.yaml"),
      ([:], nil),
    ] as [([String: String], String?)])
  func theFileIsBelowTheConfigurationFolder(environment: [String: String], path: String?) {
    #expect(ConfigurationStore(environment: environment).path == path)
  }

  @Test func withoutAFileTheDefaultsCount() throws {
    let loaded = try ConfigurationStore(environment: ["HOME": folder.path]).load()
    #expect(loaded.configuration == Configuration())
    #expect(loaded.problems == [])
  }

  @Test func aFileThatWasAskedForMustBeThere() {
    #expect(throws: ConfigurationFileError.self) {
      try ConfigurationStore(path: folder.path + "/none.yaml", environment: [:]).load()
    }
  }

  @Test func problemsNameTheirLine() throws {
    let path = try folder.write(
      "mouse: maybe\nkeys:\n  quitt: a\n  round-forward: \".\"\n  zoom: hyper-z\n  help: ctrl-x\n",
      to: "draftscope/config.yaml")
    let loaded = try ConfigurationStore(environment: ["XDG_CONFIG_HOME": folder.path]).load()
    let lines = loaded.problems.map { String($0.dropFirst(path.count).prefix(3)) }
    #expect(lines == [":1:", ":3:", ":4:", ":5:"])
    #expect(loaded.configuration.keys.count == 4)
  }

  @Test func anEmptyFileGivesTheDefaults() throws {
    let path = try folder.write("", to: "config.yaml")
    let loaded = try ConfigurationStore(path: path, environment: [:]).load()
    #expect(loaded.configuration == Configuration())
    #expect(loaded.problems == [])
  }
}
