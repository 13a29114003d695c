import ArgumentParser
import ModelFiles
import Models
import Tensors
import Tokens

/// `draftscope check logits FILE`
struct CheckLogits: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logits",
    abstract: "Compares logits and greedy text with a reference.",
    discussion: """
      FILE is a JSON object whose "prompts" are objects with "id", "ids" (the prompt's tokens), \
      "top20" ("id", "logit" and, if known, "logit_f64" of the largest logits after the prompt), \
      "logsumexp", "greedy64" (the most probable continuation) and "greedy64_margin" (the lead of \
      its best logit at each step). In reference precision logits must agree within 0.001 and \
      every token of the continuation must be the same; in fast precision the tokens whose margin \
      is above 0.2. Both are checked unless one is chosen.
      """)

  @Argument(help: "The reference.") var file: String
  @Option(name: [.short, .long], help: "A known model's name, or the path of a GGUF file.")
  var model = "smollm2"
  @Option(help: "Check only fast or reference precision.") var precision: Precision?
  @Option(help: "Threads that compute.") var threads = 2
  @Option(help: "How many differences to print.") var differences = 10

  func validate() throws {
    if let precision, precision.roundedFormat != nil {
      throw ValidationError(
        "--precision takes fast or reference here, not \(precision): the reference is of the file's "
          + "own weights.")
    }
    if !(1...64).contains(threads) {
      throw ValidationError("--threads takes 1 to 64, not \(threads).")
    }
  }

  func run() throws {
    let reference = try JSONText.read(file, as: LogitReference.self)
    let model = try ModelStore().open(model)
    let team = WorkerTeam(threads: threads)
    var found: [String] = []
    for precision in precision.map({ [$0] }) ?? [.fast, .reference] {
      let check = LogitCheck(precision)
      let weights = try LlamaModel(file: model, precision: precision, team: team)
      for prompt in reference.prompts {
        let session = try LlamaSession(
          model: weights, contextLength: prompt.ids.count + prompt.continuation.count, team: team)
        found += try check.differences(from: prompt, session).map {
          "\(precision), prompt \"\(prompt.id)\": \($0)"
        }
      }
      print(check.summary)
    }
    for line in found.prefix(differences) { print(line) }
    if found.count > differences { print("… and \(found.count - differences) more") }
    print("prompts: \(reference.prompts.count), differences: \(found.count)")
    if !found.isEmpty { throw ExitCode.failure }
  }
}

/// A reference file.
private struct LogitReference: Decodable {
  struct Prompt: Decodable {
    struct Entry: Decodable {
      let id: Int
      let logit: Double
      /// Of a pass in 64-bit floats.
      let exactLogit: Double?

      enum CodingKeys: String, CodingKey {
        case id, logit
        case exactLogit = "logit_f64"
      }
    }

    let id: String
    let ids: [TokenID]
    let top: [Entry]
    let logSum: Double
    let continuation: [TokenID]
    let margins: [Double]

    enum CodingKeys: String, CodingKey {
      case id, ids
      case top = "top20"
      case logSum = "logsumexp"
      case continuation = "greedy64"
      case margins = "greedy64_margin"
    }
  }

  let prompts: [Prompt]
}

/// Compares one precision with reference prompts, and counts.
private final class LogitCheck {
  private static let logitTolerance = 1e-3
  private static let wideMargin = 0.2

  private let precision: Precision
  private var largestError = 0.0
  private var comparedTokens = 0
  private var sameTokens = 0

  init(_ precision: Precision) { self.precision = precision }

  var summary: String {
    let error = (largestError * 1e7).rounded() / 1e7
    return "\(precision): \(sameTokens) of \(comparedTokens) tokens the same, "
      + "logits differ by at most \(error)"
  }

  func differences(
    from prompt: LogitReference.Prompt, _ session: LlamaSession
  ) throws -> [String] {
    guard let last = prompt.ids.last else { return ["no tokens in the prompt"] }
    // Fed with the reference's own continuation: a row's best token does not depend on what comes
    // later, so this compares greedy texts token by token.
    var tokens = [last] + prompt.continuation.dropLast()
    try session.prefill(prompt.ids.dropLast(), isCancelled: { false })
    var found: [String] = []
    var step = 0
    while !tokens.isEmpty {
      let chain = Array(tokens.prefix(session.maximumRowCount))
      tokens.removeFirst(chain.count)
      try session.score(tokens: chain, parents: chain.indices.map { $0 == 0 ? nil : $0 - 1 })
      for row in chain.indices {
        session.withLogits(row: row) { logits in
          if step == 0 { found += logitDifferences(logits, prompt) }
          found += tokenDifference(logits, prompt, step: step)
        }
        step += 1
      }
      session.commit(path: Array(chain.indices))
    }
    return found
  }

  private func logitDifferences(
    _ logits: UnsafeBufferPointer<Float>, _ prompt: LogitReference.Prompt
  ) -> [String] {
    var found: [String] = []
    func compare(_ name: String, _ value: Double, _ expected: Double) {
      let error = abs(value - expected)
      largestError = max(largestError, error)
      if precision == .reference, !(error <= Self.logitTolerance) {
        found.append("\(name) is \(value), expected \(expected)")
      }
    }
    for entry in prompt.top {
      guard logits.indices.contains(entry.id) else {
        found.append("token \(entry.id) is not in the vocabulary of \(logits.count)")
        continue
      }
      let logit = Double(logits[entry.id])
      compare("logit of token \(entry.id)", logit, entry.logit)
      if let exact = entry.exactLogit { compare("logit of token \(entry.id)", logit, exact) }
    }
    compare(
      "log of the sum of exponentials", LogitProcessing.summary(logits: logits, count: 1).logSum,
      prompt.logSum)
    return found
  }

  private func tokenDifference(
    _ logits: UnsafeBufferPointer<Float>, _ prompt: LogitReference.Prompt, step: Int
  ) -> [String] {
    guard step < prompt.continuation.count else { return [] }
    let expected = prompt.continuation[step]
    let margin = step < prompt.margins.count ? prompt.margins[step] : .infinity
    let best = LogitProcessing.law(logits: logits, settings: .greedy).mostProbable
    comparedTokens += 1
    if best == expected { sameTokens += 1 }
    guard best != expected, precision == .reference || margin > Self.wideMargin else { return [] }
    return ["step \(step) gives token \(best), expected \(expected) with a margin of \(margin)"]
  }
}
