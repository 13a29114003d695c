/// The names and limits of the trace format; `TRACE.md` explains them.
public enum TraceFormat {
  public static let name = "draftscope-trace"
  public static let version = 1
  public static let fileExtension = ".trace.jsonl"

  /// Longest line read, in bytes.
  public static let lineLimit = 64 << 20
  /// Most nodes of a tree read.
  public static let nodeLimit = 16384
  /// Largest vocabulary read.
  public static let vocabularyLimit = 1 << 24
  /// Largest number read for positions, counts and settings.
  static let countLimit = Int(Int32.max)
}
