import Testing

@testable import Drafters

struct BoundedTableTests {
  @Test func whatWasNotWrittenForLongestIsForgotten() {
    var table = BoundedTable<Int, Int>(capacity: 4)
    for key in 1...4 { table.write(key * 10, for: key) }
    #expect((1...4).map { table.value(of: $0) } == [10, 20, 30, 40])
    table.write(11, for: 1)
    table.write(50, for: 5)
    #expect(table.value(of: 2) == nil)
    #expect(table.value(of: 1) == 11)
    #expect(table.value(of: 5) == 50)
  }

  @Test func anEntryOutlivesHalfTheCapacityOfOtherWritesAndTheCountIsBounded() {
    var table = BoundedTable<Int, Int>(capacity: 64)
    for key in 0..<10_000 {
      table.write(key, for: key)
      #expect(table.count <= 64)
      #expect(table.value(of: max(0, key - 31)) == max(0, key - 31))
    }
  }

  @Test func writingAKeyAgainDoesNotGrowTheTable() {
    var table = BoundedTable<Int, Int>(capacity: 4)
    for value in 0..<100 { table.write(value, for: value % 2) }
    #expect(table.count == 2)
    #expect(table.value(of: 1) == 99)
  }
}
