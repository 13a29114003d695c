import Drafters
import Foundation
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Decoding

struct CostCalibrationTests {
  /// A clock that passes move by hand.
  private final class HandClock {
    var now = 0.0
  }

  private func measure(
    _ cost: @escaping (Int) -> Double, limit: Double = 300_000, model: TableModel
  ) throws -> CostTable {
    let clock = HandClock()
    model.beforePass = { clock.now += cost(model.askedRowCount) }
    return try CostCalibration.measure(model, limit: limit, microseconds: { clock.now })
  }

  @Test func theTableHoldsWhatPassesTook() throws {
    let model = TableModel(order: 1)
    let table = try measure({ 1000 + 150 * Double($0) }, limit: 1_000_000, model: model)
    #expect(table.rowCounts == [1, 2, 3, 4, 6, 8, 12, 16])
    #expect(table.microseconds == [1150, 1300, 1450, 1600, 1900, 2200, 2800, 3400])
    #expect(model.cachedCount == 0)
    // Passes of 2 ms and more are measured once, shorter ones behind another of their kind, and each of
    // two exits behind a pass.
    #expect(model.passes.count == 1 + 3 * 31 + 5 * 2 * 31 + 2 * 31)
  }

  @Test func draftingBehindLayersIsMeasuredWithThePasses() throws {
    let (model, clock) = (TableModel(order: 1), HandClock())
    model.beforePass = { clock.now += 1000 }
    model.beforeLayers = { clock.now += 100 * Double($0) }
    let table = try CostCalibration.measure(model, microseconds: { clock.now })
    #expect(table.exits?.layers == [1, 2])
    #expect(table.exits?.microseconds == [100, 200])
    #expect(table.relativeExitCost(layer: 2) == 0.2)
    // On the line through both.
    #expect(table.relativeExitCost(layer: 3) == 0.3)
    #expect(model.cachedCount == 0)
  }

  @Test func aSlowModelIsMeasuredOnlyAsFarAsTimeAllows() throws {
    let table = try measure({ 60_000 * Double($0) }, model: TableModel(order: 1))
    #expect(table.rowCounts == [1, 2])
  }

  @Test func noiseDoesNotMakeMoreRowsCheaper() throws {
    let table = try measure({ $0 == 3 ? 700 : 1000 }, model: TableModel(order: 1))
    #expect(table.microseconds == [900, 900, 900, 1000, 1000, 1000, 1000, 1000])
    #expect(CostCalibration.neverFalling([3, 1, 2, 5, 4]) == [2, 2, 2, 4.5, 4.5])
    #expect(CostCalibration.neverFalling([1, 2, 2, 3]) == [1, 2, 2, 3])
  }

  @Test func aDraftModelIsMeasuredWithinTheSameTime() throws {
    let clock = HandClock()
    let (target, small) = (TableModel(order: 1), TableModel(order: 1))
    target.beforePass = { clock.now += 1000 }
    small.beforePass = { clock.now += 100 }
    let draft = DraftModel(small, name: "small")
    let table = try CostCalibration.measure(
      target, draftModel: draft, limit: 20_000, microseconds: { clock.now })
    #expect(table.draft?.drafter == "draft-model")
    #expect(table.draft?.rowCounts == [1, 2, 4, 8])
    #expect(table.draft?.microseconds == [100, 100, 100, 100])
    #expect(table.relativeDraftCost(rows: 3, drafter: "draft-model") == 0.1)
    #expect(table.relativeDraftCost(rows: 3, drafter: "another") == nil)
    #expect(small.cachedCount == 0)
    // The first pass of each model comes before its time is looked at.
    #expect(clock.now <= 22_000)
  }

  @Test func aShortContextOrASmallPassLimitsWhatIsMeasured() throws {
    let model = TableModel(order: 1, contextLength: 20, maximumRowCount: 4)
    let table = try CostCalibration.measure(model, microseconds: { 0 })
    #expect(table.rowCounts == [1, 2, 3, 4])
  }

  @Test func measuringCanBeCancelled() {
    #expect(throws: CancellationError.self) {
      try CostCalibration.measure(TableModel(order: 1), isCancelled: { true })
    }
  }
}

struct CostCacheTests {
  private let table = CostTable(rowCounts: [1, 2, 4, 8], microseconds: [10, 13, 16, 22])
  private let summary = ModelSummary(
    name: "small", architecture: "llama", layerCount: 2, vocabularySize: 12, contextLength: 64,
    precision: "fast", endTokens: [])

  /// A folder that is gone after the test.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "cost-cache-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appending(path: "made/when/needed").path)
  }

  @Test func aMeasuredTableIsMeasuredOnce() throws {
    try withFolder { folder in
      let key = CostCache.Key(machine: "here", model: summary, threads: 2)
      var measured = 0
      for _ in 0..<3 {
        let found = CostCache(folder: folder).table(for: key) {
          measured += 1
          return table
        }
        #expect(found == table)
      }
      #expect(measured == 1)
    }
  }

  @Test(arguments: [
    CostTable(rowCounts: [1, 2], microseconds: [10, 13]),
    CostTable(rowCounts: [1, 2, 4, 8], microseconds: [10, 10, 16, 22]),
  ])
  func aTableOfABusyMachineIsNotKept(_ poor: CostTable) throws {
    try withFolder { folder in
      let key = CostCache.Key(machine: "here", model: summary, threads: 2)
      #expect(CostCache(folder: folder).table(for: key) { poor } == poor)
      #expect(CostCache(folder: folder).table(for: key) { table } == table)
    }
  }

  @Test func anotherMachineModelOrThreadCountIsMeasuredAnew() throws {
    try withFolder { folder in
      var measured = 0
      var other = summary
      other.precision = "reference"
      let keys = [
        CostCache.Key(machine: "here", model: summary, threads: 2),
        CostCache.Key(machine: "there", model: summary, threads: 2),
        CostCache.Key(machine: "here", model: other, threads: 2),
        CostCache.Key(machine: "here", model: summary, threads: 1),
      ]
      for key in keys {
        _ = CostCache(folder: folder).table(for: key) {
          measured += 1
          return table
        }
      }
      #expect(measured == 4)
    }
  }

  @Test func aDamagedFileIsMeasuredAnew() throws {
    try withFolder { folder in
      let key = CostCache.Key(machine: "here", model: summary, threads: 2)
      for damage in ["", "{", #"{"cost":{"rowCounts":[2],"microseconds":[1]}}"#] {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
        try Data(damage.utf8).write(to: URL(filePath: "\(folder)/\(key.fileName)"))
        #expect(CostCache(folder: folder).table(for: key) { table } == table)
      }
    }
  }

  @Test func withoutAFolderNothingIsKept() {
    let key = CostCache.Key(machine: "here", model: summary, threads: 2)
    #expect(CostCache(folder: nil).table(for: key) { table } == table)
    #expect(CostCache(folder: "/proc/nowhere").table(for: key) { table } == table)
  }
}
