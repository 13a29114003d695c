/// How many values something holds, all it contains counted: a measure of memory that is the same on
/// every machine.
///
/// Of a collection's elements the first few stand for all.
public func heldValueCount(_ value: Any) -> Int {
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .collection, .dictionary, .set:
    let looked = mirror.children.prefix(4).map { heldValueCount($0.value) }
    guard !looked.isEmpty else { return 1 }
    return mirror.children.count * looked.reduce(0, +) / looked.count
  default:
    guard !mirror.children.isEmpty else { return 1 }
    return mirror.children.reduce(0) { $0 + heldValueCount($1.value) }
  }
}
