import Glibc

/// A file that only grows, line by line; a line is in it whole or not at all.
///
/// Each append goes to the system at once, so that a killed program loses nothing it appended.
/// Not safe to share.
final class TraceFile {
  let path: String
  private var descriptor: Int32
  private let isStandardOutput: Bool
  /// Bytes of whole lines in the file.
  private var size: off_t = 0

  /// Creates the file; "-" is standard output. Never opens a file that exists.
  init(path: String) throws(TraceWritingError) {
    self.path = path
    isStandardOutput = path == "-"
    if isStandardOutput {
      descriptor = STDOUT_FILENO
      return
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw errno == EEXIST
        ? .exists(path: path) : .cannotCreate(path: path, reason: Self.reason(errno))
    }
  }

  deinit { close() }

  /// Takes over a file that is open.
  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
    isStandardOutput = false
  }

  /// Appends a line. When that fails the file is cut back to its last whole line.
  func append(_ line: [UInt8]) throws(TraceWritingError) {
    var written = 0
    while written < line.count {
      let count = line.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = Self.reason(errno)
        if !isStandardOutput { _ = ftruncate(descriptor, size) }
        throw .writeFailed(path: path, reason: reason)
      }
      written += count
    }
    size += off_t(line.count)
  }

  func close() {
    guard descriptor >= 0, !isStandardOutput else { return }
    _ = Glibc.close(descriptor)
    descriptor = -1
  }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
