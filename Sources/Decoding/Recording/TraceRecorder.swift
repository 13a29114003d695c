import Timeline

/// Writes a run down while it happens: the header at once, each complete round, the footer.
///
/// ```swift
/// let recorder = try TraceRecorder(header, in: folder)
/// timeline.take(round)
/// if let failure = recorder.record(round) { show("not recorded any more: \(failure)") }
/// recorder.finish(timeline, ended: "2026-01-02T03:04:05Z")
/// ```
///
/// A recording never stops a run: after the first failure, which is returned, nothing more is
/// written; what was written stays a readable trace. Not safe to share.
public final class TraceRecorder {
  /// The file; "-" for standard output.
  public let path: String
  private var file: TraceFile?

  /// Records to a file that does not exist yet, or to standard output for "-".
  public convenience init(_ header: RunHeader, path: String) throws(TraceWritingError) {
    try self.init(header, file: try TraceFile(path: path))
  }

  /// Records to a new file of a folder, from which the oldest traces are removed.
  public convenience init(
    _ header: RunHeader, in folder: TraceFolder
  ) throws(TraceWritingError) {
    try self.init(header, file: try folder.create(for: header))
  }

  init(_ header: RunHeader, file: TraceFile) throws(TraceWritingError) {
    path = file.path
    try file.append(TraceEncoder.line(header))
    self.file = file
  }

  /// Whether rounds are still written.
  public var isRecording: Bool { file != nil }

  /// Appends a round once it is complete; does nothing for one in flight.
  ///
  /// - Returns: why recording ended, if it did with this round.
  public func record(_ round: Round) -> TraceWritingError? {
    guard round.lastPhase == .learn else { return nil }
    return append(TraceEncoder.line(round))
  }

  /// Appends the footer and closes the file.
  ///
  /// - Parameter ended: ISO 8601, UTC.
  @discardableResult
  public func finish(_ timeline: Timeline, ended: String?) -> TraceWritingError? {
    defer {
      file?.close()
      file = nil
    }
    return append(TraceEncoder.line(TraceFooter(timeline, ended: ended)))
  }

  private func append(_ line: [UInt8]) -> TraceWritingError? {
    guard let file else { return nil }
    do {
      try file.append(line)
      return nil
    } catch {
      file.close()
      self.file = nil
      return error
    }
  }
}
