import DraftTrees
import Drafters
import Models
import Timeline
import Tokens
import Verification

/// Tokens per pass of every verifier with every growth policy, on the same prompts and seeds.
public struct VerifierComparison {
  /// One way to run.
  public struct Arm: Hashable, Sendable, Encodable {
    /// With its parameters.
    public let growth: String
    public let verifier: String
    public let temperature: Double
  }

  /// One way to run, measured.
  public struct Row: Sendable, Encodable {
    public let arm: Arm
    /// Whether the output's law may differ from the target's.
    public let mayChangeOutput: Bool
    public let tokensPerPass: BootstrapInterval
    /// Mean nodes scored a pass, the anchor not counted.
    public let nodesPerPass: Double
    /// Tokens and passes of each prompt.
    let counts: [(numerator: Double, denominator: Double)]

    private enum CodingKeys: CodingKey {
      case arm, mayChangeOutput, tokensPerPass, nodesPerPass
    }
  }

  public let drafter: String
  public let growths: [String]
  /// Names; all that are safe with a growth policy are run, lossy ones beside them.
  public let verifiers: [String]
  public let temperatures: [Double]
  public let budget: Int
  public let maximumTokens: Int
  public let seed: UInt64

  public init(
    drafter: String, growths: [String], verifiers: [String], temperatures: [Double], budget: Int,
    maximumTokens: Int, seed: UInt64
  ) {
    self.drafter = drafter
    self.growths = growths
    self.verifiers = verifiers
    self.temperatures = temperatures
    self.budget = budget
    self.maximumTokens = maximumTokens
    self.seed = seed
  }

  /// Runs all arms. End tokens do not end a run, so that every run has its full length.
  ///
  /// - Parameter report: called after each arm.
  public func run(
    _ target: any TargetModel, prompts: [[TokenID]], services: SessionServices,
    report: (Row) -> Void = { _ in }
  ) throws -> [Row] {
    var rows: [Row] = []
    for arm in try arms() {
      var counts: [(numerator: Double, denominator: Double)] = []
      var nodes = 0
      for prompt in prompts {
        let session = try DecodingSession(
          target: target, prompt: prompt,
          settings: RoundSettings(
            drafter: drafter, verifier: arm.verifier, growth: arm.growth, budget: budget,
            sampling: SamplingSettings(temperature: arm.temperature)),
          options: SessionOptions(
            seed: seed, maximumTokens: maximumTokens, describesRounds: false), services: services)
        while try session.performRound().finish == nil {}
        counts.append((Double(session.emitted.count), Double(session.line.count)))
        nodes += session.line.reduce(0) { $0 + $1.tree.isPruned.count { !$0 } - 1 }
      }
      let passes = counts.reduce(0) { $0 + $1.denominator }
      let row = Row(
        arm: arm,
        mayChangeOutput: try VerifierRegistry.descriptor(of: arm.verifier).losslessWith.isEmpty,
        tokensPerPass: BootstrapInterval(ratioOf: counts),
        nodesPerPass: Double(nodes) / passes, counts: counts)
      rows.append(row)
      report(row)
    }
    return rows
  }

  /// Every growth policy with every verifier that may be run with it.
  private func arms() throws -> [Arm] {
    let descriptor = try DrafterRegistry.descriptor(of: drafter)
    var arms: [Arm] = []
    for temperature in temperatures {
      let sampling = SamplingSettings(temperature: temperature)
      for growth in growths {
        let law = try descriptor.law(with: growth)
        let safe = Compatibility.safeVerifiers(for: law, sampling: sampling)
        for verifier in verifiers {
          let lossless = try VerifierRegistry.descriptor(of: verifier).losslessWith
          guard safe.contains(verifier) || lossless.isEmpty else { continue }
          arms.append(Arm(growth: growth, verifier: verifier, temperature: temperature))
        }
      }
    }
    return arms
  }
}
