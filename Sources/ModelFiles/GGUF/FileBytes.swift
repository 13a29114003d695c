#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The read-only bytes of a file in memory, mapped or copied; they live as long as this object.
final class FileBytes: Sendable {
  private enum Storage: Sendable {
    case copied([UInt8])
    case lasting(LastingBytes)
    case mapped(Mapping)
  }

  private let storage: Storage

  init(_ bytes: [UInt8]) { storage = .copied(bytes) }

  /// - Parameter bytes: memory that nobody writes to and that lives as long as the program.
  init(lasting bytes: UnsafeRawBufferPointer) { storage = .lasting(LastingBytes(bytes: bytes)) }

  /// Maps a regular file. Its length is that at the time of opening.
  init(path: String) throws(GGUFError) { storage = .mapped(try Mapping(path: path)) }

  var count: Int {
    switch storage {
    case .copied(let bytes): bytes.count
    case .lasting(let lasting): lasting.bytes.count
    case .mapped(let mapping): mapping.count
    }
  }

  /// Runs `body` with all bytes, which must not outlive the call.
  func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    switch storage {
    case .copied(let bytes):
      try bytes.withUnsafeBufferPointer { bytes throws(E) in try body(UnsafeRawBufferPointer(bytes))
      }
    case .lasting(let lasting):
      try body(lasting.bytes)
    case .mapped(let mapping):
      try mapping.withBytes(body)
    }
  }
}

private struct LastingBytes: Sendable {
  // Never written to, never freed.
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
}

private final class Mapping: Sendable {
  let count: Int
  // Pages nobody writes to, unmapped only when the last reference goes.
  nonisolated(unsafe) private let base: UnsafeRawPointer

  init(path: String) throws(GGUFError) {
    func failure() -> GGUFError {
      GGUFError(file: path, problem: .cannotOpen(reason: String(cString: strerror(errno))))
    }
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw GGUFError(file: path, problem: .notARegularFile)
    }
    guard status.st_size > 0 else { throw GGUFError(file: path, problem: .empty) }
    count = Int(status.st_size)
    let pages = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let pages, pages != MAP_FAILED else { throw failure() }
    base = UnsafeRawPointer(pages)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: base), count) }

  func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeRawBufferPointer(start: base, count: count))
  }
}
