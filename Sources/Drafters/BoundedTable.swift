/// A dictionary of at most `capacity` entries that forgets those not written for longest.
///
/// Two generations: a write goes to the young one; when that holds half the capacity, it becomes
/// the old one, and what was old is forgotten. So every entry outlives at least `capacity` / 2
/// writes of other keys, and the memory is bounded however long a run lasts. Reading and writing
/// cost O(1). What is forgotten depends on the order of writes alone, never on hashing. Source: ours.
struct BoundedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  let capacity: Int
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]

  init(capacity: Int) {
    precondition(capacity >= 2, "a table has room for two generations")
    self.capacity = capacity
    young.reserveCapacity(min(capacity / 2, 512))
  }

  var count: Int { young.count + old.count }

  func value(of key: Key) -> Value? {
    if let value = young[key] { return value }
    return old.isEmpty ? nil : old[key]
  }

  mutating func write(_ value: Value, for key: Key) {
    if young.count == capacity / 2, young[key] == nil { age() }
    if young.updateValue(value, forKey: key) == nil, !old.isEmpty { old[key] = nil }
  }

  /// Writes a value made of the one that stands there, in place.
  /// - Parameter start: the value where none stands.
  mutating func update(
    _ key: Key, from start: @autoclosure () -> Value, _ change: (inout Value) -> Void
  ) {
    if let place = young.index(forKey: key) {
      change(&young.values[place])
      return
    }
    var value = old.removeValue(forKey: key) ?? start()
    change(&value)
    if young.count == capacity / 2 { age() }
    young[key] = value
  }

  private mutating func age() {
    old = young
    young = [:]
  }
}
