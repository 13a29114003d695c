import Drafters
import Models
import Timeline
import Tokens

/// Measures c(n): what a pass over n rows costs on this machine, with what is read of each row, and what
/// a draft model's costs.
public enum CostCalibration {
  /// Row counts that are measured, as far as the model and the context allow.
  static let rowCounts = [1, 2, 3, 4, 6, 8, 12, 16]
  /// The same of a draft model: rows of one level of a tree.
  static let draftRowCounts = [1, 2, 4, 8]
  /// Of the time, for the draft model.
  private static let draftShare = 0.25
  /// Of the time, for the target's own exits.
  private static let exitShare = 0.15
  /// Of each model's time, the most for reading a context.
  private static let contextShare = 0.15
  /// Context at which is measured, if there is time to read it: that of a short prompt with its answer.
  /// It shows in small models; in others attention costs little there.
  private static let typicalContext = 160
  private static let contextBatch = 32
  /// More does not change the quartiles.
  static let largestRepetition = 31
  /// Microseconds of a pass so short that what the one before it left in the caches shows: such a pass
  /// is measured behind one over as many rows, as in a run.
  private static let shortPass = 2000.0

  /// c(n) of the target and, if there is one, the cost of drafting with the draft model, whose cache
  /// is emptied. That of the target is left as it was.
  /// - Parameter limit: microseconds for all.
  public static func measure(
    _ target: any TargetModel, draftModel: DraftModel? = nil, limit: Double = 300_000,
    microseconds: @escaping () -> Double = SteadyClock.microseconds,
    isCancelled: @escaping () -> Bool = { false }
  ) throws -> CostTable {
    let layered = (target as? any LayeredModel).flatMap { $0.layerCount > 1 ? $0 : nil }
    let share = draftModel == nil ? 0 : draftShare
    let run = CalibrationRun(
      start: microseconds(), microseconds: microseconds, isCancelled: isCancelled)
    let (pass, exits) = try withContext(target, limit: limit * (1 - share), run) {
      let passLimit = limit * (1 - share - (layered == nil ? 0 : exitShare))
      let pass = try passTimes(target, rowCounts, until: run.start + passLimit, run) { rows in
        // As the rows of a tree are.
        for row in 0..<rows {
          target.withLogits(row: row) {
            _ = LogitProcessing.summary(logits: $0, count: ScoredRows.alternativeCount)
          }
        }
      }
      let exits = try layered.map {
        try exitTimes($0, until: run.start + limit * (1 - share), run)
      }
      return (pass, exits)
    }
    let draft = try draftModel?.withModel { model in
      try withContext(model, limit: limit * share, run) {
        try passTimes(model, draftRowCounts, until: run.start + limit, run) { rows in
          for row in 0..<rows {
            model.withLogits(row: row) {
              _ = LogitProcessing.law(logits: $0, settings: SamplingSettings(temperature: 1))
            }
          }
        }
      }
    }
    return CostTable(
      rowCounts: pass.counts, microseconds: pass.microseconds,
      draft: draft.map {
        DraftCost(
          drafter: DraftModelDrafter.descriptor.name, rowCounts: $0.counts,
          microseconds: $0.microseconds)
      }, exits: exits.map { ExitCost(layers: $0.counts, microseconds: $0.microseconds) })
  }

  /// Reads up to a typical context, as far as a share of the time goes, and cuts it back afterwards.
  private static func withContext<Result>(
    _ target: any TargetModel, limit: Double, _ run: CalibrationRun, _ body: () throws -> Result
  ) throws -> Result {
    let before = target.cachedCount
    defer { target.truncate(to: before) }
    let goal = max(before, min(typicalContext, target.contextLength - (rowCounts.last ?? 1)))
    let deadline = run.microseconds() + limit * contextShare
    while target.cachedCount < goal, run.microseconds() <= deadline {
      let batch = min(contextBatch, goal - target.cachedCount)
      try target.prefill(filler(batch, of: target), isCancelled: run.isCancelled)
    }
    return try body()
  }

  /// Lower quartiles of passes over chains, never falling with more rows.
  ///
  /// Runs through all row counts again and again until the time is over; with a slow model the
  /// larger row counts may be left out, one row and two are always measured.
  /// - Parameter afterPass: measured with the pass.
  private static func passTimes(
    _ target: any TargetModel, _ rowCounts: [Int], until deadline: Double, _ run: CalibrationRun,
    afterPass: (_ rows: Int) -> Void
  ) throws -> (counts: [Int], microseconds: [Double]) {
    let counts = rowCounts.filter {
      $0 <= target.maximumRowCount && target.cachedCount + $0 <= target.contextLength
    }
    func pass(_ count: Int) throws -> Double {
      try run.time {
        try target.score(
          tokens: filler(count, of: target), parents: (0..<count).map { $0 == 0 ? nil : $0 - 1 })
        afterPass(count)
      }
    }
    _ = try pass(1)  // the first touches memory for the first time
    var times = [[Double]](repeating: [], count: counts.count)
    repetitions: for _ in 0..<largestRepetition {
      for (index, count) in counts.enumerated() {
        // A pass costs at most as much as its rows done singly.
        let expected = (times[index].first ?? Double(count) * (times[0].first ?? 0))
        let isNeeded = times[index].isEmpty && index < 2
        if !isNeeded, run.microseconds() + expected > deadline { break repetitions }
        var time = try pass(count)
        if time < shortPass { time = try pass(count) }
        times[index].append(time)
      }
    }
    return quartiles(counts, times)
  }

  /// The median of several measurements for each row count that all have, never falling.
  public static func median(_ tables: [CostTable]) -> CostTable {
    precondition(!tables.isEmpty, "something was measured")
    let counts = tables.map(\.rowCounts).min { $0.count < $1.count } ?? []
    let medians = counts.indices.map { place in
      tables.map { $0.microseconds[place] }.sorted()[tables.count / 2]
    }
    return CostTable(rowCounts: counts, microseconds: neverFalling(medians))
  }

  /// The lower quartile of each, since other work on the machine only ever makes a pass longer. Those
  /// that were not measured are left out.
  static func quartiles(
    _ counts: [Int], _ times: [[Double]]
  ) -> (counts: [Int], microseconds: [Double]) {
    let measured = zip(counts, times).filter { !$0.1.isEmpty }
    // At least a nanosecond: ratios are formed from it.
    let quartiles = measured.map { max(1e-3, $0.1.sorted()[$0.1.count / 4]) }
    return (measured.map(\.0), neverFalling(quartiles))
  }

  /// The nearest values, in least squares, that never fall: neighbours out of order are averaged
  /// (pool adjacent violators).
  static func neverFalling(_ values: [Double]) -> [Double] {
    var pools: [(mean: Double, count: Int)] = []
    for value in values {
      var pool = (mean: value, count: 1)
      while let last = pools.last, last.mean > pool.mean {
        let count = last.count + pool.count
        let sum = last.mean * Double(last.count) + pool.mean * Double(pool.count)
        pool = (sum / Double(count), count)
        pools.removeLast()
      }
      pools.append(pool)
    }
    return pools.flatMap { [Double](repeating: $0.mean, count: $0.count) }
  }

  /// Some tokens: which ones does not change the cost.
  static func filler(_ count: Int, of target: any TargetModel) -> [TokenID] {
    (0..<max(0, count)).map { TokenID(($0 * 7919 + 13) % target.vocabularySize) }
  }
}
