import Tokens

/// The law of what is emitted, drafting and verification averaged over.
struct MarginalVector: Decodable, VectorEntry {
  private struct Expected: Decodable {
    var lengths: [Double]
    var accepted: Double
    var blockEfficiency: Double
    var emitted: [String: Double]
    var variation: Double
    var isLossless: Bool

    enum CodingKeys: String, CodingKey {
      case lengths = "accepted_length_pmf"
      case accepted = "expected_accepted"
      case blockEfficiency = "block_efficiency"
      case emitted
      case variation = "tv_to_target"
      case isLossless = "lossless"
    }
  }

  let name: String?
  let model: String
  let drafting: VectorDrafting
  private let verifier: String
  private let expected: Expected

  private enum CodingKeys: String, CodingKey {
    case name = "id"
    case model, drafting, verifier, expected
  }

  func differences(on bench: inout VectorBench) throws(VectorProblem) -> [String] {
    let law = try bench.law(model, drafting, verifier)
    let variation = law.totalVariation(from: try bench.model(model))
    func byLength(_ chances: [Double]) -> [Int: Double] {
      Dictionary(uniqueKeysWithValues: chances.enumerated().map { ($0.offset, $0.element) })
    }
    var differences = bench.differences(
      "probability of length", byLength(law.acceptedLengths),
      byLength(expected.lengths))
    differences += [
      bench.difference("expected accepted", law.expectedAccepted, expected.accepted),
      bench.difference(
        "block efficiency", law.expectedAccepted + 1, expected.blockEfficiency),
      bench.difference("total variation", variation, expected.variation),
    ].compactMap(\.self)
    differences += bench.differences(
      "probability", law.emitted.byVectorKey, expected.emitted)
    if (variation < 1e-12) != expected.isLossless {
      differences.append(
        "total variation \(variation), expected \(expected.isLossless ? "none" : "some")")
    }
    return differences
  }
}

extension [[TokenID]: Double] {
  var byVectorKey: [String: Double] {
    reduce(into: [String: Double]()) { $0[vectorKey($1.key)] = $1.value }
  }
}

/// E[tau] of every drafting and verifier on one model.
struct EfficiencyVector: Decodable, VectorEntry {
  private let model: String
  private let expected: [String: Double]

  private enum CodingKeys: String, CodingKey {
    case model
    case expected = "expected_accepted"
  }

  var name: String? { model }

  func differences(on bench: inout VectorBench) throws(VectorProblem) -> [String] {
    var differences: [String] = []
    for (key, value) in expected.sorted(by: { $0.key < $1.key }) {
      guard let slash = key.lastIndex(of: "/"),
        let drafting = VectorDrafting(text: String(key[..<slash]))
      else { throw VectorProblem("\"\(key)\" is not a drafting and a verifier") }
      let law = try bench.law(model, drafting, String(key[key.index(after: slash)...]))
      if let difference = bench.difference(key, law.expectedAccepted, value) {
        differences.append(difference)
      }
    }
    return differences
  }
}
