import CKernels
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Threads that share out the chunks of one piece of work at a time.
///
/// Whoever is free claims the next chunk, the caller included, so nobody waits for a thread that
/// has lost its core. Helpers spin briefly for the next work, let others run, then sleep. This is
/// the one place that decides how many threads compute.
///
/// One caller at a time; the object belongs to one worker.
public final class WorkerTeam {
  /// Threads that compute, the caller counted.
  public let threadCount: Int
  /// Microseconds of work that are worth handing to another thread.
  public let smallestShare: Double
  private let crew: Crew?

  /// - Parameters:
  ///   - threads: at least 1; with 1 all work is done by the caller.
  ///   - smallestShare: in microseconds. Telling a thread, and moving what it reads and writes
  ///     between caches, takes up to two; tests share out everything.
  public init(threads: Int, smallestShare: Double = 2.5) {
    self.smallestShare = smallestShare
    threadCount = max(1, min(threads, 256))
    crew = threadCount > 1 ? Crew(helpers: threadCount - 1) : nil
  }

  deinit { crew?.stop() }

  /// Calls `body` once for each chunk, on any thread, and returns when all are done.
  ///
  /// - Parameter body: takes the chunk and the thread that does it, in `0..<threadCount`, whose
  ///   scratch memory it may use.
  public func run(chunks: Int, _ body: (_ chunk: Int, _ thread: Int) -> Void) {
    guard let crew, chunks > 1 else {
      for chunk in 0..<chunks { body(chunk, 0) }
      return
    }
    crew.run(chunks: chunks, body)
  }

  /// Calls `body` for ranges that cover `0..<count`, a few for each thread, none shorter than
  /// `smallest` but the last.
  public func run(
    over count: Int, smallest: Int = 1, _ body: (_ range: Range<Int>, _ thread: Int) -> Void
  ) {
    let chunks = max(1, min(threadCount == 1 ? 1 : 4 * threadCount, count / max(1, smallest)))
    run(chunks: chunks) { chunk, thread in
      body(count * chunk / chunks..<count * (chunk + 1) / chunks, thread)
    }
  }
}

/// A number that threads share, alone on its cache lines: who spins on it does not disturb the
/// others.
private struct Shared<Number: AtomicRepresentable & Sendable>: ~Copyable, Sendable {
  let number: Atomic<Number>
  private let padding: InlineArray<16, UInt64>

  init(_ number: Number) {
    self.number = Atomic(number)
    padding = InlineArray(repeating: 0)
  }
}

/// What is to be done with each chunk. A class with a constant: threads that call it need not count
/// a reference.
private final class Work {
  private let body: (_ chunk: Int, _ thread: Int) -> Void
  init(_ body: @escaping (Int, Int) -> Void) { self.body = body }
  func callAsFunction(_ chunk: Int, _ thread: Int) { body(chunk, thread) }
}

/// What the helpers hold on to; it ends with the team.
private final class Crew: Sendable {
  /// Epoch (32 bits), chunks (16), next chunk (16): a helper that is late cannot claim a chunk of
  /// later work with an old ticket.
  private let ticket = Shared<UInt64>(0)
  private let done = Shared<Int>(0)
  /// Helpers that wait for the bell and were not rung for yet.
  private let asleep = Shared<Int>(0)
  private let isStopping = Shared<Bool>(false)
  private let bell = DispatchSemaphore(value: 0)
  // Written only while no chunk is out: the ticket publishes it, `done` takes it back.
  nonisolated(unsafe) private var work: Unmanaged<Work>?

  /// Rounds a helper spins before it sleeps: longer than what lies between two passes.
  private static let patience = 4000
  /// Rounds of spinning after which others may run on the core.
  private static let courtesy = 512
  private static let mostChunks = (1 << 16) - 1

  init(helpers: Int) {
    for thread in 1...helpers {
      let start = Start(crew: self, thread: thread)
      var id = pthread_t()
      let status = pthread_create(
        &id, nil,
        { argument in
          guard let argument else { return nil }
          let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
          start.crew.help(start.thread)
          return nil
        }, Unmanaged.passRetained(start).toOpaque())
      // Without a helper the others do the work.
      if status == 0 { pthread_detach(id) } else { Unmanaged.passUnretained(start).release() }
    }
  }

  private final class Start: Sendable {
    let crew: Crew
    let thread: Int
    init(crew: Crew, thread: Int) {
      self.crew = crew
      self.thread = thread
    }
  }

  func stop() {
    isStopping.number.store(true, ordering: .sequentiallyConsistent)
    ring()
  }

  func run(chunks: Int, _ body: (Int, Int) -> Void) {
    precondition(chunks <= Self.mostChunks, "more chunks than a ticket counts")
    withoutActuallyEscaping(body) { body in
      withExtendedLifetime(Work(body)) { work in
        self.work = .passUnretained(work)
        done.number.store(0, ordering: .relaxed)
        let epoch = (ticket.number.load(ordering: .relaxed) >> 32) &+ 1
        ticket.number.store(
          epoch << 32 | UInt64(chunks) << 16, ordering: .sequentiallyConsistent)
        ring()
        while claim(0) {}
        var spins = 0
        while done.number.load(ordering: .acquiring) < chunks { rest(&spins) }
        self.work = nil
      }
    }
  }

  private func help(_ thread: Int) {
    var spins = 0
    while !isStopping.number.load(ordering: .relaxed) {
      if claim(thread) {
        spins = 0
        continue
      }
      if spins < Self.patience {
        rest(&spins)
        continue
      }
      spins = 0
      asleep.number.add(1, ordering: .sequentiallyConsistent)
      // Work may have come meanwhile, before anybody could ring for us.
      if hasWork, takeEntry() { continue }
      bell.wait()
    }
  }

  private static func nextChunk(_ ticket: UInt64) -> Int? {
    let next = Int(ticket & 0xFFFF)
    return next < Int(ticket >> 16 & 0xFFFF) ? next : nil
  }

  private var hasWork: Bool {
    Self.nextChunk(ticket.number.load(ordering: .sequentiallyConsistent)) != nil
      || isStopping.number.load(ordering: .sequentiallyConsistent)
  }

  private func claim(_ thread: Int) -> Bool {
    var current = ticket.number.load(ordering: .acquiring)
    while let chunk = Self.nextChunk(current) {
      let (won, found) = ticket.number.weakCompareExchange(
        expected: current, desired: current + 1, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
      if won {
        guard let work else { preconditionFailure("work is given before its chunks") }
        work._withUnsafeGuaranteedRef { $0(chunk, thread) }
        done.number.add(1, ordering: .releasing)
        return true
      }
      current = found
    }
    return false
  }

  private func ring() { while takeEntry() { bell.signal() } }

  private func takeEntry() -> Bool {
    var count = asleep.number.load(ordering: .sequentiallyConsistent)
    while count > 0 {
      let (won, found) = asleep.number.compareExchange(
        expected: count, desired: count - 1, ordering: .sequentiallyConsistent)
      if won { return true }
      count = found
    }
    return false
  }

  /// The thread waited for may stand behind us on the same core: let it run now and then.
  private func rest(_ spins: inout Int) {
    spins += 1
    if spins % Self.courtesy == 0 { sched_yield() } else { ck_pause() }
  }
}
