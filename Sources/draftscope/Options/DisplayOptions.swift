import ArgumentParser
import Screens

/// How the interface looks, and whether there is one.
struct DisplayOptions: ParsableArguments {
  @Option(help: "A theme's name or a base16 file; \"draftscope themes list\" shows what there is.")
  var theme: String?

  @Option(help: "auto, always, never, 16, 256 or truecolor.")
  var color: ColorChoice?

  @Flag(help: "No colour: the same as --color never.")
  var noColor = false

  @Flag(help: "Marks and borders of ASCII alone.")
  var ascii = false

  @Flag(help: "Leave the mouse to the terminal, for selecting text.")
  var noMouse = false

  @Flag(help: "One sentence for each step and typed commands, instead of a drawn screen.")
  var linear = false

  @Option(help: "A configuration file in place of the usual one.")
  var config: String?

  @Option(help: "Run the interface without a terminal, by the steps in this file.")
  var script: String?

  @Option(help: "Columns and rows of a screen without a terminal, as in 80x24.")
  var size: ScreenSize = ScreenSize(size: Size(columns: 80, rows: 24))

  @Flag(name: [.short, .long], help: "No closing line, no summary.")
  var quiet = false

  @Flag(help: "Say more about what is done, on standard error.")
  var verbose = false
}

extension ColorChoice: ExpressibleByArgument {}

/// "80x24".
struct ScreenSize: ExpressibleByArgument {
  var size: Size

  init(size: Size) { self.size = size }

  init?(argument: String) {
    let numbers = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
      .map { Int($0) }
    guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1],
      (1...1000).contains(columns), (1...1000).contains(rows)
    else { return nil }
    size = Size(columns: columns, rows: rows)
  }

  var defaultValueDescription: String { "\(size.columns)x\(size.rows)" }
}
