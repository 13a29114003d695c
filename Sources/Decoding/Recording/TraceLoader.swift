import Glibc
import Timeline

/// Reads and writes whole traces.
public enum TraceLoader {
  /// Reads a trace file, or standard input for "-".
  ///
  /// - Parameter isPartial: whether to stop before the first wrong line, with a note, instead of
  ///   throwing.
  public static func load(path: String, isPartial: Bool = false) throws(TraceError) -> Trace {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unreadable(path: path, reason: TraceFile.reason(errno))
    }
    defer { if path != "-" { close(descriptor) } }
    var decoder = TraceDecoder(path: path == "-" ? "standard input" : path, isPartial: isPartial)
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .unreadable(path: path, reason: TraceFile.reason(errno))
      }
      guard count > 0 else { return try decoder.finish() }
      try decoder.feed(Array(buffer[..<count]))
    }
  }

  /// Writes a whole trace to a file that does not exist yet, or to standard output for "-". The
  /// file appears under its name only when it is complete.
  public static func write(_ trace: Trace, to path: String) throws(TraceWritingError) {
    guard path != "-" else { return try TraceFile(path: path).append(TraceEncoder.bytes(trace)) }
    guard access(path, F_OK) != 0 else { throw .exists(path: path) }
    let temporary = "\(path).\(getpid()).part"
    let file: TraceFile
    do {
      file = try TraceFile(path: temporary)
    } catch .cannotCreate(_, let reason) {
      throw .cannotCreate(path: path, reason: reason)
    }
    defer { unlink(temporary) }
    try file.append(TraceEncoder.bytes(trace))
    file.close()
    // A link, unlike a renaming, fails when the name has been taken meanwhile.
    if link(temporary, path) == 0 { return }
    let code = errno
    guard code != EEXIST else { throw .exists(path: path) }
    // The file system has no links.
    guard rename(temporary, path) == 0 else {
      throw .cannotCreate(path: path, reason: TraceFile.reason(errno))
    }
  }
}
