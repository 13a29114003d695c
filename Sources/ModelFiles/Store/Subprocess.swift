#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs other programs, found through the PATH of a given environment.
///
/// Children stay in our process group, so that an interrupt at the terminal reaches them too.
struct Subprocess {
  enum Output {
    case captured
    /// To our own standard error.
    case shown
  }

  struct Result {
    /// Whether the program ended by itself with status 0.
    let succeeded: Bool
    /// What it wrote to standard output, when captured.
    let output: String
    /// The last lines it wrote to standard error.
    let lastErrors: [String]
  }

  let environment: [String: String]
  /// An existing folder for the files that take what programs write.
  let scratch: String

  /// The path of an executable file, or nil.
  func find(_ name: String) -> String? {
    (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
      .map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  /// Runs a program to its end. Nil when it is not there or cannot be started.
  func run(_ name: String, _ arguments: [String], output: Output = .captured) -> Result? {
    guard let path = find(name) else { return nil }
    let (outputPath, errorPath) = ("\(scratch)/output.txt", "\(scratch)/errors.txt")
    defer {
      unlink(outputPath)
      unlink(errorPath)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let creating = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    switch output {
    case .captured: posix_spawn_file_actions_addopen(&actions, 1, outputPath, creating, 0o600)
    case .shown: posix_spawn_file_actions_adddup2(&actions, 2, 1)
    }
    posix_spawn_file_actions_addopen(&actions, 2, errorPath, creating, 0o600)

    var child = pid_t()
    let failure = Self.withStrings([path] + arguments) { arguments in
      Self.withStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
        posix_spawn(&child, path, &actions, nil, arguments, variables)
      }
    }
    guard failure == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    return Result(
      succeeded: status == 0, output: Self.lines(of: outputPath).joined(separator: "\n"),
      lastErrors: Self.lines(of: errorPath).suffix(6))
  }

  private static func lines(of path: String) -> [String] {
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }

  /// Runs `body` with a null-terminated array of C strings.
  private static func withStrings<R>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
