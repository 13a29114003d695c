import Timeline

/// Reads any bytes as a trace, in one go and in pieces; one that opens is written and read again.
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
  for branch in trace.timeline.branches.indices { _ = trace.timeline.line(of: branch) }
  let again = try? TraceDecoder.decode(TraceEncoder.bytes(trace), path: "written")
  precondition(again != nil, "a trace that was read cannot be read after writing")
  return 0
}
