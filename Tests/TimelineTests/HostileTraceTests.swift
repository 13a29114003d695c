import DraftTrees
import TestSupport
import Testing
import Tokens

@testable import Timeline

/// A header, one round of the tree 0 - 1 - 2, 0 - 3 and a footer, to be spoiled by replacing.
let soundLines: [String] = {
  var tree = DraftTree(anchor: 3, law: .deterministic)
  let first = tree.append(7, under: .root, draftProbability: 0.5, source: "rank 1")
  tree.append(9, under: first, source: "rank 1")
  tree.append(10, under: .root, source: "rank 2")
  tree.seal()
  let header = ToyRun(seed: 1).timeline.header
  var round = Round(
    index: 0, position: 2, settings: header.settings,
    choice: Choice(controller: "fixed", budget: 3, reason: "given"), tree: tree)
  round.scores = [1, 0.25, 0.125, 0.0625].map {
    NodeScore(targetProbability: $0, reach: $0, alternatives: [], entropy: 1.5)
  }
  round.judgement = Judgement(
    steps: [
      JudgeStep(
        action: .argmax(at: 0, token: 11, child: nil),
        decided: [
          NodeVerdict(node: 1, verdict: .rejected), NodeVerdict(node: 3, verdict: .rejected),
        ])
    ], accepted: [], extra: 11, extraVerdict: .corrected)
  round.committed = [CommittedToken(token: 11, origin: .corrected, node: nil)]
  round.lastPhase = .learn
  var timeline = Timeline(header: header)
  timeline.take(round)
  return lines(trace(timeline))
}()

/// A wrong line 2: what to replace in the sound one, and what is said about it.
struct Spoiled: Sendable, CustomTestStringConvertible {
  var find: String
  var put: String
  var problem: TraceProblem
  var testDescription: String { put }

  init(_ find: String, _ put: String, _ problem: TraceProblem) {
    (self.find, self.put, self.problem) = (find, put, problem)
  }
}

private let spoiled = [
  Spoiled(
    #""parent":[null,0,1,0]"#, #""parent":[null,0,3,0]"#, .parentAfterChild(node: 2, parent: 3)),
  Spoiled(
    #""parent":[null,0,1,0]"#, #""parent":[null,0,2,0]"#, .parentAfterChild(node: 2, parent: 2)),
  Spoiled(#""parent":[null,0,1,0]"#, #""parent":[0,0,1,0]"#, .parentAfterChild(node: 0, parent: 0)),
  Spoiled(#""parent":[null,0,1,0]"#, #""parent":[null,null,1,0]"#, .secondRoot(node: 1)),
  Spoiled(
    #""parent":[null,0,1,0]"#, #""parent":[null,-1,1,0]"#,
    .outOfRange(field: "parent", value: "-1", expected: "a whole number from 0 to 3")),
  Spoiled(
    #""parent":[null,0,1,0]"#, #""parent":[null,0,1]"#,
    .unequalLengths(field: "parent", count: 3, expected: 4)),
  Spoiled(
    #""token":[3,7,9,10]"#, #""token":[3,7,9,-10]"#,
    .outOfRange(field: "token", value: "-10", expected: "a whole number from 0 to 23")),
  Spoiled(
    #""token":[3,7,9,10]"#, #""token":[3,7,9,24]"#,
    .outOfRange(field: "token", value: "24", expected: "a whole number from 0 to 23")),
  Spoiled(
    #""token":[3,7,9,10]"#, #""token":[3,7,9,1e300]"#,
    .outOfRange(field: "token", value: "1e+300", expected: "a whole number from 0 to 23")),
  Spoiled(#""token":[3,7,9,10]"#, #""token":[3,7,9,7]"#, .twinSiblings(node: 3, twin: 1)),
  Spoiled(#""token":[3,7,9,10]"#, #""token":[]"#, .missing(field: "token[0]")),
  Spoiled(
    #""draftProbability":[null,0.5,null,null]"#, #""draftProbability":[null,0,null,null]"#,
    .outOfRange(
      field: "draftProbability", value: "0", expected: "a number from 5e-324 to 1.0")),
  Spoiled(
    #""isPruned":[false,false,false,false]"#, #""isPruned":[false,true,false,false]"#,
    .scoredBelowPruned(node: 2)),
  Spoiled(
    #""isPruned":[false,false,false,false]"#, #""isPruned":[true,true,true,true]"#,
    .outOfRange(field: "isPruned[0]", value: "true", expected: "false")),
  Spoiled(
    #""reach":[1.0,0.25,0.125,0.0625]"#, #""reach":[1,2,0.1,0]"#,
    .outOfRange(field: "reach", value: "2", expected: "a number from 0.0 to 1.000001")),
  Spoiled(
    #""entropy":[1.5,1.5,1.5,1.5]"#, #""entropy":[1.5,1.5,1.5,"x"]"#,
    .wrongKind(field: "entropy", expected: "a number", found: "a string")),
  Spoiled(
    #""law":"deterministic""#, #""law":"random""#,
    .unknownWord(
      field: "law", found: "random",
      known: ["deterministic", "independent", "withoutReplacement"])),
  Spoiled(#""law":"deterministic""#, #""law":"independent""#, .missing(field: "draws")),
  Spoiled(
    #""law":"deterministic""#, #""law":"independent","draws":[[1,3],[2],[],[1]]"#,
    .drawsDisagree(node: 3)),
  Spoiled(
    #""law":"deterministic""#, #""law":"independent","draws":[[3,1],[2],[],[]]"#,
    .drawsDisagree(node: 0)),
  Spoiled(
    #""at":0"#, #""at":4"#,
    .outOfRange(field: "steps[0].at", value: "4", expected: "a whole number from 0 to 3")),
  Spoiled(
    #""decided":[{"node":1"#, #""decided":[{"node":99"#,
    .outOfRange(
      field: "steps[0].decided[0].node", value: "99", expected: "a whole number from 0 to 3")),
  Spoiled(
    #""action":"argmax""#, #""action":"guess""#,
    .unknownWord(
      field: "steps[0].action", found: "guess", known: JudgeStep.Kind.allCases.map(\.rawValue))),
  Spoiled(
    #""accepted":[]"#, #""accepted":[7]"#,
    .outOfRange(field: "accepted", value: "7", expected: "a whole number from 0 to 3")),
  Spoiled(
    #""position":2"#, #""position":99999999999999999999"#,
    .outOfRange(
      field: "position", value: "1e+20", expected: "a whole number from 0 to 2147483647")),
  Spoiled(
    #""temperature":0.0"#, #""temperature":-1"#,
    .outOfRange(field: "settings.temperature", value: "-1", expected: "a number from 0.0")),
  Spoiled(
    #""round":0"#, #""round":1"#, .roundOutOfOrder(branch: 0, found: 1, expected: 0)),
  Spoiled(#""branch":0"#, #""branch":2"#, .unknownBranch(found: 2, count: 1)),
  Spoiled(#""branch":0"#, #""branch":1"#, .newBranchWithoutFork(branch: 1)),
  Spoiled(
    #""branch":0"#, #""branch":0,"forkedFrom":{"branch":0,"round":0}"#,
    .branchForkedTwice(branch: 0)),
  Spoiled(
    #""branch":0"#, #""branch":1,"forkedFrom":{"branch":1,"round":0}"#,
    .wrongForkPoint(branch: 1, round: 0, reason: "there is no such branch yet")),
  Spoiled(
    #""branch":0"#, #""branch":1,"forkedFrom":{"branch":0,"round":5}"#,
    .wrongForkPoint(branch: 0, round: 5, reason: "that branch has 0 rounds")),
  Spoiled(#""kind":"round""#, #""kind":"circle""#, .unknownKind("circle")),
  Spoiled(#""kind":"round","#, "", .missing(field: "kind")),
  Spoiled(#""kind":"round""#, #""format":"draftscope-trace""#, .secondHeader),
  Spoiled(
    #""choice":{"#, #""choice":7,"other":{"#,
    .wrongKind(field: "choice", expected: "an object", found: "a number")),
]

@Suite struct HostileTraceTests {
  @Test func theSoundLinesAreSound() throws {
    #expect(try decode(soundLines).notes == [])
  }

  @Test(arguments: spoiled) func aWrongFieldIsNamedWithItsLine(_ spoiled: Spoiled) throws {
    try #require(soundLines[1].contains(spoiled.find))
    var text = soundLines
    text[1] = text[1].replacing(spoiled.find, with: spoiled.put, maxReplacements: 1)
    #expect(throws: TraceError.malformedLine(path: "t.trace.jsonl", line: 2, spoiled.problem)) {
      try decode(text)
    }
    let partial = try decode(text, isPartial: true)
    #expect(partial.timeline.rounds.isEmpty)
    #expect(partial.notes == [.stopped(line: 2, spoiled.problem)])
  }

  @Test(arguments: [
    (#""rowCounts":[1,2,4,8]"#, #""rowCounts":[2,1,4,8]"#),
    (#""rowCounts":[1,2,4,8]"#, #""rowCounts":[1,2,4]"#),
    (#""microseconds":[100.0,"#, #""microseconds":[0,"#),
    (#""vocabularySize":24"#, #""vocabularySize":99999999999"#),
    (#""vocabularySize":24"#, #""vocabularySize":0"#),
    (#""token":[5,9,3]"#, #""token":[5,9,-3]"#),
    (#""token":[5,9,3]"#, #""token":[5,9]"#),
    (#""seed":1"#, #""seed":-1"#),
    (#""seed":1"#, #""seed":1.5"#),
    (#""version":1"#, #""version":"1""#),
    (#""version":1"#, #""version":0"#),
  ]) func aWrongHeaderIsRefusedWithItsLine(_ find: String, _ put: String) throws {
    try #require(soundLines[0].contains(find))
    var text = soundLines
    text[0] = text[0].replacing(find, with: put)
    let error = #expect(throws: TraceError.self) { try decode(text, isPartial: true) }
    guard case .malformedLine(_, line: 1, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func messagesNameFilePlaceAndRemedy() throws {
    var text = soundLines
    text[1] = text[1].replacing(#""parent":[null,0,1,0]"#, with: #""parent":[null,0,3,0]"#)
    let error = #expect(throws: TraceError.self) { try decode(text) }
    #expect(
      error?.description
        == "t.trace.jsonl:2: node 2 names parent 3, which comes later; "
        + "the file may be damaged (use --partial to read up to line 1)")
  }

  @Test(arguments: [
    (#""kind":"round""#, #""kind":"\u001b[31m\u009b""#),
    (#""law":"deterministic""#, #""law":"\u001b[31m\u009b""#),
    (#""text":[null,"#, #""text":[{"hex":"\u001b[31m"},"#),
  ])
  func whatAFileSaysDoesNotReachTheTerminalRaw(_ find: String, _ put: String) {
    var text = soundLines
    text[1] = text[1].replacing(find, with: put, maxReplacements: 1)
    let error = #expect(throws: TraceError.self) { try decode(text) }
    let isClean = error?.description.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control
    }
    #expect(isClean == true)
  }

  @Test func aFieldThatContradictsTheOthersIsNoted() throws {
    var text = soundLines
    text[1] = text[1].replacing(#""depth":[0,1,2,1]"#, with: #""depth":[0,1,5,1]"#)
      .replacing(#""rejected","unreached""#, with: #""accepted","unreached""#)
    let read = try decode(text)
    #expect(
      read.notes == [
        .contradiction(
          TraceContradiction(
            line: 2, round: 0, branch: 0, node: 2, field: "depth", recorded: "5", derived: "2")),
        .contradiction(
          TraceContradiction(
            line: 2, round: 0, branch: 0, node: 1, field: "verdict", recorded: "accepted",
            derived: "rejected")),
      ])
  }

  @Test func aFooterThatCountsOtherwiseIsNoted() throws {
    var text = soundLines
    text[2] = text[2].replacing(#""rounds":1"#, with: #""rounds":7"#)
    guard case .footerDisagrees(let recorded, let found)? = try decode(text).notes.first else {
      Issue.record("no note")
      return
    }
    #expect(recorded.roundCount == 7)
    #expect(found.roundCount == 1)
  }

  @Test func nothingFollowsTheFooter() {
    #expect(
      throws: TraceError.malformedLine(path: "t.trace.jsonl", line: 4, .afterFooter)
    ) { try decode(soundLines + [soundLines[1]]) }
  }

  @Test func twoTracesInOneFileAreRefused() {
    #expect(
      throws: TraceError.malformedLine(path: "t.trace.jsonl", line: 4, .secondHeader)
    ) { try decode(soundLines + soundLines) }
  }

  @Test func aTreeBeyondTheLimitIsRefused() {
    var text = soundLines
    let many = repeatElement("5", count: TraceFormat.nodeLimit + 1).joined(separator: ",")
    text[1] = text[1].replacing(#""token":[3,7,9,10]"#, with: "\"token\":[\(many)]")
    #expect(
      throws: TraceError.malformedLine(
        path: "t.trace.jsonl", line: 2,
        .tooMany(field: "token", count: 16385, limit: 16384))
    ) { try decode(text) }
  }

  @Test func aLineBeyondTheLimitIsRefusedBeforeItIsComplete() {
    var decoder = TraceDecoder(path: "t")
    decoder.lineLimit = 1000
    let chunk = [UInt8](repeating: UInt8(ascii: "{"), count: 300)
    #expect(throws: TraceError.malformedLine(path: "t", line: 1, .lineTooLong(limit: 1000))) {
      for _ in 0..<4 { try decoder.feed(chunk) }
    }
  }

  @Test func anyByteOfATraceMayChangeWithoutHarm() throws {
    let bytes = Array(soundLines.map { $0 + "\n" }.joined().utf8)
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<1000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        changed[place] = [UInt8](#"0129,:[]{}"-.entulx"#.utf8).randomElement(using: &generator) ?? 0
      }
      do {
        let read = try TraceDecoder.decode(changed, path: "t")
        for round in read.timeline.rounds where round.eventCount != round.events.count {
          Issue.record("events are counted otherwise than listed")
        }
        _ = read.timeline.statistics()
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}
