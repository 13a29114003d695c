import ArgumentParser

/// `draftscope compare …`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measures ways to draft and verify against each other on real text.",
    subcommands: [CompareDrafters.self, CompareVerifiers.self])
}
