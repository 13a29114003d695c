#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Memory for the weights of a model, side by side in large pages where the system has them.
///
/// A pass streams all weights. In pages of 4 KiB a model of 100 MB has more of them than the processor
/// remembers, and a plain pass took a seventh longer; and where small pages happen to lie differs
/// from run to run, and with it the time of a pass. Source: ours, measured.
public final class WeightArena {
  private static let pageBytes = 2 << 20
  private static let chunkBytes = 8 << 20
  private static let alignment = 64

  private var chunk: Chunk?
  private var usedBytes = 0

  public init() {}

  /// Pages that go when the last of the memory in them does.
  fileprivate final class Chunk: Sendable {
    // Raw memory, mapped while the chunk lives.
    nonisolated(unsafe) let start: UnsafeMutableRawPointer
    let byteCount: Int
    private nonisolated(unsafe) let mapping: UnsafeMutableRawPointer

    /// - Parameter byteCount: a whole number of large pages.
    init(byteCount: Int) throws(TensorError) {
      let flags = MAP_PRIVATE | MAP_ANON
      // One page more, so that the rest can begin where a large page does.
      guard
        let mapping = mmap(
          nil, byteCount + pageBytes, PROT_READ | PROT_WRITE, flags, -1, 0),
        mapping != MAP_FAILED
      else { throw .outOfMemory(bytes: byteCount) }
      self.byteCount = byteCount
      self.mapping = mapping
      start = mapping.alignedUp(toMultipleOf: pageBytes)
      #if os(Linux)
      // A wish: where it is not granted the pages stay small.
      _ = madvise(start, byteCount, MADV_HUGEPAGE)
      #endif
    }

    deinit { munmap(mapping, byteCount + pageBytes) }
  }

  /// A part of the arena: zero at first, aligned to 64 bytes. It keeps its pages alive.
  struct Memory: Sendable {
    nonisolated(unsafe) let start: UnsafeMutablePointer<UInt8>
    private let chunk: Chunk

    fileprivate init(_ chunk: Chunk, at offset: Int, byteCount: Int) {
      self.chunk = chunk
      start = (chunk.start + offset).bindMemory(to: UInt8.self, capacity: byteCount)
    }
  }

  /// Throws ``TensorError/outOfMemory(bytes:)``.
  func take(_ byteCount: Int) throws(TensorError) -> Memory {
    precondition(byteCount >= 0, "memory has no negative size")
    if let chunk, byteCount <= chunk.byteCount - usedBytes {
      return take(byteCount, from: chunk)
    }
    guard byteCount < Int.max / 2 else { throw .outOfMemory(bytes: byteCount) }
    let pages = (max(byteCount, Self.chunkBytes) + Self.pageBytes - 1) / Self.pageBytes
    let chunk = try Chunk(byteCount: pages * Self.pageBytes)
    (self.chunk, usedBytes) = (chunk, 0)
    return take(byteCount, from: chunk)
  }

  private func take(_ byteCount: Int, from chunk: Chunk) -> Memory {
    let memory = Memory(chunk, at: usedBytes, byteCount: byteCount)
    usedBytes += (byteCount + Self.alignment - 1) / Self.alignment * Self.alignment
    return memory
  }
}
