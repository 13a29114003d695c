import ArgumentParser
import ModelFiles
import Tensors

/// Which model, and how it is run.
struct ModelOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "A known model's name, or the path of a GGUF file.")
  var model = EmbeddedModel.oak.rawValue

  @Option(
    help: ArgumentHelp(
      "Cut the model behind its first N layers: a smaller model, read at the exit there.",
      valueName: "n"))
  var layers: Int?

  @Option(
    help: ArgumentHelp(
      "fast (quantized kernels) or reference (F32 weights through BLAS; several times slower); "
        + "q8 or q4 round the matrices to that many bits: another model than the file's.",
      discussion: "The embedding of tokens stays as it is in the file."))
  var precision: Precision = .fast

  @Option(
    help: "Threads of the engine; by default one a core, four at most, and one for small models.")
  var threads: Int?

  @Option(name: .customLong("context"), help: "Positions to make room for.")
  var contextLength = 2048

  func validate() throws {
    if let threads, !(1...64).contains(threads) {
      throw ValidationError("--threads takes 1 to 64, not \(threads).")
    }
    if !(16...131_072).contains(contextLength) {
      throw ValidationError("--context takes 16 to 131072, not \(contextLength).")
    }
  }
}

extension Precision: ExpressibleByArgument {}
