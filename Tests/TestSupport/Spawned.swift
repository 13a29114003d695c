import Foundation
import Glibc

/// Runs a program that may leave a daemon behind, and reads what it prints.
///
/// Foundation's `Process` waits until every descriptor it gave away is closed, and a tmux server
/// keeps what it inherits: here a child gets standard input, output and error and nothing else.
/// Nor does it inherit the signals that a test's thread blocks.
enum Spawned {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - words: the program's path and its arguments.
  /// - Returns: standard output and error together, and the status; 128 + n after signal n.
  static func run(_ words: [String]) throws -> (output: String, status: Int) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(description: "no pipe") }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    // Closing what is not open is no error.
    for descriptor in 3..<Int32(256) {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    let process = try spawn(words, &actions)
    close(ends[1])
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while case let count = read(ends[0], &block, block.count), count > 0 {
      bytes += block[..<count]
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    let code = signal == 0 ? status >> 8 & 0xff : 128 + signal
    return (String(decoding: bytes, as: UTF8.self), Int(code))
  }

  private static func spawn(
    _ words: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var environment = ProcessInfo.processInfo.environment
    environment["TMUX"] = nil
    environment["LC_ALL"] = "C.UTF-8"
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let error = posix_spawn(&process, words[0], &actions, &attributes, arguments, variables)
    guard error == 0 else {
      throw Failure(description: "\(words[0]): \(String(cString: strerror(error)))")
    }
    return process
  }
}
