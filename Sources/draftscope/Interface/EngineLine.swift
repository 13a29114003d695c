import Decoding
import Timeline

/// The interface's line to the worker: commands one way, updates the other.
protocol EngineLine {
  /// Never waits. False when the worker cannot take the command now.
  func send(_ command: EngineCommand) -> Bool
  /// All updates since the last call.
  func updates() -> [EngineUpdate]
  /// Where the run is recorded, once it is.
  var recordedPath: String? { get }
}

struct LiveEngine: EngineLine {
  let worker: Worker
  let recording: RecordedPath

  func send(_ command: EngineCommand) -> Bool { worker.send(command) }
  func updates() -> [EngineUpdate] { worker.updates.drain() }
  var recordedPath: String? { recording.value }
}

/// A replay has no engine, and its interface asks for none.
struct NoEngine: EngineLine {
  func send(_ command: EngineCommand) -> Bool { false }
  func updates() -> [EngineUpdate] { [] }
  var recordedPath: String? { nil }
}

enum EngineLines {
  /// The line to the worker of a live run; a replay has none.
  static func make(_ worker: Worker?, _ source: RunSource) -> any EngineLine {
    guard let worker, case .live(let setup, _) = source else { return NoEngine() }
    return LiveEngine(worker: worker, recording: setup.recordedPath)
  }
}
