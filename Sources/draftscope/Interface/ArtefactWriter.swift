import Decoding
import FoundationEssentials
import Screens
import Terminal
import Timeline

/// Writes what a person asks for to files, never over one that exists.
struct ArtefactWriter {
  func writeTrace(_ timeline: Timeline, to path: String?) throws -> String {
    let path = try free(path, "run", TraceFormat.fileExtension)
    try TraceLoader.write(Trace(timeline: timeline), to: path)
    return path
  }

  func writeScreenText(_ screen: Screen, to path: String?) throws -> String {
    try write(ScreenExport.plainText(screen), to: free(path, "screen", ".txt"))
  }

  func writePicture(_ screen: Screen, to path: String?, theme: Theme) throws -> String {
    try write(ScreenPicture(screen, theme: theme).svg, to: free(path, "screen", ".svg"))
  }

  /// The run played from its start to its end, an event a frame.
  func writeRecording(of model: AppModel, to path: String?, theme: Theme) throws -> String {
    let skin = Skin(theme: theme, depth: .direct, usesThemeBackground: true)
    var recorder = CastRecorder(size: model.size, title: "draftscope", skin: skin)
    var seconds = 0.0
    model.playBack { screen in
      recorder.record(screen, at: seconds)
      seconds += 0.125
    }
    return try write(recorder.text, to: free(path, "run", ".cast"))
  }

  /// For scripts: the same name is written again.
  func saveScreen(_ screen: Screen, name: String, theme: Theme) throws {
    let forms = ["svg": { ScreenPicture($0, theme: theme).svg }]
    try ScreenSaver(folder: ".", forms: forms).save(screen, name: name)
  }

  func openTrace(path: String) throws -> Timeline { try TraceLoader.load(path: path).timeline }

  func shortName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private func write(_ text: String, to path: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  /// The path asked for, or the first free name here; a path that exists is refused.
  private func free(_ path: String?, _ stem: String, _ ending: String) throws -> String {
    if let path {
      guard !FileManager.default.fileExists(atPath: path) else {
        throw CommandFailure("\(path) exists; choose another name")
      }
      return path
    }
    for number in 1...9999 {
      let name = "\(stem)-\(number)\(ending)"
      if !FileManager.default.fileExists(atPath: name) { return name }
    }
    throw CommandFailure("there are 9999 files called \(stem)-…\(ending) here; name one yourself")
  }
}
