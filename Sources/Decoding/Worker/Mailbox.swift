/// A bounded queue between two threads, first in, first out.
///
/// `post` blocks while it is full (back-pressure), `take` while it is empty. `close` releases both
/// for good: what is inside can still be taken, nothing more gets in.
public final class Mailbox<Element: Sendable>: Sendable {
  private struct Contents: Sendable {
    /// A ring: `count` elements from `first` on.
    var slots: [Element?]
    var first = 0
    var count = 0
    var isClosed = false

    mutating func append(_ element: Element) {
      slots[(first + count) % slots.count] = element
      count += 1
    }

    mutating func removeFirst() -> Element? {
      guard count > 0, let element = slots[first] else { return nil }
      slots[first] = nil
      first = (first + 1) % slots.count
      count -= 1
      return element
    }
  }

  /// What became of an attempt to take: an element, or nil when there will be none.
  private struct Taken: Sendable {
    var element: Element?
  }

  private let contents: Locked<Contents>
  private let ring: @Sendable () -> Void

  /// - Parameter ring: runs after each element that got in and after closing, on the poster's
  ///   thread, outside the lock; an interface writes a byte to its wake-up pipe there.
  public init(capacity: Int, ring: @escaping @Sendable () -> Void = {}) {
    precondition(capacity > 0, "a mailbox holds at least one element")
    contents = Locked(Contents(slots: [Element?](repeating: nil, count: capacity)))
    self.ring = ring
  }

  /// Waits while the mailbox is full. False when it is closed, and the element did not get in.
  @discardableResult
  public func post(_ element: Element) -> Bool {
    let isIn = contents.wait { contents -> Bool? in
      if contents.isClosed { return false }
      guard contents.count < contents.slots.count else { return nil }
      contents.append(element)
      return true
    }
    if isIn { announce() }
    return isIn
  }

  /// Never waits. False when the mailbox is full or closed, and the element did not get in.
  public func offer(_ element: Element) -> Bool {
    let isIn = contents.withLock { contents in
      guard !contents.isClosed, contents.count < contents.slots.count else { return false }
      contents.append(element)
      return true
    }
    if isIn { announce() }
    return isIn
  }

  /// Waits for an element; nil when the mailbox is closed and empty.
  public func take() -> Element? {
    let taken = contents.wait { contents -> Taken? in
      if let element = contents.removeFirst() { return Taken(element: element) }
      return contents.isClosed ? Taken(element: nil) : nil
    }
    contents.notify()
    return taken.element
  }

  /// The next element if there is one; never waits.
  public func poll() -> Element? {
    let element = contents.withLock { $0.removeFirst() }
    if element != nil { contents.notify() }
    return element
  }

  /// Everything there is, in order; never waits.
  public func drain() -> [Element] {
    let all = contents.withLock { contents in
      var all: [Element] = []
      while let element = contents.removeFirst() { all.append(element) }
      return all
    }
    if !all.isEmpty { contents.notify() }
    return all
  }

  public var isEmpty: Bool { contents.withLock { $0.count == 0 } }
  public var isClosed: Bool { contents.withLock { $0.isClosed } }

  /// Nothing gets in any more, and nobody waits any more.
  public func close() {
    contents.withLock { $0.isClosed = true }
    announce()
  }

  private func announce() {
    contents.notify()
    ring()
  }
}
