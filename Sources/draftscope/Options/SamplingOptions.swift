import ArgumentParser
import Tokens

/// How the next token's law is made from logits.
struct SamplingOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "0 decodes greedily; 1 is the model's own law.")
  var temperature: Double?

  @Option(help: "Keep only the k most probable tokens; 0 keeps all.")
  var topK = 0

  @Option(help: "Keep the most probable tokens that together reach this mass; 1 keeps all.")
  var topP = 1.0

  @Option(help: "Keep tokens at least this fraction as probable as the best one; 0 keeps all.")
  var minP = 0.0

  @Option(help: "Every draw is a function of this and of its position.")
  var seed: UInt64 = 1

  func validate() throws {
    if let temperature, !(temperature >= 0 && temperature <= 100) {
      throw ValidationError("--temperature takes 0 to 100, not \(temperature).")
    }
    if topK < 0 { throw ValidationError("--top-k takes 0 or more, not \(topK).") }
    if !(topP > 0 && topP <= 1) {
      throw ValidationError("--top-p takes more than 0 and at most 1, not \(topP).")
    }
    if !(minP >= 0 && minP <= 1) {
      throw ValidationError("--min-p takes 0 to 1, not \(minP).")
    }
  }

  func settings(defaultTemperature: Double = 0) -> SamplingSettings {
    SamplingSettings(
      temperature: temperature ?? defaultTemperature, topK: topK, topP: topP, minP: minP)
  }
}
