import Decoding
import Dispatch
import Drafters
import Models
import TestSupport
import Testing
import Timeline
import Tokens

struct WorkerTests {
  private func configuration(
    maximumTokens: Int = 12, updateCapacity: Int = 256, order: Int = 2,
    beforePass: @escaping @Sendable () -> Void = {},
    beforeBatch: @escaping @Sendable () -> Void = {},
    makeRecorder: (@Sendable () throws -> WorkerConfiguration.Recorder?)? = nil
  ) -> WorkerConfiguration {
    WorkerConfiguration(
      loadModel: { report, _ in
        report("table", 0.5)
        let target = TableModel(order: order, seed: 3)
        target.beforePass = { beforePass() }
        target.beforeBatch = { beforeBatch() }
        return LoadedModel(
          target: target,
          summary: ModelSummary(
            name: "table", architecture: "table", layerCount: 1, vocabularySize: 12,
            contextLength: 512, precision: "exact", endTokens: []),
          encode: { text, _ in text.utf8.map { TokenID(Int($0) % 12) } },
          piece: { TokenPiece("\($0) ") })
      },
      makeRecorder: makeRecorder, seed: 5, maximumTokens: maximumTokens, threads: 1,
      program: "test", timestamp: { "2026-01-01T00:00:00Z" }, updateCapacity: updateCapacity)
  }

  private func request(_ drafter: String = "token-recycling") -> RunRequest {
    RunRequest(
      promptText: "hello", isChat: false,
      settings: .testing(drafter: drafter, sampling: SamplingSettings(temperature: 0.9)))
  }

  /// Everything up to the first update that `isLast` accepts.
  private func updates(_ worker: Worker, until isLast: (EngineUpdate) -> Bool) async
    -> [EngineUpdate]
  {
    var all: [EngineUpdate] = []
    while let update = await waiting({ worker.updates.take() }) {
      all.append(update)
      if isLast(update) { break }
    }
    return all
  }

  private func isFinished(_ update: EngineUpdate) -> Bool {
    if case .state(.finished) = update { true } else { false }
  }

  private func rounds(_ updates: [EngineUpdate]) -> [Round] {
    updates.compactMap { if case .round(let round) = $0 { round } else { nil } }
  }

  private func end(_ worker: Worker) async {
    worker.send(.quit)
    await waiting { worker.waitUntilEnded() }
  }

  @Test func aRunLoadsStartsWaitsAndPlaysToItsEnd() async throws {
    let worker = Worker(configuration(), request: request())
    worker.send(.step(.play))
    let all = await updates(worker, until: isFinished)
    #expect(all.prefix(2) == [.state(.loading), .loading(what: "table", fraction: 0.5)])
    guard case .started(let header) = all[2] else {
      Issue.record("the third update is the header")
      return
    }
    #expect(header.prompt.tokens == [8, 5, 0, 0, 3])
    #expect(header.prompt.pieces.map(\.text) == ["8 ", "5 ", "0 ", "0 ", "3 "])
    #expect(header.controller == "fixed")
    #expect(all[3...4] == [.state(.waiting(next: .choose)), .state(.running)])
    #expect(all.last == .state(.finished(.tokenLimit)))
    let rounds = rounds(all)
    #expect(rounds.allSatisfy { $0.lastPhase == .learn })
    #expect(rounds.flatMap(\.committed).count == 12)
    await end(worker)
  }

  @Test func theTextIsThatOfASessionAlone() async throws {
    let worker = Worker(configuration(), request: request())
    worker.send(.step(.play))
    let emitted = rounds(await updates(worker, until: isFinished)).flatMap {
      $0.committed.map(\.token)
    }
    await end(worker)
    let session = try makeSession(
      TableModel(order: 2, seed: 3), prompt: [8, 5, 0, 0, 3],
      .testing(sampling: SamplingSettings(temperature: 0.9)), seed: 5, maximumTokens: 12)
    try session.finish()
    #expect(emitted == Array(session.emitted))
  }

  @Test func phaseStepsShowTheRoundAsItGrows() async {
    let worker = Worker(configuration(), request: request())
    _ = await updates(worker) { $0 == .state(.waiting(next: .choose)) }
    for phase in Phase.allCases {
      worker.send(.step(.phase))
      let next = phase.next ?? .choose
      let seen = await updates(worker) { $0 == .state(.waiting(next: next)) }
      #expect(seen.first == .state(.running))
      #expect(rounds(seen).map(\.lastPhase) == [phase])
    }
    await end(worker)
  }

  @Test func roundStepsShowOnlyWholeRounds() async {
    let worker = Worker(configuration(), request: request())
    _ = await updates(worker) { $0 == .state(.waiting(next: .choose)) }
    worker.send(.step(.round))
    let seen = await updates(worker) { $0 == .state(.waiting(next: .choose)) }
    #expect(rounds(seen).map(\.lastPhase) == [.learn])
    await end(worker)
  }

  @Test func stoppingEndsTheRunWhilePlaying() async {
    let passes = Mailbox<Int>(capacity: 1)
    let worker = Worker(
      configuration(maximumTokens: 400, beforePass: { passes.post(1) }), request: request("none"))
    worker.send(.step(.play))
    // Each pass needs one taken from this mailbox: the worker cannot run away.
    for _ in 0..<5 { _ = await waiting { passes.take() } }
    worker.send(.stop)
    passes.close()
    let all = await updates(worker, until: isFinished)
    #expect(all.last == .state(.finished(.stopped)))
    #expect(rounds(all).count <= 7)
    await end(worker)
  }

  @Test func pausingShowsTheRoundInFlightAndGoesOnLater() async {
    let passes = Mailbox<Int>(capacity: 1)
    let worker = Worker(
      configuration(beforePass: { passes.post(1) }), request: request("none"))
    _ = await updates(worker) { $0 == .state(.waiting(next: .choose)) }
    worker.send(.step(.play))
    _ = await waiting { passes.take() }
    _ = await waiting { passes.take() }
    worker.send(.pause)
    passes.close()
    let all = await updates(worker) { if case .state(.waiting) = $0 { true } else { false } }
    let next = rounds(all).last?.lastPhase?.next ?? .choose
    #expect(all.last == .state(.waiting(next: next)))
    worker.send(.step(.play))
    #expect(await updates(worker, until: isFinished).last == .state(.finished(.tokenLimit)))
    await end(worker)
  }

  @Test func quittingGetsThroughWhileTheReaderSleeps() async {
    let worker = Worker(
      configuration(maximumTokens: 400, updateCapacity: 1), request: request())
    worker.send(.step(.play))
    await end(worker)
    #expect(worker.updates.isClosed)
    #expect(!worker.send(.step(.play)))
  }

  @Test func aSlowReaderGetsEveryRound() async {
    let worker = Worker(
      configuration(maximumTokens: 60, updateCapacity: 1), request: request())
    worker.send(.step(.play))
    let rounds = rounds(await updates(worker, until: isFinished))
    #expect(rounds.map(\.index) == Array(rounds.indices))
    #expect(rounds.flatMap(\.committed).count == 60)
    await end(worker)
  }

  @Test func aForkStartsABranchAndKeepsTheOldOne() async {
    let worker = Worker(configuration(maximumTokens: 20), request: request("none"))
    worker.send(.step(.play))
    let first = await updates(worker, until: isFinished)
    var settings = request().settings
    settings.sampling = .greedy
    worker.send(.fork(ForkPoint(branch: 0, round: 3), settings))
    worker.send(.step(.play))
    let second = await updates(worker, until: isFinished)
    worker.send(.fork(ForkPoint(branch: 1, round: 4), settings))
    worker.send(.step(.play))
    let third = await updates(worker, until: isFinished)
    #expect(second.first == .state(.waiting(next: .choose)))
    #expect(rounds(second).first?.forkedFrom == ForkPoint(branch: 0, round: 3))
    #expect(rounds(second).first?.index == 3)
    #expect(rounds(second).allSatisfy { $0.branch == 1 })
    #expect(rounds(third).first?.forkedFrom == ForkPoint(branch: 1, round: 4))

    guard case .started(let header) = first[2] else { return }
    var timeline = Timeline(header: header)
    for round in rounds(first) + rounds(second) + rounds(third) { timeline.take(round) }
    #expect(timeline.branches.count == 3)
    let texts = (0..<3).map { branch in
      timeline.line(of: branch).flatMap { $0.committed.map(\.token) }
    }
    #expect(texts[0].prefix(3) == texts[1].prefix(3))
    #expect(texts[1] == texts[2])
    #expect(texts.map(\.count) == [20, 20, 20])
    await end(worker)
  }

  @Test func whatCannotBeDoneIsNotedAndTheRunGoesOn() async {
    let worker = Worker(configuration(), request: request())
    var unsafe = request().settings
    unsafe.verifier = "greedy"
    var unknown = request().settings
    unknown.drafter = "recycling"
    worker.send(.change(unsafe))
    worker.send(.change(unknown))
    worker.send(.fork(ForkPoint(branch: 0, round: 9), request().settings))
    worker.send(.restart(promptText: "", isChat: false, request().settings))
    worker.send(.step(.play))
    let all = await updates(worker, until: isFinished)
    let notes = all.compactMap { if case .note(let note) = $0 { note } else { nil } }
    #expect(
      notes == [
        """
        verifier "greedy" needs temperature 0, and it is 0.9; \
        use "sample-match" or "token" or "block" or "point-mass", or temperature 0
        """,
        """
        unknown drafter "recycling" \
        (known: \(DrafterRegistry.names.joined(separator: ", ")))
        """,
        "there is no round 9 in branch 0 to fork before",
        "the prompt is empty: give at least one token to continue",
      ])
    #expect(all.last == .state(.finished(.tokenLimit)))
    await end(worker)
  }

  @Test func aRestartBeginsAnotherRunOnTheSameModel() async {
    let worker = Worker(configuration(), request: request())
    worker.send(.step(.play))
    _ = await updates(worker, until: isFinished)
    worker.send(.restart(promptText: "again", isChat: false, request("none").settings))
    worker.send(.step(.play))
    let all = await updates(worker, until: isFinished)
    guard case .started(let header) = all[0] else {
      Issue.record("a restart begins with a header")
      return
    }
    #expect(header.prompt.text == "again")
    #expect(header.settings.drafter == "none")
    #expect(rounds(all).first?.index == 0)
    await end(worker)
  }

  @Test func aModelThatDoesNotLoadIsReported() async {
    struct Damaged: Error, CustomStringConvertible {
      var description: String { "model.gguf: cut short" }
    }
    var configuration = configuration()
    configuration.loadModel = { _, _ in throw Damaged() }
    let worker = Worker(configuration, request: request())
    let all = await updates(worker) { if case .failed = $0 { true } else { false } }
    #expect(all == [.state(.loading), .failed("model.gguf: cut short")])
    await end(worker)
  }

  @Test func aPassThatFailsEndsTheRunWithItsReason() async {
    var configuration = configuration()
    let load = configuration.loadModel
    configuration.loadModel = { report, isCancelled in
      let loaded = try load(report, isCancelled)
      var passes = 0
      (loaded.target as? TableModel)?.beforePass = {
        passes += 1
        if passes == 3 { throw DecodingError.notANumber(position: 7) }
      }
      return loaded
    }
    let worker = Worker(configuration, request: request("none"))
    worker.send(.step(.play))
    let all = await updates(worker) { if case .failed = $0 { true } else { false } }
    #expect(rounds(all).count == 2)
    worker.send(.fork(ForkPoint(branch: 0, round: 1), request("none").settings))
    worker.send(.step(.play))
    #expect(await updates(worker, until: isFinished).last == .state(.finished(.tokenLimit)))
    await end(worker)
  }

  @Test func theRecorderGetsTheHeaderEveryRoundAndTheEnd() async {
    let records = Mailbox<RunRecord>(capacity: 100)
    let worker = Worker(
      configuration(makeRecorder: { { records.post($0) } }), request: request())
    worker.send(.step(.play))
    let all = await updates(worker, until: isFinished)
    await end(worker)
    let recorded = records.drain()
    guard case .started(let header) = all[2] else { return }
    #expect(
      recorded == [.started(header)] + rounds(all).map { .round($0) } + [.ended(.tokenLimit)])
  }

  @Test func aRecorderThatFailsIsNotedAndTheRunGoesOn() async {
    struct Full: Error, CustomStringConvertible { var description: String { "disk full" } }
    let worker = Worker(
      configuration(makeRecorder: {
        { record in if case .round(let round) = record, round.index == 1 { throw Full() } }
      }), request: request("none"))
    worker.send(.step(.play))
    let all = await updates(worker, until: isFinished)
    #expect(all.filter { $0 == .note("recording ended: disk full") }.count == 1)
    #expect(rounds(all).count == 12)
    await end(worker)
  }

  @Test func theBellRingsForEveryUpdate() async {
    let bell = Counter()
    let worker = Worker(configuration(), request: request()) { bell.count() }
    worker.send(.step(.play))
    let all = await updates(worker, until: isFinished)
    await end(worker)
    #expect(bell.value >= all.count)
  }

  @Test func aCommandInterruptsThePromptWhichIsReadOnAfterIt() async throws {
    let batches = Mailbox<Int>(capacity: 1)
    let worker = Worker(
      configuration(beforeBatch: { batches.post(1) }),
      request: RunRequest(
        promptText: String(repeating: "hello ", count: 10), isChat: false,
        settings: request().settings))
    _ = await updates(worker) { $0 == .state(.waiting(next: .choose)) }
    _ = await waiting { batches.take() }
    var changed = request().settings
    changed.drafter = "eagle"
    // Noted before the fifteen batches are through: the worker needs a place for each.
    worker.send(.change(changed))
    while worker.updates.isEmpty { _ = await waiting { batches.take() } }
    guard case .note = await waiting({ worker.updates.take() }) else {
      Issue.record("the change is refused with a note")
      return
    }
    batches.close()
    worker.send(.step(.play))
    #expect(await updates(worker, until: isFinished).last == .state(.finished(.tokenLimit)))
    await end(worker)
  }

  @Test func quittingGetsThroughWhileAPromptIsRead() async {
    let batches = Counter()
    let gate = Mailbox<Int>(capacity: 1)
    let worker = Worker(
      configuration(beforeBatch: {
        batches.count()
        gate.post(1)
      }),
      request: RunRequest(
        promptText: String(repeating: "hello ", count: 60), isChat: false,
        settings: request().settings))
    worker.send(.step(.play))
    _ = await waiting { gate.take() }
    worker.send(.quit)
    gate.close()
    await waiting { worker.waitUntilEnded() }
    #expect(batches.value <= 4)
  }

  @Test func quittingGetsThroughWhileAModelLoads() async {
    let began = DispatchSemaphore(value: 0)
    var configuration = configuration()
    configuration.loadModel = { _, isCancelled in
      began.signal()
      while !isCancelled() {}
      throw CancellationError()
    }
    let worker = Worker(configuration, request: request())
    await waiting { began.wait() }
    await end(worker)
    #expect(!worker.updates.drain().contains { if case .failed = $0 { true } else { false } })
  }

  @Test func theCostOfAPassIsMeasuredWhenAskedFor() async {
    var configuration = configuration()
    configuration.costSource = .measured(cacheFolder: nil, machine: "here")
    var settings = request().settings
    settings.budget = nil
    let worker = Worker(
      configuration, request: RunRequest(promptText: "hello", isChat: false, settings: settings))
    worker.send(.step(.play))
    let all = await updates(worker, until: isFinished)
    await end(worker)
    let headers = all.compactMap { if case .started(let header) = $0 { header } else { nil } }
    #expect(headers.first?.cost?.rowCounts.first == 1)
    #expect(headers.first?.controller == "auto")
    #expect(rounds(all).flatMap(\.committed).count == 12)
  }
}
