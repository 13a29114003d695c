import Synchronization
import Tensors
import Testing

@Suite struct WorkerTeamTests {
  @Test(arguments: [1, 2, 5])
  func everyChunkIsDoneOnceAndSeenByTheCaller(_ threads: Int) {
    let team = WorkerTeam(threads: threads)
    for round in 0..<300 {
      let chunks = round % 17 + 1
      var counts = [Int](repeating: 0, count: chunks)
      counts.withUnsafeMutableBufferPointer { counts in
        nonisolated(unsafe) let counts = counts
        team.run(chunks: chunks) { chunk, _ in counts[chunk] += 1 }
      }
      #expect(counts == [Int](repeating: 1, count: chunks))
    }
  }

  @Test func rangesCoverEverythingOnce() {
    let team = WorkerTeam(threads: 3)
    for count in [0, 1, 2, 11, 12, 13, 1000] {
      var seen = [Int](repeating: 0, count: count)
      seen.withUnsafeMutableBufferPointer { seen in
        nonisolated(unsafe) let seen = seen
        team.run(over: count, smallest: 4) { range, _ in for index in range { seen[index] += 1 } }
      }
      #expect(seen.allSatisfy { $0 == 1 })
    }
  }

  @Test func threadsHaveNumbersBelowTheirCount() {
    let team = WorkerTeam(threads: 4)
    let wrong = Atomic<Int>(0)
    for _ in 0..<100 {
      team.run(chunks: 64) { _, thread in
        if !(0..<4).contains(thread) { wrong.add(1, ordering: .relaxed) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  @Test func aTeamThatSleptWorksAgainAndEndsWithItsLastReference() {
    for _ in 0..<20 {
      let team = WorkerTeam(threads: 3)
      let sum = Atomic<Int>(0)
      for _ in 0..<3 {
        team.run(chunks: 10) { chunk, _ in sum.add(chunk, ordering: .relaxed) }
        // Longer than the helpers' patience on any machine that does something else meanwhile.
        for _ in 0..<10_000 { sum.add(0, ordering: .relaxed) }
      }
      #expect(sum.load(ordering: .relaxed) == 135)
    }
  }
}
