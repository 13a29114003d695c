import Foundation

/// Messages go to standard error, results to standard output.
enum StandardError {
  static func print(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data("\(line)\n".utf8))
  }

  static var isTerminal: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }
}
