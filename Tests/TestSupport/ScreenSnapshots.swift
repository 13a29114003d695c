import Foundation
import Screens
import Testing

/// Compares a screen with `Fixtures/Snapshots/NAME.txt` of the calling test's target: the rows as
/// text, then a letter a cell for its role. A missing file fails; `RECORD_SNAPSHOTS=1` writes the files
/// anew into the source tree.
public func expectSnapshot(
  _ screen: Screen, _ name: String, file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let folder = testTarget(of: file).appendingPathComponent("Fixtures/Snapshots")
  let path = folder.appendingPathComponent("\(name).txt")
  let shown = snapshotText(of: screen)
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(shown.utf8).write(to: path)
    } catch {
      Issue.record("\(path.path): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let data = try? Data(contentsOf: path) else {
    Issue.record(
      "\(path.path) is missing; RECORD_SNAPSHOTS=1 writes it. The screen:\n\(shown)",
      sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: data, as: UTF8.self)
  guard expected != shown else { return }
  let comparison = sideBySide(expected: expected, shown: shown)
  Issue.record(
    "\(name) differs from its snapshot (RECORD_SNAPSHOTS=1 writes it anew)\n\(comparison)",
    sourceLocation: sourceLocation)
}

/// The folder below Tests that a source file is in.
private func testTarget(of file: String) -> URL {
  var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
  while folder.pathComponents.count > 1,
    folder.deletingLastPathComponent().lastPathComponent != "Tests"
  {
    folder.deleteLastPathComponent()
  }
  return folder
}

/// A snapshot file's content: the size, the text, the roles.
public func snapshotText(of screen: Screen) -> String {
  """
  \(screen.size.columns)x\(screen.size.rows)
  \(screen.text)
  -- roles
  \(screen.roles)

  """
}

/// The two texts beside each other, a line of carets below each pair of lines that differ.
public func sideBySide(expected: String, shown: String) -> String {
  let left = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let right = shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let width = max(8, left.map(TextWidth.columns).max() ?? 0)
  func pad(_ text: String) -> String {
    text + String(repeating: " ", count: width - TextWidth.columns(text))
  }
  var lines = [pad("expected") + " │ shown"]
  for index in 0..<max(left.count, right.count) {
    let one = index < left.count ? left[index] : ""
    let other = index < right.count ? right[index] : ""
    lines.append(pad(one) + " │ " + other)
    if one != other {
      lines.append(pad(carets(one, other)) + " ^ " + carets(other, one))
    }
  }
  return lines.joined(separator: "\n")
}

/// A caret below each column of `text` where `other` shows something else.
private func carets(_ text: String, _ other: String) -> String {
  func cells(_ text: String) -> [String] {
    text.flatMap { character in
      let columns = TextWidth.columns(String(character))
      return [String(character)] + [String](repeating: "", count: max(0, columns - 1))
    }
  }
  let (one, two) = (cells(text), cells(other))
  return String(one.indices.map { $0 < two.count && one[$0] == two[$0] ? " " : "^" })
}
