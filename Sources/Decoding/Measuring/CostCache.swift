import FoundationEssentials
import Timeline

/// Keeps measured costs in a folder, a file for each machine, model and number of threads.
///
/// A file that cannot be read or written is no error: the cost is measured again.
public struct CostCache: Sendable {
  /// What a cost holds for.
  public struct Key: Hashable, Sendable, Codable {
    /// The processor in words.
    public var machine: String
    public var model: String
    public var architecture: String
    public var layerCount: Int
    public var vocabularySize: Int
    public var precision: String
    public var threads: Int
    /// Name of the draft model, if one was measured too.
    public var draftModel: String?

    public init(
      machine: String, model: ModelSummary, threads: Int, draftModel: ModelSummary? = nil
    ) {
      self.machine = machine
      self.draftModel = draftModel?.name
      self.model = model.name
      architecture = model.architecture
      layerCount = model.layerCount
      vocabularySize = model.vocabularySize
      precision = model.precision
      self.threads = threads
    }

    /// How it is measured; what was kept of another way does not count.
    private static let way = "context 160, rows read, exits behind passes, lower quartiles"

    /// FNV-1a over all parts: the same on every run and machine.
    var fileName: String {
      let parts = [
        Self.way,
        machine, model, architecture, "\(layerCount)", "\(vocabularySize)", precision,
        "\(threads)", draftModel ?? "",
      ]
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in parts.joined(separator: "\u{0}").utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
      return "cost-\(String(hash, radix: 16)).json"
    }
  }

  private struct Entry: Codable {
    var key: Key
    var cost: CostTable
  }

  private let folder: String?

  /// - Parameter folder: made when needed; nil keeps nothing.
  public init(folder: String?) { self.folder = folder }

  /// The kept table, or the measured one, which is kept then: unless it was cut short or says that a
  /// second row is free, as on a machine that was busy with other things. Then it holds for this run.
  public func table(for key: Key, measure: () throws -> CostTable) rethrows -> CostTable {
    if let kept = read(key), kept.isWorthKeeping { return kept }
    let cost = try measure()
    if cost.isWorthKeeping { write(Entry(key: key, cost: cost)) }
    return cost
  }

  private func read(_ key: Key) -> CostTable? {
    guard let path = path(of: key), let data = FileManager.default.contents(atPath: path),
      let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.key == key,
      entry.cost.isSound
    else { return nil }
    return entry.cost
  }

  private func write(_ entry: Entry) {
    guard let folder, let path = path(of: entry.key),
      let data = try? JSONEncoder().encode(entry)
    else { return }
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    try? data.write(to: URL(filePath: path), options: .atomic)
  }

  private func path(of key: Key) -> String? { folder.map { "\($0)/\(key.fileName)" } }
}

extension CostTable {
  /// Row counts without which the curve says little.
  private static let fewestRowCounts = 4

  /// Whether the machine was quiet enough for the curve to be believed later.
  fileprivate var isWorthKeeping: Bool {
    rowCounts.count >= Self.fewestRowCounts && microseconds[1] > microseconds[0]
  }

  /// A file may hold anything.
  fileprivate var isSound: Bool {
    Self.isSound(rowCounts, microseconds)
      && draft.map { Self.isSound($0.rowCounts, $0.microseconds) } ?? true
      && exits.map { Self.isSound($0.layers, $0.microseconds) } ?? true
  }

  private static func isSound(_ counts: [Int], _ microseconds: [Double]) -> Bool {
    counts.first == 1 && counts.count == microseconds.count
      && zip(counts, counts.dropFirst()).allSatisfy(<)
      && microseconds.allSatisfy { $0 > 0 && $0.isFinite }
  }
}
