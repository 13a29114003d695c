import Decoding
import Drafters
import FoundationEssentials
import Glibc
import Timeline

/// What a worker is started with, from the command line.
struct EngineSetup {
  var configuration: WorkerConfiguration
  /// What else the model can be asked.
  let samples: SamplePrompts
  /// Where the run is recorded, once it is.
  let recordedPath = RecordedPath()
  /// What drafters have at hand.
  let resources: Set<DrafterNeed>

  init(
    model: ModelOptions, resources: DraftingResourceOptions, sampling: SamplingOptions,
    recording: RecordingOptions,
    maximumTokens: Int, environment: [String: String]
  ) throws {
    samples = SamplePrompts(model: model.model)
    self.resources = resources.atHand(for: model)
    configuration = WorkerConfiguration(
      loadModel: try model.loader(with: resources),
      makeRecorder: try Self.recorder(
        recording, environment: environment, recordedPath: recordedPath),
      costSource: .measured(
        cacheFolder: Folders(environment: environment).cache, machine: Self.machine()),
      seed: sampling.seed, maximumTokens: maximumTokens, threads: model.threadCount,
      program: programVersion, timestamp: Timestamp.now)
  }

  /// Where a run is recorded: asked for by name it must succeed; by default it is tried.
  private static func recorder(
    _ options: RecordingOptions, environment: [String: String], recordedPath: RecordedPath
  ) throws -> (@Sendable () throws -> WorkerConfiguration.Recorder?)? {
    if options.noTrace { return nil }
    let path = options.trace
    if let path, path != "-", FileManager.default.fileExists(atPath: path) {
      throw TraceWritingError.exists(path: path)
    }
    if let path, path != "-" {
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      let place = path.hasPrefix("/") ? "/" + folder : folder.isEmpty ? "." : folder
      guard access(place, W_OK) == 0 else {
        throw CommandFailure(
          "\(path): cannot be created: \(String(cString: strerror(errno))); choose another folder")
      }
    }
    return {
      var recorder: TraceRecorder?
      var timeline: Timeline?
      return { record in
        switch record {
        case .started(let header):
          timeline = Timeline(header: header)
          if let path {
            recorder = try TraceRecorder(header, path: path)
          } else {
            recorder = try TraceRecorder(header, in: TraceFolder(environment: environment))
          }
          recordedPath.value = recorder?.path
        case .round(let round):
          timeline?.take(round)
          if let failure = recorder?.record(round) { throw failure }
        case .ended:
          if let timeline, let failure = recorder?.finish(timeline, ended: Timestamp.now()) {
            throw failure
          }
        }
      }
    }
  }

  /// The processor in words: c(n) holds for it.
  static func machine() -> String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last.map { $0.drop { $0 == " " } }
    return "\(name ?? "unknown"), \(ProcessInfo.processInfo.activeProcessorCount) cores"
  }
}

/// The user's folders for this program (XDG Base Directory Specification).
struct Folders {
  let environment: [String: String]

  var cache: String? { folder("XDG_CACHE_HOME", ".cache") }
  var configuration: String? { folder("XDG_CONFIG_HOME", ".config") }
  var state: String? { folder("XDG_STATE_HOME", ".local/state") }

  private func folder(_ variable: String, _ fallback: String) -> String? {
    if let base = environment[variable], base.hasPrefix("/") { return base + "/draftscope" }
    return environment["HOME"].map { "\($0)/\(fallback)/draftscope" }
  }
}

enum Timestamp {
  /// ISO 8601, UTC, whole seconds.
  @Sendable static func now() -> String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// The path of a trace in the making: set on the worker's queue, read by the interface.
final class RecordedPath: Sendable {
  private let path = Locked<String?>(nil)

  var value: String? {
    get { path.withLock { $0 } }
    set { path.withLock { $0 = newValue } }
  }
}
