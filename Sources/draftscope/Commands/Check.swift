import ArgumentParser

/// `draftscope check …`: comparisons that end with status 1 when something differs.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compares this program with references and with itself.",
    subcommands: [
      CheckTokenizer.self,
      CheckLogits.self,
      CheckTrace.self,
      CheckVerifiers.self,
      CheckLossless.self,
    ])
}
