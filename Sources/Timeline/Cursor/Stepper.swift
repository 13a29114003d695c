/// Where a person stands in a timeline, and the place the present stepping began at.
///
/// Round and token steps land on their stops. A person who starts between two stops still comes
/// back: the place where stepping by a unit began is a stop for as long as the unit stays, so
/// that n steps back and n forward always return.
public struct Stepper: Hashable, Sendable {
  public private(set) var cursor: Cursor
  private var origin: Cursor
  private var unit: StepUnit?

  public init(cursor: Cursor = .start) {
    self.cursor = cursor
    origin = cursor
  }

  /// Goes to a place without stepping.
  public mutating func move(to place: Cursor) { self = Stepper(cursor: place) }

  /// Steps once; false, and nothing changes, when there is nothing further that way.
  public mutating func step(
    _ direction: StepDirection, by unit: StepUnit, in timeline: Timeline
  ) -> Bool {
    let origin = self.unit == unit ? origin : cursor
    guard let next = timeline.step(direction, from: cursor, by: unit, visiting: origin) else {
      return false
    }
    (cursor, self.origin, self.unit) = (next, origin, unit)
    return true
  }
}
