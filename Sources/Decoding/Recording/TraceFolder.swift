import FoundationEssentials
import Glibc
import Timeline

/// The folder of recorded runs, the newest kept.
///
/// `$XDG_STATE_HOME/draftscope/traces`, by default `~/.local/state/draftscope/traces`. Files are
/// named by when the run began and by its model: `20260102-030405-smollm2.trace.jsonl`. Only
/// files named so are ever removed. The path is absolute.
public struct TraceFolder: Hashable, Sendable {
  public let path: String
  /// The most traces kept.
  public var countLimit = 50
  /// The most bytes kept.
  public var byteLimit = 200_000_000

  public init(path: String) { self.path = path }

  /// - Parameter environment: where XDG_STATE_HOME and HOME are looked up.
  public init(environment: [String: String]) throws(TraceWritingError) {
    for (variable, ending) in [("XDG_STATE_HOME", ""), ("HOME", "/.local/state")] {
      // A relative path in these variables is to be ignored (XDG Base Directory Specification).
      if let base = environment[variable], base.hasPrefix("/") {
        self.init(path: base + ending + "/draftscope/traces")
        return
      }
    }
    throw .noStateFolder
  }

  /// Recorded runs, the newest first.
  public func traces() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter(Self.isRecording).sorted(by: >).map { "\(path)/\($0)" }
  }

  /// Makes the folder and an empty trace in it, after removing what is beyond the limits.
  func create(for header: RunHeader) throws(TraceWritingError) -> TraceFile {
    try makeFolder()
    rotate(sparing: 1)
    let stem = Self.stem(for: header)
    for number in 1...99 {
      let name = number == 1 ? stem : "\(stem)-\(number)"
      do {
        return try TraceFile(path: "\(path)/\(name)\(TraceFormat.fileExtension)")
      } catch .exists {
        continue
      }
    }
    throw .exists(path: "\(path)/\(stem)\(TraceFormat.fileExtension)")
  }

  /// Makes the folder and those above it, for the user alone.
  private func makeFolder() throws(TraceWritingError) {
    var folder = ""
    for name in path.split(separator: "/") {
      folder += "/\(name)"
      guard mkdir(folder, 0o700) != 0, errno != EEXIST else { continue }
      // Folders above may be read-only and there already.
      let reason = TraceFile.reason(errno)
      guard access(folder, F_OK) == 0 else {
        throw .cannotMakeFolder(path: folder, reason: reason)
      }
    }
  }

  /// Removes the oldest traces, so that `places` more fit in.
  func rotate(sparing places: Int) {
    var bytes = 0
    for (number, trace) in traces().enumerated() {
      var status = stat()
      guard stat(trace, &status) == 0 else { continue }
      bytes += Int(status.st_size)
      if number >= countLimit - places || bytes > byteLimit { unlink(trace) }
    }
  }

  /// `20260102-030405-model`.
  private static func stem(for header: RunHeader) -> String {
    let digits = header.started.filter { $0.isASCII && $0.isNumber }.prefix(14)
    let time = digits + String(repeating: "0", count: 14 - digits.count)
    let name = header.model.name.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber || character == ".")
        ? character : "-"
    }
    return "\(time.prefix(8))-\(time.suffix(6))-\(String(name).prefix(40))"
  }

  private static func isRecording(_ name: String) -> Bool {
    let parts = name.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && name.hasSuffix(TraceFormat.fileExtension)
      && parts[0].count == 8 && parts[1].count == 6
      && (parts[0] + parts[1]).allSatisfy { $0.isASCII && $0.isNumber }
  }
}
