import FoundationEssentials
import Glibc

/// Results go to standard output, messages and progress to standard error.
enum StandardStreams {
  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static func writeResult(_ text: String) { write(text, to: STDOUT_FILENO) }
  static func writeMessage(_ text: String) { write(text + "\n", to: STDERR_FILENO) }
  /// Replaces the line of progress; only for a terminal.
  static func writeProgress(_ text: String) { write("\r\u{1B}[K\(text)", to: STDERR_FILENO) }

  /// All bytes of a file, or of standard input for "-".
  static func read(path: String) throws -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandFailure("\(path): \(String(cString: strerror(errno)))")
    }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw CommandFailure("\(path): \(String(cString: strerror(errno)))") }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  static func readText(path: String) throws -> String {
    guard let text = String(validating: try read(path: path), as: UTF8.self) else {
      throw CommandFailure("\(path): not UTF-8 text")
    }
    return text
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}

/// A failure we explain: one sentence on standard error, status 1.
struct CommandFailure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
