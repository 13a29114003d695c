import Decoding
import Timeline

/// Reads any bytes as a trace, in one go and in pieces. One that opens is written and read again,
/// stepped through, counted, put into tables and judged again.
@_cdecl("LLVMFuzzerTestOneInput")
public func readTrace(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  var pieces = TraceDecoder(path: "input", isPartial: true)
  do {
    for first in stride(from: 0, to: count, by: 61) {
      try pieces.feed(Array(bytes[first..<min(count, first + 61)]))
    }
    _ = try pieces.finish()
  } catch {}
  guard let trace = try? TraceDecoder.decode(bytes, path: "input") else { return 0 }
  for branch in trace.timeline.branches.indices {
    var timeline = trace.timeline
    timeline.look(at: branch)
    show(timeline)
  }
  for table in TraceTable.allCases { _ = table.csv(trace.timeline) }
  _ = TraceAudit(trace).differences.map(\.description)
  _ = trace.notes.map(\.description)
  let again = try? TraceDecoder.decode(TraceEncoder.bytes(trace), path: "written")
  precondition(again != nil, "a trace that was read cannot be read after writing")
  return 0
}

/// All that a screen asks of a timeline.
private func show(_ timeline: Timeline) {
  var stepper = Stepper()
  for unit in StepUnit.allCases {
    while stepper.step(.forward, by: unit, in: timeline) {
      _ = timeline.progress(at: stepper.cursor)
      precondition(
        timeline.cursor(atFraction: timeline.fraction(of: stepper.cursor)) == stepper.cursor,
        "a fraction leads back to its place")
    }
    while stepper.step(.back, by: unit, in: timeline) {}
    precondition(stepper.cursor == .start, "steps back lead to the start")
  }
  _ = StatisticsFormat.text(timeline.statistics())
  _ = StatisticsFormat.json(timeline.statistics(last: 1)).bytes
}
