import ArgumentParser

/// `draftscope train …`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learns from recorded runs.",
    subcommands: [TrainSelector.self])
}
