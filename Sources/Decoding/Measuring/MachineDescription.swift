import FoundationEssentials

/// The machine in words, as a key for what was measured on it.
public enum MachineDescription {
  /// The processor's name as the system gives it, and how many of them; "unknown processor" where
  /// there is no such file.
  public static func current() -> String {
    let path = "/proc/cpuinfo"
    let text = FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self)
    }
    return describe(text ?? "")
  }

  /// - Parameter processors: the text of /proc/cpuinfo.
  static func describe(_ processors: String) -> String {
    let lines = processors.split(separator: "\n")
    let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    let count = lines.count { $0.hasPrefix("processor") }
    guard let name else { return "unknown processor" }
    return "\(count) x \(name.drop { $0 == " " })"
  }
}
