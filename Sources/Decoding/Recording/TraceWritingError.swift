/// Why a trace could not be written.
public enum TraceWritingError: Error, Hashable, Sendable {
  /// There is no place for traces: neither HOME nor XDG_STATE_HOME is an absolute path.
  case noStateFolder
  case cannotMakeFolder(path: String, reason: String)
  /// A trace is never overwritten.
  case exists(path: String)
  case cannotCreate(path: String, reason: String)
  case writeFailed(path: String, reason: String)
}

extension TraceWritingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noStateFolder:
      "there is no folder for traces: set HOME or XDG_STATE_HOME to an absolute path"
    case .cannotMakeFolder(let path, let reason):
      "\(path): the folder cannot be made: \(reason)"
    case .exists(let path):
      "\(path): exists already, and a trace is never overwritten; give another name"
    case .cannotCreate(let path, let reason): "\(path): cannot be created: \(reason)"
    case .writeFailed(let path, let reason): "\(path): cannot be written: \(reason)"
    }
  }
}
