import Foundation
import TestSupport
import Testing
import Timeline

@testable import Decoding

/// A folder of its own for each test, removed with it.
private final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "draftscope-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct TraceRecordingTests {
  @Test func aRecordedRunLoadsAsTheSameTimeline() throws {
    let scratch = try Scratch()
    let timeline = ToyRun.timeline(seed: 3, forks: 1)
    let recorder = try TraceRecorder(timeline.header, path: scratch.path + "/run.trace.jsonl")
    for round in timeline.branches.flatMap(\.rounds) { #expect(recorder.record(round) == nil) }
    #expect(recorder.finish(timeline, ended: "2026-01-02T03:05:00Z") == nil)
    let trace = try TraceLoader.load(path: recorder.path)
    #expect(trace.timeline == timeline)
    #expect(trace.notes == [])
    #expect(trace.footer?.ended == "2026-01-02T03:05:00Z")
  }

  @Test func whatIsRecordedIsInTheFileBeforeTheRunEnds() throws {
    let scratch = try Scratch()
    let timeline = ToyRun.timeline(seed: 3)
    let recorder = try TraceRecorder(timeline.header, path: scratch.path + "/run.trace.jsonl")
    #expect(recorder.record(timeline.rounds[0]) == nil)
    var unfinished = timeline.rounds[1]
    unfinished.lastPhase = .judge
    #expect(recorder.record(unfinished) == nil)
    let trace = try TraceLoader.load(path: recorder.path)
    #expect(trace.timeline.rounds == [timeline.rounds[0]])
    #expect(trace.notes == [.footerMissing])
  }

  @Test func aTraceIsNeverOverwritten() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/run.trace.jsonl"
    let timeline = ToyRun.timeline(seed: 3)
    try TraceLoader.write(Trace(timeline: timeline), to: path)
    #expect(throws: TraceWritingError.exists(path: path)) {
      try TraceRecorder(timeline.header, path: path)
    }
    #expect(throws: TraceWritingError.exists(path: path)) {
      try TraceLoader.write(Trace(timeline: timeline), to: path)
    }
    #expect(try TraceLoader.load(path: path).timeline == timeline)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).count == 1)
  }

  @Test func aFullDiskIsToldAtOnce() {
    // Every write to this device fails.
    let file = TraceFile(path: "run", descriptor: open("/dev/full", O_WRONLY))
    #expect(
      throws: TraceWritingError.writeFailed(path: "run", reason: "No space left on device")
    ) { try TraceRecorder(ToyRun(seed: 3).timeline.header, file: file) }
  }

  @Test func aFailureIsReturnedOnceAndEndsTheRecording() throws {
    let scratch = try Scratch()
    let timeline = ToyRun.timeline(seed: 3)
    let file = try TraceFile(path: scratch.path + "/run.trace.jsonl")
    let recorder = try TraceRecorder(timeline.header, file: file)
    #expect(recorder.record(timeline.rounds[0]) == nil)
    file.close()
    #expect(recorder.record(timeline.rounds[1]) != nil)
    #expect(!recorder.isRecording)
    #expect(recorder.record(timeline.rounds[2]) == nil)
    #expect(recorder.finish(timeline, ended: nil) == nil)
    #expect(try TraceLoader.load(path: recorder.path).timeline.rounds.count == 1)
  }

  @Test func aFolderThatCannotBeMadeIsNamed() {
    let folder = TraceFolder(path: "/proc/nothing/traces")
    let error = #expect(throws: TraceWritingError.self) {
      try TraceRecorder(ToyRun(seed: 0).timeline.header, in: folder)
    }
    guard case .cannotMakeFolder(path: "/proc/nothing", _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func theStateFolderComesFromTheEnvironment() throws {
    #expect(
      try TraceFolder(environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"]).path
        == "/s/draftscope/traces")
    #expect(
      try TraceFolder(environment: ["XDG_STATE_HOME": "relative", "HOME": "/h"]).path
        == "/h/.local/state/draftscope/traces")
    #expect(throws: TraceWritingError.noStateFolder) { try TraceFolder(environment: [:]) }
  }

  @Test func recordingsAreNamedByTimeAndModel() throws {
    let scratch = try Scratch()
    let folder = TraceFolder(path: scratch.path + "/a/b")
    var header = ToyRun(seed: 0).timeline.header
    header.model.name = "Smol LM/2"
    let paths = try (0..<3).map { _ in try TraceRecorder(header, in: folder).path }
    #expect(
      paths == [
        folder.path + "/20260102-030405-smol-lm-2.trace.jsonl",
        folder.path + "/20260102-030405-smol-lm-2-2.trace.jsonl",
        folder.path + "/20260102-030405-smol-lm-2-3.trace.jsonl",
      ])
  }

  @Test func theOldestRecordingsAreRemovedAndNothingElse() throws {
    let scratch = try Scratch()
    var folder = TraceFolder(path: scratch.path)
    folder.countLimit = 3
    let old = (10..<16).map { "/202501\($0)-000000-toy.trace.jsonl" }
    for name in old + ["/notes.txt", "/mine.trace.jsonl"] {
      _ = FileManager.default.createFile(atPath: scratch.path + name, contents: Data(count: 10))
    }
    let path = try TraceRecorder(ToyRun(seed: 0).timeline.header, in: folder).path
    #expect(folder.traces() == [path, scratch.path + old[5], scratch.path + old[4]])
    #expect(FileManager.default.fileExists(atPath: scratch.path + "/notes.txt"))
    #expect(FileManager.default.fileExists(atPath: scratch.path + "/mine.trace.jsonl"))
  }

  @Test func recordingsBeyondTheByteLimitAreRemoved() throws {
    let scratch = try Scratch()
    var folder = TraceFolder(path: scratch.path)
    folder.byteLimit = 250
    for day in 10..<16 {
      _ = FileManager.default.createFile(
        atPath: scratch.path + "/202501\(day)-000000-toy.trace.jsonl", contents: Data(count: 100))
    }
    folder.rotate(sparing: 0)
    #expect(folder.traces().count == 2)
  }

  @Test func missingFilesAndFoldersAreExplained() {
    #expect(
      throws: TraceError.unreadable(path: "/nowhere/t", reason: "No such file or directory")
    ) { try TraceLoader.load(path: "/nowhere/t") }
    #expect(throws: TraceError.unreadable(path: "/tmp", reason: "Is a directory")) {
      try TraceLoader.load(path: "/tmp")
    }
  }
}
