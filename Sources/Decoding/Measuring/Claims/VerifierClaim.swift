import DraftTrees

/// What a paper (or a theorem) says of two ways to run, to be compared with what is measured.
public struct VerifierClaim: Sendable {
  /// A growth policy by name (nil: whatever both ran with) and a verifier.
  struct Side: Sendable {
    var growth: String?
    var verifier: String
  }

  /// One sentence.
  public let statement: String
  public let source: String
  let better: Side
  let worse: Side

  /// What the measurement says of a claim at one temperature.
  public struct Finding: Sendable, Encodable {
    public enum Outcome: String, Sendable, Encodable {
      case agrees
      /// The interval of the difference holds 0.
      case undecided = "no difference seen"
      case contradicts
    }

    public let statement: String
    public let source: String
    public let temperature: Double
    /// The growth policies compared, with their parameters.
    public let growths: [String]
    /// Tokens per pass, better minus worse, resampled by prompt.
    public let difference: BootstrapInterval
    public let outcome: Outcome
  }

  public static let all = [
    VerifierClaim(
      statement: "block accepts more than token, on one path", source: "Sun et al. 2024, theorem",
      better: Side(growth: "chain", verifier: "block"),
      worse: Side(growth: "chain", verifier: "token")),
    VerifierClaim(
      statement: "traversal accepts more than recursive", source: "Weng et al. 2025, section 4",
      better: Side(verifier: "traversal"), worse: Side(verifier: "recursive")),
    VerifierClaim(
      statement: "traversal-with-replacement accepts more than spec-infer",
      source: "Weng et al. 2025; enumerated",
      better: Side(verifier: "traversal-with-replacement"), worse: Side(verifier: "spec-infer")),
    VerifierClaim(
      statement: "spec-infer accepts more than naive-tree", source: "Miao et al. 2024; enumerated",
      better: Side(verifier: "spec-infer"), worse: Side(verifier: "naive-tree")),
    VerifierClaim(
      statement: "naive-tree accepts more than sample-match",
      source: "Miao et al. 2024; enumerated",
      better: Side(verifier: "naive-tree"), worse: Side(verifier: "sample-match")),
    VerifierClaim(
      statement: "k-seq accepts more than spec-infer", source: "Sun et al. 2023",
      better: Side(verifier: "k-seq"), worse: Side(verifier: "spec-infer")),
    VerifierClaim(
      statement: "greedy-multi-path on several paths accepts more than block on one",
      source: "greedy multi-path block verification, abstract",
      better: Side(growth: "independent-paths", verifier: "greedy-multi-path"),
      worse: Side(growth: "chain", verifier: "block")),
    VerifierClaim(
      statement: "greedy-multi-path-switch accepts more than greedy-multi-path", source: "ours",
      better: Side(verifier: "greedy-multi-path-switch"),
      worse: Side(verifier: "greedy-multi-path")),
    VerifierClaim(
      statement: "branching late accepts more than branching at the root, with spec-infer",
      source: "dynamic delayed tree expansion, table 2",
      better: Side(growth: "delayed", verifier: "spec-infer"),
      worse: Side(growth: "independent-paths", verifier: "spec-infer")),
    VerifierClaim(
      statement: "drawing without replacement accepts more than drawing independently",
      source: "recursive speculative decoding, Jeon et al. 2024",
      better: Side(growth: "stochastic-beam", verifier: "recursive"),
      worse: Side(growth: "independent-paths", verifier: "spec-infer")),
    VerifierClaim(
      statement: "dyspec accepts more than a fixed tree",
      source: "DySpec, Xiong et al. 2024, tables 1 to 4",
      better: Side(growth: "dyspec", verifier: "recursive"),
      worse: Side(growth: "sequoia", verifier: "recursive")),
  ]

  /// The claim at every temperature above 0 (and every growth policy) at which both sides ran; at
  /// temperature 0 every lossless verifier accepts the same of the same tree.
  public func findings(in rows: [VerifierComparison.Row]) -> [Finding] {
    rows.flatMap { first -> [Finding] in
      guard better.matches(first.arm), first.arm.temperature > 0 else { return [] }
      return rows.compactMap { second in
        guard worse.matches(second.arm), second.arm.temperature == first.arm.temperature,
          better.growth != nil || second.arm.growth == first.arm.growth
        else { return nil }
        let difference = BootstrapInterval(differenceOf: first.counts, second.counts)
        return Finding(
          statement: statement, source: source, temperature: first.arm.temperature,
          growths: first.arm.growth == second.arm.growth
            ? [first.arm.growth] : [first.arm.growth, second.arm.growth],
          difference: difference,
          outcome: difference.low > 0
            ? .agrees : difference.high < 0 ? .contradicts : .undecided)
      }
    }
  }
}

extension VerifierClaim.Side {
  fileprivate func matches(_ arm: VerifierComparison.Arm) -> Bool {
    arm.verifier == verifier && (growth == nil || Self.name(arm.growth) == growth)
  }

  private static func name(_ growth: String) -> String {
    String(growth.split(separator: ":").first ?? "")
  }
}
