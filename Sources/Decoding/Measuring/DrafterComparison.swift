import Controllers
import Models
import Timeline
import Tokens

/// Ways to draft on the same prompts, in turn with plain decoding.
public struct DrafterComparison {
  /// What is asked, and what kind of question it is.
  public struct Prompt: Sendable {
    public let category: String
    public let tokens: [TokenID]

    public init(category: String, tokens: [TokenID]) {
      self.category = category
      self.tokens = tokens
    }
  }

  /// One way to draft.
  public struct Arm: Hashable, Sendable {
    /// As a person reads it; different for each arm.
    public let label: String
    public let settings: RoundSettings

    public init(label: String, settings: RoundSettings) {
      self.label = label
      self.settings = settings
    }
  }

  /// Plain decoding, which all others are held against.
  public let plain: Arm
  public let arms: [Arm]
  public let options: SessionOptions
  public let repetitions: Int

  public init(plain: Arm, arms: [Arm], options: SessionOptions, repetitions: Int) {
    precondition(repetitions > 0, "a run is timed at least once")
    self.plain = plain
    self.arms = arms
    self.options = options
    self.repetitions = repetitions
  }

  /// Runs everything: on each prompt plain and all arms one after another, and that again in another
  /// order for each repetition, so that a machine that is busy for a while slows all alike.
  ///
  /// Reading the prompt is not timed. Of the repetitions the run of median time counts, after a slow one
  /// was evened out.
  /// - Parameter report: called before each prompt.
  public func run(
    _ target: any TargetModel, prompts: [Prompt], services: SessionServices,
    report: (_ prompt: Int) -> Void = { _ in }
  ) throws -> DrafterMeasurements {
    var measured = [[TimedRun]](repeating: [], count: arms.count + 1)
    var passTimes: PassTimes?
    for (index, prompt) in prompts.enumerated() {
      report(index)
      let session = try DecodingSession(
        target: target, prompt: prompt.tokens, settings: plain.settings, options: options,
        services: services, passTimes: passTimes)
      defer { passTimes = session.passTimes }
      let arms = [plain] + arms
      var runs = [[TimedRun]](repeating: [], count: arms.count)
      for repetition in 0..<repetitions {
        for place in order(of: arms.count, time: index * repetitions + repetition) {
          try session.restart(with: arms[place].settings)
          runs[place].append(try TimedRun(session))
        }
      }
      for (place, repeated) in Self.evened(runs).enumerated() {
        measured[place].append(
          repeated.sorted { $0.microseconds < $1.microseconds }[repeated.count / 2])
      }
    }
    return DrafterMeasurements(
      categories: prompts.map(\.category), plain: (plain, measured[0]),
      arms: zip(arms, measured.dropFirst()).map { ($0, $1) })
  }

  /// The runs as if every repetition had found the machine alike: how much longer one took is what its
  /// arms took in it beside their own means, in the median of the arms.
  /// - Parameter runs: [arm][repetition].
  static func evened(_ runs: [[TimedRun]]) -> [[TimedRun]] {
    guard let repetitions = runs.first?.indices else { return runs }
    let relative = runs.map { repeated in
      let mean = repeated.reduce(0) { $0 + $1.microseconds } / Double(repeated.count)
      return repeated.map { mean > 0 ? $0.microseconds / mean : 1 }
    }
    let pace = repetitions.map { repetition in
      relative.map { $0[repetition] }.sorted()[relative.count / 2]
    }
    return runs.map { repeated in
      zip(repeated, pace).map { $1 > 0 ? $0.scaled(by: 1 / $1) : $0 }
    }
  }

  /// Places of arms, shuffled: a run leaves its mark on the next one, as wide passes make the processor
  /// slower for a while, and nobody should always run behind the same.
  private func order(of count: Int, time: Int) -> [Int] {
    let randomness = KeyedRandomness(seed: options.seed)
    let keys = (0..<count).map {
      randomness.uniform(position: time, purpose: .control, index: $0)
    }
    return keys.indices.sorted { keys[$0] < keys[$1] }
  }
}
