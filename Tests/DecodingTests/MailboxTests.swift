import Decoding
import Dispatch
import Synchronization
import Testing

struct MailboxTests {
  @Test func elementsComeOutInTheOrderTheyWentIn() {
    let mailbox = Mailbox<Int>(capacity: 3)
    for round in 0..<5 {
      #expect(mailbox.offer(round * 2) && mailbox.offer(round * 2 + 1))
      #expect(mailbox.take() == round * 2)
      #expect(mailbox.poll() == round * 2 + 1)
    }
    #expect(mailbox.poll() == nil)
    #expect(mailbox.isEmpty)
  }

  @Test func aFullMailboxTakesNoOffer() {
    let mailbox = Mailbox<Int>(capacity: 2)
    #expect(mailbox.offer(1))
    #expect(mailbox.offer(2))
    #expect(!mailbox.offer(3))
    #expect(mailbox.drain() == [1, 2])
    #expect(mailbox.offer(4))
  }

  @Test func aFullMailboxHoldsThePosterBack() async {
    let mailbox = Mailbox<Int>(capacity: 2)
    let posted = Counter()
    let done = DispatchSemaphore(value: 0)
    DispatchQueue(label: "poster").async {
      for number in 0..<1000 {
        mailbox.post(number)
        posted.count()
      }
      done.signal()
    }
    for number in 0..<1000 {
      #expect(await waiting { mailbox.take() } == number)
      #expect(posted.value <= number + 3)
    }
    await waiting { done.wait() }
  }

  @Test func closingReleasesAWaitingPosterAndAWaitingTaker() async {
    let full = Mailbox<Int>(capacity: 1)
    let empty = Mailbox<Int>(capacity: 1)
    full.post(1)
    let ready = DispatchSemaphore(value: 0)
    let done = DispatchSemaphore(value: 0)
    let results = Mailbox<Bool>(capacity: 2)
    DispatchQueue(label: "poster").async {
      ready.signal()
      results.post(full.post(2) == false)
      done.signal()
    }
    DispatchQueue(label: "taker").async {
      ready.signal()
      results.post(empty.take() == nil)
      done.signal()
    }
    await waiting { ready.wait() }
    await waiting { ready.wait() }
    full.close()
    empty.close()
    await waiting { done.wait() }
    await waiting { done.wait() }
    #expect(results.drain() == [true, true])
  }

  @Test func aClosedMailboxGivesWhatIsInsideAndTakesNothing() {
    let mailbox = Mailbox<Int>(capacity: 4)
    mailbox.post(1)
    mailbox.post(2)
    mailbox.close()
    #expect(mailbox.isClosed)
    #expect(!mailbox.post(3))
    #expect(!mailbox.offer(3))
    #expect(mailbox.take() == 1)
    #expect(mailbox.drain() == [2])
    #expect(mailbox.take() == nil)
  }

  @Test func theBellRingsForEachElementAndForClosing() {
    let counter = Counter()
    let mailbox = Mailbox<Int>(capacity: 2) { counter.count() }
    mailbox.post(1)
    _ = mailbox.offer(2)
    _ = mailbox.offer(3)
    #expect(counter.value == 2)
    mailbox.close()
    #expect(counter.value == 3)
  }

  @Test func manyPostersAndTakersLoseNothing() async {
    let mailbox = Mailbox<Int>(capacity: 3)
    let taken = Counter()
    let done = DispatchGroup()
    for poster in 0..<3 {
      DispatchQueue(label: "poster \(poster)").async(group: done) {
        for number in 0..<500 { mailbox.post(number) }
      }
    }
    let takers = DispatchGroup()
    for taker in 0..<2 {
      DispatchQueue(label: "taker \(taker)").async(group: takers) {
        while mailbox.take() != nil { taken.count() }
      }
    }
    await waiting { done.wait() }
    mailbox.close()
    await waiting { takers.wait() }
    #expect(taken.value == 1500)
  }
}

/// A count that any thread may raise.
final class Counter: Sendable {
  private let number = Atomic<Int>(0)
  func count() { number.add(1, ordering: .sequentiallyConsistent) }
  var value: Int { number.load(ordering: .sequentiallyConsistent) }
}
