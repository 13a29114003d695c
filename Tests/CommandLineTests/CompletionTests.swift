import Foundation
import Testing

/// The committed completions and manual page are those of the program's own declarations.
@Suite struct CompletionTests {
  @Test(arguments: [
    ("bash", "draftscope.bash"), ("zsh", "_draftscope"), ("fish", "draftscope.fish"),
  ])
  func completionsAreUpToDate(_ shell: String, _ file: String) throws {
    let committed = try committed("completions/\(file)")
    let generated = try Program.run("--generate-completion-script", shell).output
    #expect(
      committed == generated,
      "run: .build/debug/draftscope --generate-completion-script \(shell) > completions/\(file)")
  }
  @Test func theManualPageIsUpToDate() throws {
    #expect(
      try committed("manual/draftscope.1") == Program.run("manual").output,
      "run: .build/debug/draftscope manual > manual/draftscope.1")
  }

  private func committed(_ path: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
