/// A recording of screens as a terminal would play them: asciicast version 2, JSON Lines. Times
/// come from the caller; frames hold only what changed.
///
/// ```swift
/// var recorder = CastRecorder(size: size, title: "A round", skin: skin)
/// recorder.record(screen, at: 0)
/// recorder.record(next, at: 0.5)
/// let file = recorder.text
/// ```
public struct CastRecorder {
  private let skin: Skin
  private var lines: [String]
  private var last: Screen?
  private var lastSeconds = 0.0

  public init(size: Size, title: String, skin: Skin) {
    self.skin = skin
    lines = [
      "{\"version\": 2, \"width\": \(size.columns), \"height\": \(size.rows), "
        + "\"title\": \(Self.quoted(title)), \"env\": {\"TERM\": \"xterm-256color\"}}"
    ]
  }

  /// Adds a frame, if anything changed since the one before.
  /// - Parameter seconds: from the start; an earlier time than the last frame's counts as that.
  public mutating func record(_ screen: Screen, at seconds: Double) {
    let time = max(lastSeconds, seconds.isFinite ? seconds : 0)
    let isResized = last.map { $0.size != screen.size } ?? false
    if isResized {
      event(time, "r", "\(screen.size.columns)x\(screen.size.rows)")
    }
    let before = isResized ? nil : last
    let output = frame(screen, after: before)
    guard !output.isEmpty else { return }
    event(time, "o", output)
    last = screen
    lastSeconds = time
  }

  /// The file so far.
  public var text: String { lines.joined(separator: "\n") + "\n" }

  private mutating func event(_ seconds: Double, _ kind: String, _ data: String) {
    let time = NumberText.fixed(seconds, decimals: 6)
    lines.append("[\(time), \"\(kind)\", \(Self.quoted(data))]")
  }

  /// What brings a terminal from one screen to the next; at first from anything.
  private func frame(_ screen: Screen, after before: Screen?) -> String {
    var output = before == nil ? "\u{1B}[0m\u{1B}[?25l\u{1B}[2J" : ""
    for row in 0..<screen.size.rows {
      var column = 0
      while column < screen.size.columns {
        guard before?[column, row] != screen[column, row] else {
          column += 1
          continue
        }
        // From the first half of a wide character, to the end of the changed stretch.
        var start = column
        if screen[start, row].isContinuation, start > 0 { start -= 1 }
        var writer = AnsiWriter(skin: skin)
        writer.move(column: start, row: row)
        var end = start
        while end < screen.size.columns,
          end <= column || before?[end, row] != screen[end, row]
            || screen[end, row].isContinuation
        {
          writer.write(screen[end, row])
          end += 1
        }
        output += writer.finished()
        column = end
      }
    }
    return output
  }

  /// A JSON string in ASCII.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: quoted += "\\\""
      case 0x5C: quoted += "\\\\"
      case 0x20..<0x7F: quoted.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    }
    return quoted + "\""
  }
}
