import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Tokens

private func law(_ logits: [Float], _ settings: SamplingSettings) -> TokenLaw {
  logits.withUnsafeBufferPointer { LogitProcessing.law(logits: $0, settings: settings) }
}

/// The law by its definition: everything sorted, nothing clever.
private func plainLaw(_ logits: [Float], _ settings: SamplingSettings) -> [Double] {
  let most = Double(logits.max()!)
  let weights = logits.map { exp((Double($0) - most) / settings.temperature) }
  var kept = weights.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
  if settings.topK > 0 { kept = Array(kept.prefix(settings.topK)) }
  let total = kept.reduce(0) { $0 + weights[$1] }
  var (count, mass) = (0, 0.0)
  while count < kept.count, count == 0 || settings.topP >= 1 || mass < settings.topP * total {
    mass += weights[kept[count]]
    count += 1
  }
  kept = kept.prefix(count).filter { $0 == kept[0] || weights[$0] >= settings.minP }
  let sum = kept.reduce(0) { $0 + weights[$1] }
  var law = [Double](repeating: 0, count: logits.count)
  for id in kept { law[id] = weights[id] / sum }
  return law
}

@Suite struct LogitProcessingTests {
  private static let settings: [SamplingSettings] = [
    SamplingSettings(temperature: 0.8), SamplingSettings(temperature: 1.7),
    SamplingSettings(temperature: 0.05), SamplingSettings(temperature: 1, topK: 1),
    SamplingSettings(temperature: 1, topK: 40), SamplingSettings(temperature: 1, topK: 5000),
    SamplingSettings(temperature: 0.8, topP: 0.9), SamplingSettings(temperature: 2, topP: 0.999),
    SamplingSettings(temperature: 1, topP: 0), SamplingSettings(temperature: 1, minP: 0.05),
    SamplingSettings(temperature: 1, minP: 1), SamplingSettings(temperature: 3, minP: 1e-9),
    SamplingSettings(temperature: 1.2, topK: 50, topP: 0.8, minP: 0.02),
    SamplingSettings(temperature: 1.2, topK: 900, topP: 0.95),
  ]

  @Test(arguments: settings)
  func lawsAreThoseOfTheDefinition(_ settings: SamplingSettings) {
    var generator = SeededGenerator(seed: 1)
    // Rounded: some logits are equal.
    let logits = (0..<1000).map { _ in
      (Float.random(in: -9...9, using: &generator) * 8).rounded() / 8
    }
    let law = law(logits, settings)
    let expected = plainLaw(logits, settings)
    #expect(law.vocabularySize == 1000)
    for id in 0..<1000 {
      let probability = law.probability(of: TokenID(id))
      #expect(abs(probability - expected[id]) < 1e-12)
      #expect((probability > 0) == (expected[id] > 0))
    }
    #expect(abs(law.probabilities.reduce(0, +) - 1) < 1e-12)
  }

  @Test func greedyTakesTheLowestOfTheLargest() {
    let law = law([1, 3, -2, 3, 0], .greedy)
    #expect(law.support == [1])
    #expect(law.probabilities == [1])
    #expect(law.vocabularySize == 5)
  }

  @Test func nothingCutOffGivesADenseLaw() {
    #expect(law([0, 1, 2], SamplingSettings(temperature: 1)).support == nil)
    #expect(law([0, 1, 2], SamplingSettings(temperature: 1, topK: 3)).support == nil)
    #expect(law([0, 1, 2], SamplingSettings(temperature: 1, topK: 2)).support == [1, 2])
  }

  @Test func theSameLogitsGiveTheSameBitsOnEveryInstructionSet() {
    var generator = SeededGenerator(seed: 2)
    let logits = (0..<4099).map { _ in Float.random(in: -20...20, using: &generator) }
    logits.withUnsafeBufferPointer { logits in
      for settings in Self.settings {
        let laws = InstructionSet.available.map {
          LogitProcessing.law(logits: logits, settings: settings, on: $0)
        }
        #expect(laws.allSatisfy { $0 == laws[0] })
      }
      let summaries = InstructionSet.available.map {
        LogitProcessing.summary(logits: logits, count: 10, on: $0)
      }
      #expect(summaries.allSatisfy { $0 == summaries[0] })
    }
  }

  @Test func theSummaryHasTheModelsOwnProbabilitiesAndEntropy() throws {
    let logits: [Float] = [0, 2, 1, 2]
    let weights = logits.map { exp(Double($0)) }
    let sum = weights.reduce(0, +)
    let summary = logits.withUnsafeBufferPointer {
      LogitProcessing.summary(logits: $0, count: 3)
    }
    #expect(summary.top.map(\.token) == [1, 3, 2])
    #expect(summary.top.map(\.logit) == [2, 2, 1])
    for (entry, exact) in zip(summary.top, [weights[1], weights[3], weights[2]]) {
      #expect(abs(entry.probability - exact / sum) < 1e-6)
    }
    #expect(abs(summary.logSum - log(sum)) < 1e-6)
    #expect(abs(summary.entropy + weights.reduce(0) { $0 + $1 / sum * log($1 / sum) }) < 1e-6)
  }
}
