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

  /// Runs everything: on each prompt plain and all arms one after another, and that again for each
  /// repetition, so that a machine that is busy for a while slows all alike.
  ///
  /// Reading the prompt is not timed. Of the repetitions the run of median time counts.
  /// - Parameter report: called before each prompt.
  public func run(
    _ target: any TargetModel, prompts: [Prompt], services: SessionServices,
    report: (_ prompt: Int) -> Void = { _ in }
  ) throws -> DrafterMeasurements {
    var measured = [[TimedRun]](repeating: [], count: arms.count + 1)
    for (index, prompt) in prompts.enumerated() {
      report(index)
      let session = try DecodingSession(
        target: target, prompt: prompt.tokens, settings: plain.settings, options: options,
        services: services)
      var runs = [[TimedRun]](repeating: [], count: arms.count + 1)
      for _ in 0..<repetitions {
        for (place, arm) in ([plain] + arms).enumerated() {
          try session.restart(with: arm.settings)
          runs[place].append(try TimedRun(session))
        }
      }
      for (place, repeated) in runs.enumerated() {
        measured[place].append(
          repeated.sorted { $0.microseconds < $1.microseconds }[repeated.count / 2])
      }
    }
    return DrafterMeasurements(
      categories: prompts.map(\.category), plain: (plain, measured[0]),
      arms: zip(arms, measured.dropFirst()).map { ($0, $1) })
  }
}
