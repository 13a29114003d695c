extension Timeline {
  /// The statistics of the rounds before a place, and of the part of its round before it.
  ///
  /// - Parameters:
  ///   - place: the end when nil.
  ///   - window: only so many rounds, the latest; all when nil.
  ///
  /// O(nodes of those rounds).
  public func statistics(upTo place: Cursor? = nil, last window: Int? = nil) -> Statistics {
    let cursor = place.map(normalized) ?? end
    var statistics = Statistics(cost: header.cost, layerCount: header.model.layerCount)
    let first = window.map { max(0, cursor.round + 1 - max(0, $0)) } ?? 0
    guard first <= cursor.round else { return statistics }
    for index in first...cursor.round {
      guard let round = shownRound(index) else { break }
      statistics.add(round, upTo: index == cursor.round ? cursor.event : nil)
    }
    return statistics
  }
}
