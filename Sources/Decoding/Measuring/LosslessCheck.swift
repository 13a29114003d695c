import DraftTrees
import Drafters
import Models
import Timeline
import Tokens
import Verification

/// Compares what drafting emits with plain decoding, token for token.
///
/// For each prompt, sampling, and seed: plain text once, then every drafter with each verifier that
/// the compatibility table allows, each growth policy and each budget.
public struct LosslessCheck {
  public var drafters: [String]
  public var verifiers: [String]
  /// nil takes all that a drafter has.
  public var growths: [String]?
  /// nil in it lets the controller choose.
  public var budgets: [Int?]
  public var samplings: [SamplingSettings]
  public var seeds: [UInt64]
  public var maximumTokens: Int
  public var endTokens: Set<TokenID>
  public var cost: CostTable?
  public var services: SessionServices

  /// - Parameter drafters: all that can draft with what is at hand when nil.
  public init(
    drafters: [String]? = nil, verifiers: [String] = VerifierRegistry.names,
    growths: [String]? = nil, budgets: [Int?] = [nil], samplings: [SamplingSettings],
    seeds: [UInt64], maximumTokens: Int, endTokens: Set<TokenID> = [], cost: CostTable? = nil,
    services: SessionServices = SessionServices()
  ) {
    self.drafters =
      drafters
      ?? DrafterRegistry.names(
        with: services.draftingContext(vocabularySize: 0, prompt: []).resources)
    self.services = services
    self.verifiers = verifiers
    self.growths = growths
    self.budgets = budgets
    self.samplings = samplings
    self.seeds = seeds
    self.maximumTokens = maximumTokens
    self.endTokens = endTokens
    self.cost = cost
  }

  /// One run, as it can be repeated.
  public struct Case: Hashable, Sendable {
    /// Number of the prompt, from 0.
    public var prompt: Int
    public var seed: UInt64
    public var settings: RoundSettings
  }

  /// The first token in which a run differs from plain decoding; nil where a text had ended.
  public struct Difference: Hashable, Sendable {
    public var run: Case
    /// From the first emitted token, 0.
    public var index: Int
    public var expected: TokenID?
    public var found: TokenID?
  }

  /// What came of it.
  public struct Report: Hashable, Sendable {
    public var runCount = 0
    public var tokenCount = 0
    public var passCount = 0
    public var differences: [Difference] = []
  }

  /// - Parameter report: called after each compared run with the number of emitted tokens.
  public func run(
    _ target: any TargetModel, prompts: [[TokenID]],
    report: (Case, _ difference: Difference?, _ tokens: Int, _ passes: Int) -> Void = {
      _, _, _, _ in
    }
  ) throws -> Report {
    var total = Report()
    for (prompt, tokens) in prompts.enumerated() {
      for sampling in samplings {
        // One greedy text is as good as another's: the seed decides nothing.
        for seed in sampling.isGreedy ? Array(seeds.prefix(1)) : seeds {
          let plain = try decode(target, tokens, seed, plainSettings(sampling))
          for settings in try allSettings(sampling) {
            let run = Case(prompt: prompt, seed: seed, settings: settings)
            let found = try decode(target, tokens, seed, settings)
            let difference = Self.difference(run, plain.emitted, found.emitted)
            total.runCount += 1
            total.tokenCount += found.emitted.count
            total.passCount += found.passes
            if let difference { total.differences.append(difference) }
            report(run, difference, found.emitted.count, found.passes)
          }
        }
      }
    }
    return total
  }

  private func decode(
    _ target: any TargetModel, _ prompt: [TokenID], _ seed: UInt64, _ settings: RoundSettings
  ) throws -> (emitted: [TokenID], passes: Int) {
    let session = try DecodingSession(
      target: target, prompt: prompt, settings: settings,
      options: SessionOptions(
        seed: seed, maximumTokens: maximumTokens, endTokens: endTokens, cost: cost,
        describesRounds: false),
      services: services)
    while try session.performRound().finish == nil {}
    return (Array(session.emitted), session.line.count)
  }

  private func plainSettings(_ sampling: SamplingSettings) -> RoundSettings {
    RoundSettings(
      drafter: NoDrafter.descriptor.name, verifier: SampleMatchVerifier.descriptor.name,
      growth: GrowthRegistry.native, budget: 0, sampling: sampling)
  }

  private func allSettings(_ sampling: SamplingSettings) throws -> [RoundSettings] {
    var all: [RoundSettings] = []
    for name in drafters {
      let drafter = try DrafterRegistry.descriptor(of: name)
      for growth in drafter.growths where growths?.contains(growth) ?? true {
        let repeating = Compatibility.repeatingVerifiers(
          for: try drafter.law(with: growth), sampling: sampling)
        for verifier in verifiers where repeating.contains(verifier) {
          for budget in budgets {
            all.append(
              RoundSettings(
                drafter: name, verifier: verifier, growth: growth, budget: budget,
                sampling: sampling))
          }
        }
      }
    }
    return all
  }

  private static func difference(_ run: Case, _ expected: [TokenID], _ found: [TokenID])
    -> Difference?
  {
    guard expected != found else { return nil }
    let index = zip(expected, found).prefix { $0 == $1 }.count
    return Difference(
      run: run, index: index,
      expected: index < expected.count ? expected[index] : nil,
      found: index < found.count ? found[index] : nil)
  }
}
