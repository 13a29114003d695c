import DraftTrees
import Foundation
import TestSupport
import Testing
import Tokens

@testable import Drafters
@testable import Models

struct SuperpositionTests {
  private let plain = Superposition.Shape(
    chains: 2, candidates: 3, ngramShare: 0.54, temperature: 1)

  private func entries(_ logits: [(TokenID, Double)]) -> [LogitSummary.Entry] {
    logits.map { LogitSummary.Entry(token: $0, logit: Float($1), probability: 0) }
  }

  /// P = 0.5, 0.3, 0.2 for tokens 4, 5, 6.
  private var candidates: [LogitSummary.Entry] {
    entries([(4, log(0.5)), (5, log(0.3)), (6, log(0.2))])
  }

  @Test func scoresMixTheModelAndTheNGramsInLogarithms() {
    // Behind 1 stood 5 twice and 6 once: a share of 2/3 and 1/3 at λ = 0.01.
    let ngrams = NGramCounts([1, 5, 1, 6, 1, 5, 2, 1])
    let found = Superposition(plain).continuations(candidates: candidates, ngrams: ngrams)
    #expect(found.map(\.token) == [5, 6])
    #expect(abs(found[0].score - (0.46 * log(0.3) + 0.54 * log(0.01 * 2 / 3))) < 1e-6)
    #expect(abs(found[1].score - (0.46 * log(0.2) + 0.54 * log(0.01 / 3))) < 1e-6)
  }

  @Test func withoutAnyNGramTheModelRanksAlonePenalised() {
    let found = Superposition(plain).continuations(
      candidates: candidates, ngrams: NGramCounts([1, 2, 3]))
    #expect(found.map(\.token) == [4, 5])
    #expect(abs(found[0].score - (0.46 * log(0.5) - 200)) < 1e-6)
  }

  @Test func theCandidatesAreRenormalisedAtTheTemperature() {
    var sharp = plain
    sharp.temperature = 0.5
    let found = Superposition(sharp).continuations(
      candidates: candidates, ngrams: NGramCounts([1, 2, 3]))
    // 0.25 : 0.09 : 0.04
    #expect(abs(found[1].score - (0.46 * log(0.09 / 0.38) - 200)) < 1e-6)
  }

  @Test func chainsKeepTheirScoresAndCompeteForThePlaces() {
    var superposition = Superposition(plain)
    let ngrams = NGramCounts([1, 2, 3])
    let first = superposition.continuations(candidates: candidates, ngrams: ngrams)
    superposition.take([(first[0], NodeIndex(1)), (first[1], NodeIndex(2))])
    #expect(superposition.chains.map(\.tokens) == [[4], [5]])
    let second = superposition.continuations(
      candidates: entries([(7, log(0.9)), (8, log(0.1))]), ngrams: ngrams)
    // 0.5 · 0.9 and 0.3 · 0.9 beat 0.5 · 0.1.
    #expect(second.map(\.chain) == [0, 1])
    #expect(second.map(\.token) == [7, 7])
    #expect(abs(second[1].score - (0.46 * log(0.3 * 0.9) - 400)) < 1e-6)
  }

  @Test func theMixtureWeighsLastTokensByTheScores() {
    var superposition = Superposition(plain)
    let first = superposition.continuations(
      candidates: candidates, ngrams: NGramCounts([1, 2, 3]))
    superposition.take([(first[0], NodeIndex(1)), (first[1], NodeIndex(2))])
    let weight = pow(0.5, 0.46) / (pow(0.5, 0.46) + pow(0.3, 0.46))
    #expect(superposition.mixture.tokens == [4, 5])
    #expect(abs(Double(superposition.mixture.weights[0]) - weight) < 1e-6)
  }

  /// A score 2000 lower weighs nothing, and the pass is that of one token.
  @Test func aHopelessChainIsLeftOutOfTheMixture() {
    var superposition = Superposition(plain)
    let best = Superposition.Continuation(chain: 0, token: 4, score: -1)
    let hopeless = Superposition.Continuation(chain: 0, token: 5, score: -2001)
    superposition.take([(best, NodeIndex(1)), (hopeless, NodeIndex(2))])
    #expect(superposition.mixture == EmbeddingMixture([(4, 1)]))
  }
}
