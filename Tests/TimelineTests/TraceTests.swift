import DraftTrees
import TestSupport
import Testing
import Tokens

@testable import Timeline

/// The trace of a run, its footer included.
func trace(_ timeline: Timeline) -> Trace {
  Trace(timeline: timeline, footer: TraceFooter(timeline, ended: "2026-01-02T03:04:06Z"))
}

/// The lines of a trace as text, without newlines.
func lines(_ trace: Trace) -> [String] {
  String(decoding: TraceEncoder.bytes(trace), as: UTF8.self).split(separator: "\n").map(String.init)
}

func decode(_ text: String, isPartial: Bool = false) throws(TraceError) -> Trace {
  try TraceDecoder.decode(Array(text.utf8), path: "t.trace.jsonl", isPartial: isPartial)
}

func decode(_ lines: [String], isPartial: Bool = false) throws(TraceError) -> Trace {
  try decode(lines.map { $0 + "\n" }.joined(), isPartial: isPartial)
}

@Suite struct TraceTests {
  @Test(arguments: 0..<24) func aTraceReadsBackAsTheSameTimeline(_ seed: UInt64) throws {
    let timeline = ToyRun.timeline(
      seed: seed, isGreedy: seed % 2 == 0, rounds: 5, forks: Int(seed) % 4)
    let bytes = TraceEncoder.bytes(trace(timeline))
    let read = try TraceDecoder.decode(bytes, path: "t")
    #expect(read.timeline == timeline)
    #expect(read.notes == [])
    #expect(read.footer == TraceFooter(timeline, ended: "2026-01-02T03:04:06Z"))
    #expect(TraceEncoder.bytes(read) == bytes)
  }

  @Test func whatDraftingCostsReadsBack() throws {
    var header = ToyRun(seed: 3).timeline.header
    header.cost?.draft = DraftCost(
      drafter: "draft-model", rowCounts: [1, 4], microseconds: [20, 31.5])
    header.cost?.exits = ExitCost(layers: [1, 6], microseconds: [4, 19.5])
    header.draftModel = header.model
    header.draftModel?.name = "small"
    header.middleModel = header.model
    header.middleModel?.precision = "fast"
    header.nestedModel = header.model
    header.nestedModel?.layerCount = 4
    let bytes = TraceEncoder.bytes(Trace(timeline: Timeline(header: header)))
    let read = try TraceDecoder.decode(bytes, path: "t")
    #expect(read.timeline.header == header)
    #expect(read.notes.count == 1)  // there is no footer
  }

  @Test func everyUnusualValueReadsBack() throws {
    var run = ToyRun(seed: 9)
    var header = run.timeline.header
    header.seed = .max
    header.cost = nil
    header.settings.budget = nil
    header.settings.sampling = SamplingSettings(temperature: 0.8, topK: 40, topP: 0.9, minP: 0.05)
    var timeline = Timeline(header: header)
    var round = run.makeRound()
    round.settings.controller = "del:every=2"
    round.settings.exitLayer = 3
    round.settings.arms = ["none", "goose"]
    round.choice = Choice(
      controller: "del", budget: 4, reachBar: 0.5, reason: "because", exitLayer: 7,
      stop: StopRule(.entropyBound, threshold: 0.25), drafter: "early-exit", growth: "chain",
      candidates: [
        Candidate(label: "none", value: -0.5),
        Candidate(
          label: "exit 7", drafter: "early-exit", growth: "chain", exitLayer: 7, draftLength: 4,
          value: 1.5, isChosen: true, numbers: ["acceptance": 0.75, "cost": 2]),
      ], measure: "tokens a second")
    round.shadows = [
      ShadowProposal(
        drafter: "goose", growth: "native", tree: .chain(round.tree.anchor, [3, 1, 3]),
        microseconds: 12.5)
    ]
    round.exits = ExitSurvey(
      rows: [
        ExitSurvey.Row(node: nil, position: 3, target: 4, isCommitted: true),
        ExitSurvey.Row(node: .root, position: 4, target: 2, isCommitted: false),
      ],
      exits: [
        ExitSurvey.Exit(layer: 1, tokens: [4, 5], probabilities: [0.5, 0.25]),
        ExitSurvey.Exit(layer: 6, tokens: [4, 2], probabilities: [1, 0]),
      ], shortVocabularySize: 9, microseconds: 30)
    round.timings = PhaseTimings([.score: 0])
    if let judgement = round.judgement {
      round.outlooks = [
        VerifierOutlook(
          verifier: "block", expectedAccepted: 0.5, acceptedLengths: [0.5, 0.5],
          firstTokens: [
            FirstTokenChance(token: 2, emitted: 0.75, target: 0.5),
            FirstTokenChance(token: nil, emitted: 0.25, target: 0.5),
          ], bias: 0, judgement: judgement),
        VerifierOutlook(
          verifier: "token", expectedAccepted: nil, acceptedLengths: [], bias: nil,
          judgement: judgement),
      ]
    }
    round.bias = BiasReading(totalVariation: 0.125, scope: .miniature)
    round.overlaps = [
      NodeOverlap(node: .root, refusals: [0.25, 0.75, 0.75, 0], draftEntropy: 1.5)
    ]
    round.pieces[23] = TokenPiece(bytes: [0xFF])
    round.pieces[round.tree.anchor] = nil
    round.finish = .contextFull
    timeline.take(round)
    #expect(
      try TraceDecoder.decode(TraceEncoder.bytes(trace(timeline)), path: "t").timeline == timeline)
  }

  @Test func aShadowGoesAsFarAsTheTextRunsThroughItsTree() {
    let shadow = ShadowProposal(
      drafter: "goose", growth: "native", tree: .chain(0, [3, 1, 3]), microseconds: 1)
    #expect(shadow.acceptedCount(along: [3, 1, 2]) == 2)
    #expect(shadow.acceptedCount(along: [3, 1, 3, 1]) == 3)
    #expect(shadow.acceptedCount(along: [1]) == 0)
  }

  @Test func theRecorderAndTheWholeTraceWriteTheSameLines() {
    let timeline = ToyRun.timeline(seed: 1, forks: 1)
    let whole = trace(timeline)
    var bytes = TraceEncoder.line(timeline.header)
    for round in timeline.branches.flatMap(\.rounds) { bytes += TraceEncoder.line(round) }
    bytes += TraceEncoder.line(whole.footer!)
    #expect(bytes == TraceEncoder.bytes(whole))
  }

  @Test func bytesMayComeInAnyPieces() throws {
    let timeline = ToyRun.timeline(seed: 4, forks: 1)
    let bytes = TraceEncoder.bytes(trace(timeline))
    for size in [1, 7, 4096] {
      var decoder = TraceDecoder(path: "t")
      for start in stride(from: 0, to: bytes.count, by: size) {
        try decoder.feed(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(try decoder.finish().timeline == timeline)
    }
  }

  @Test func aTraceCutAnywhereOpensOrFailsWithAMessage() throws {
    let bytes = Array(soundLines.map { $0 + "\n" }.joined().utf8)
    let lineEnds = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    let whole = try TraceDecoder.decode(bytes, path: "t")
    for count in 0..<bytes.count {
      let cut = Array(bytes[..<count])
      do {
        let read = try TraceDecoder.decode(cut, path: "t")
        // A line without its newline is whole.
        let rounds = count >= lineEnds[1] ? 1 : 0
        let isWhole = count >= lineEnds[2]
        let isCut = !lineEnds.contains(count) && !lineEnds.contains(count - 1)
        let notes =
          (isCut ? [TraceNote.lastLineCut(line: rounds + 2)] : [])
          + (isWhole ? [] : [.footerMissing])
        if count < lineEnds[0] || read.timeline.rounds != whole.timeline.rounds.dropLast(1 - rounds)
          || read.notes != notes
        {
          Issue.record("cut at \(count): \(read.notes)")
        }
      } catch {
        let expected = count == 0 ? TraceError.empty(path: "t") : .headerCut(path: "t")
        if count >= lineEnds[0] || error != expected { Issue.record("cut at \(count): \(error)") }
      }
    }
  }

  @Test func aLastLineCutInItsMiddleIsLeftOutWithANote() throws {
    let text = lines(trace(ToyRun.timeline(seed: 6, rounds: 3)))
    let cut = text[0...1].map { $0 + "\n" }.joined() + text[2].prefix(80)
    let read = try decode(cut)
    #expect(read.timeline.rounds.count == 1)
    #expect(read.notes == [.lastLineCut(line: 3), .footerMissing])
    #expect(read.notes[0].description == "line 3 is cut short and was left out")
  }

  @Test func unknownMembersAreKeptWhereTheyStood() throws {
    var text = lines(trace(ToyRun.timeline(seed: 8, rounds: 3)))
    text[0].insert(contentsOf: #""colour":{"deep":[1,2.5]},"#, at: text[0].firstIndex(of: "\"")!)
    text[1] = text[1].replacing(#""reachBar""#, with: #""mood":"good","reachBar""#)
    text[2] = text[2].replacing(#""action":"#, with: #""coin":0.5,"action":"#)
    let read = try decode(text)
    #expect(read.notes == [])
    let again = lines(read)
    #expect(again[0].hasSuffix(#","colour":{"deep":[1,2.5]}}"#))
    #expect(again[1].contains(#","mood":"good"}"#))
    #expect(again[2].contains(#","coin":0.5}"#))
    #expect(try decode(again) == read)
  }

  @Test func newerVersionsAreRefusedByName() {
    var text = lines(trace(ToyRun.timeline(seed: 8, rounds: 1)))
    text[0] = text[0].replacing(#""version":1"#, with: #""version":2"#)
    let error = #expect(throws: TraceError.self) { try decode(text) }
    #expect(
      error?.description
        == "t.trace.jsonl: trace version 2 is newer than this program knows (1); "
        + "a newer draftscope reads it")
  }

  @Test func windowsLineEndsBlankLinesAndAByteOrderMarkAreAccepted() throws {
    let timeline = ToyRun.timeline(seed: 8, rounds: 2)
    let text = "\u{FEFF}" + lines(trace(timeline)).map { $0 + "\r\n\r\n" }.joined()
    let read = try decode(text)
    #expect(read.timeline == timeline)
    #expect(read.notes == [])
  }

  @Test(arguments: ["", "\n\n", "\u{FEFF}", "  \r\n"]) func anEmptyFileSaysSo(_ text: String) {
    #expect(throws: TraceError.empty(path: "t.trace.jsonl")) { try decode(text) }
  }

  @Test(arguments: [
    "GGUF\u{3}\0\0\0", "\u{1F}\u{8B}", "round,branch\n0,0\n", "[1]\n", "{}\n",
    "{\"format\":\"other\"}\n",
  ])
  func anotherKindOfFileIsNoTrace(_ text: String) {
    #expect(throws: TraceError.notATrace(path: "t.trace.jsonl")) { try decode(text) }
  }

  @Test func aBinaryFileIsRefusedAtItsFirstByte() {
    var decoder = TraceDecoder(path: "t")
    #expect(throws: TraceError.notATrace(path: "t")) {
      try decoder.feed([UInt8](repeating: 0, count: 1000))
    }
  }
}
