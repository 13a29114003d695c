import Foundation
import Testing

/// The committed completions are those of the program's own declarations.
@Suite struct CompletionTests {
  @Test(arguments: [
    ("bash", "draftscope.bash"), ("zsh", "_draftscope"), ("fish", "draftscope.fish"),
  ])
  func completionsAreUpToDate(_ shell: String, _ file: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let committed = try String(
      contentsOf: root.appending(path: "completions/\(file)"), encoding: .utf8)
    let generated = try Program.run("--generate-completion-script", shell).output
    #expect(
      committed == generated,
      "run: .build/debug/draftscope --generate-completion-script \(shell) > completions/\(file)")
  }
}
