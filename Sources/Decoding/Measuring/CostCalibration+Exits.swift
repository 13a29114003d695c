import DraftTrees
import Drafters
import Models
import Tokens

/// A calibration's clock, and whether somebody waits for its end no longer.
struct CalibrationRun {
  let start: Double
  let microseconds: () -> Double
  let isCancelled: () -> Bool

  /// What something takes. Throws `CancellationError` when cancelled.
  func time(_ body: () throws -> Void) throws -> Double {
    if isCancelled() { throw CancellationError() }
    let began = microseconds()
    try body()
    return microseconds() - began
  }
}

extension CostCalibration {
  /// Tokens that are drafted in a row behind an exit.
  private static let exitDraftLength = 2

  /// Lower quartiles of drafting a token behind the first layer and one further up, never falling; each
  /// measured at least once, behind a pass through all layers, as in a run: right behind another draft
  /// the layers would still lie in the caches.
  static func exitTimes(
    _ target: any LayeredModel, until deadline: Double, _ run: CalibrationRun
  ) throws -> (counts: [Int], microseconds: [Double]) {
    let layers = Set([1, max(1, target.layerCount * 2 / 3)]).sorted()
    let text = filler(target.cachedCount + 1, of: target)
    var drafter = try DrafterRegistry.make(
      EarlyExitDrafter.descriptor.name,
      DraftingContext(vocabularySize: target.vocabularySize, prompt: text, target: target))
    var times = [[Double]](repeating: [], count: layers.count)
    repeat {
      for (index, layer) in layers.enumerated() {
        try target.score(tokens: filler(2, of: target), parents: [nil, 0])
        let time = try run.time {
          _ = try drafter.propose(
            DraftRequest(
              text: text, growth: GrowthRegistry.chain, budget: exitDraftLength, reachBar: 0,
              sampling: .greedy, randomness: KeyedRandomness(seed: 0), endTokens: [],
              exitLayer: layer))
        }
        times[index].append(time / Double(exitDraftLength))
      }
    } while times[0].count < largestRepetition && run.microseconds() < deadline
    return quartiles(layers, times)
  }
}
