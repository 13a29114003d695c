import Foundation
import TestSupport
import Testing
import Timeline

/// The program driven by scripts, without a terminal.
@Suite struct InterfaceScriptTests {
  /// Runs a script in a folder of its own; the screens it saved, by name.
  private func screens(
    _ script: String, size: String, arguments: [String]
  ) throws -> [String: String] {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/script"
    let placed = script.replacing("save-screen ", with: "save-screen \(folder.path)/")
    try placed.write(toFile: path, atomically: true, encoding: .utf8)
    let result = try Program.run(arguments + ["--script", path, "--size", size])
    try #require(result.status == 0, "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".txt") }
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        (
          String($0.dropLast(4)),
          try String(contentsOfFile: "\(folder.path)/\($0)", encoding: .utf8)
        )
      })
  }

  @Test(arguments: ["60x15", "80x24", "200x60"])
  func aReplayStepsForwardAndBackToTheSameScreen(_ size: String) throws {
    let folder = try TemporaryFolder()
    let trace = "\(folder.path)/run.trace.jsonl"
    let timeline = ToyRun.timeline(seed: 5, forks: 0)
    let bytes = TraceEncoder.bytes(
      Trace(timeline: timeline, footer: TraceFooter(timeline, ended: nil)))
    try Data(bytes).write(to: URL(fileURLWithPath: trace))
    let saved = try screens(
      """
      key n . . .
      :save-screen before
      key . . . n t , , p T
      key g g n . . .
      :save-screen after
      key , , , . . .
      :save-screen again
      """, size: size, arguments: ["replay", trace])
    #expect(saved["before"] == saved["after"])
    #expect(saved["before"] == saved["again"])
    #expect(saved["before"]?.contains("replay") == true)
  }

  @Test(.disabled(if: RealModel.isMissing, "\(RealModel.comment)"), arguments: ["80x24", "200x60"])
  func aRealRunStepsTwoHundredEventsBackAndForth(_ size: String) throws {
    let model = try #require(RealModel.path)
    let forth = "key \(Array(repeating: ".", count: 200).joined(separator: " "))"
    let back = "key \(Array(repeating: ",", count: 200).joined(separator: " "))"
    let steps = (0..<60).map { _ in "key n\nwait idle within 120s" }.joined(separator: "\n")
    let saved = try screens(
      """
      wait idle within 120s
      \(steps)
      key g g
      \(forth)
      :save-screen before
      \(back)
      :save-screen start
      \(forth)
      :save-screen after
      """, size: size,
      arguments: [
        "run", "--model", model, "--no-trace", "--budget", "6", "--prompt", "Count to twenty.",
      ])
    #expect(saved["before"] == saved["after"])
    #expect(saved["start"] != saved["before"])
  }

  @Test func aBadScriptLineIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/script"
    try "key n\nfly\n".write(toFile: path, atomically: true, encoding: .utf8)
    let timeline = ToyRun.timeline(seed: 5, forks: 0)
    let trace = TraceEncoder.bytes(Trace(timeline: timeline, footer: nil))
    let result = try Program.run("replay", "-", "--script", path, input: trace)
    #expect(result.status == 1)
    #expect(result.errors.contains("script:2: unknown step \"fly\""))
  }
}
