import ArgumentParser

@main
struct Draftscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draftscope",
    abstract: "Shows speculative decoding of real language models from the inside.",
    version: programVersion,
    subcommands: [
      RunCommand.self,
      ReplayCommand.self,
      BenchCommand.self,
      ModelsCommand.self,
      TokenizeCommand.self,
      LogitsCommand.self,
      Check.self,
      LawCommand.self,
      CompareCommand.self,
      TrainCommand.self,
      ThemesCommand.self,
      ConfigCommand.self,
      StatsCommand.self,
      ExportCommand.self,
      ManualCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}
