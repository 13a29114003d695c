#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Numbers in memory, aligned to 64 bytes and zero at first. Pages nobody touches take no memory.
///
/// Whoever shares a buffer between threads sees to it that nobody writes what another reads.
public final class NumberBuffer<Element: BitwiseCopyable & Sendable>: Sendable {
  private static var alignment: Int { 64 }

  public let count: Int
  // Raw memory, freed only when the last reference goes.
  public nonisolated(unsafe) let start: UnsafeMutablePointer<Element>
  private nonisolated(unsafe) let allocation: UnsafeMutableRawPointer

  /// Throws ``TensorError/outOfMemory(bytes:)``.
  public init(count: Int) throws(TensorError) {
    precondition(count >= 0, "a buffer holds no negative number of elements")
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !overflow, bytes < Int.max - Self.alignment,
      let allocation = calloc(1, bytes + Self.alignment)
    else { throw .outOfMemory(bytes: overflow ? .max : bytes) }
    self.count = count
    self.allocation = allocation
    start = allocation.alignedUp(toMultipleOf: Self.alignment)
      .bindMemory(to: Element.self, capacity: count)
  }

  deinit { free(allocation) }

  public var elements: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: start, count: count)
  }
}
