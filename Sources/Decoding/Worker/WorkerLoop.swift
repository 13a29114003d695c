import Models
import Timeline
import Tokens

/// What the worker does on its queue: feeds the state machine and obeys it.
struct WorkerLoop {
  private let configuration: WorkerConfiguration
  private let updates: Mailbox<EngineUpdate>
  private let commands: Mailbox<EngineCommand>
  private let ending: Cancellation
  private var machine = SessionStateMachine()
  private var model: LoadedModel?
  private var run: Run?
  private var cost: CostTable?

  private var surveysVerifiers = false
  private var surveysExits = false

  /// A run that has begun.
  private struct Run {
    var session: DecodingSession
    /// All branches, to fork from.
    var timeline: Timeline
    var recorder: WorkerConfiguration.Recorder?
  }

  init(
    configuration: WorkerConfiguration, updates: Mailbox<EngineUpdate>,
    commands: Mailbox<EngineCommand>, ending: Cancellation
  ) {
    self.configuration = configuration
    self.updates = updates
    self.commands = commands
    self.ending = ending
  }

  /// Until `quit`.
  mutating func run(_ request: RunRequest) {
    post(.state(.loading))
    guard !ending.isCancelled else { return }
    attempt(else: .fail) { loop in
      try loop.load()
      try loop.begin(request)
    }
    while !ending.isCancelled {
      if case .running = machine.state {
        while case .running = machine.state, let command = commands.poll() { obey(command) }
        if case .running(let phase) = machine.state, !ending.isCancelled { perform(phase) }
      } else {
        readAhead()
        guard let command = commands.take() else { break }
        obey(command)
      }
    }
    endRecording()
  }

  // MARK: Beginning

  private mutating func load() throws {
    let (updates, ending) = (updates, ending)
    let loaded = try configuration.loadModel(
      { updates.post(.loading(what: $0, fraction: $1)) }, { ending.isCancelled })
    model = loaded
    switch configuration.costSource {
    case .unknown: cost = nil
    case .known(let table): cost = table
    case .measured(let folder, let machine):
      updates.post(.loading(what: "measuring the cost of a pass", fraction: 1))
      let cache = CostCache(folder: folder)
      let key = CostCache.Key(
        machine: machine, model: loaded.summary, threads: configuration.threads,
        draftModel: loaded.draftSummary)
      cost = try cache.table(for: key) {
        try CostCalibration.measure(
          loaded.target, draftModel: loaded.draftModel, isCancelled: { ending.isCancelled })
      }
      guard let middle = loaded.middleModel, let summary = loaded.middleSummary else { break }
      let middleKey = CostCache.Key(
        machine: machine, model: summary, threads: configuration.threads)
      middle.cost = try cache.table(for: middleKey) {
        try middle.withModel {
          try CostCalibration.measure($0, isCancelled: { ending.isCancelled })
        }
      }
    }
  }

  private mutating func begin(_ request: RunRequest) throws {
    guard let model else { return post(.note("no model is loaded")) }
    let tokens = try model.encode(request.promptText, request.isChat)
    let session = try DecodingSession(
      target: model.target, prompt: tokens, settings: request.settings,
      options: SessionOptions(
        seed: configuration.seed, maximumTokens: configuration.maximumTokens,
        endTokens: Set(model.summary.endTokens), cost: cost,
        shapeModel: configuration.shapeModel, recordsOverlap: configuration.recordsOverlap),
      services: model.services, passTimes: run?.session.passTimes)
    session.surveysVerifiers = surveysVerifiers
    session.surveysExits = surveysExits
    let header = RunHeader(
      program: configuration.program, started: configuration.timestamp(), model: model.summary,
      draftModel: model.draftSummary, middleModel: model.middleSummary,
      nestedModel: model.nestedSummary,
      prompt: Prompt(
        text: request.promptText, isChat: request.isChat, tokens: tokens,
        pieces: tokens.map(model.piece)),
      settings: request.settings, controller: session.controllerName,
      seed: configuration.seed, maximumTokens: configuration.maximumTokens,
      threads: configuration.threads, cost: cost)
    endRecording()
    machine = SessionStateMachine()
    run = Run(session: session, timeline: Timeline(header: header), recorder: nil)
    startRecording(header)
    post(.started(header))
    post(.state(.waiting(next: .choose)))
  }

  /// Reads the prompt while waiting, until a command comes.
  private mutating func readAhead() {
    guard case .waiting(.choose) = machine.state, let session = run?.session, !session.isPrepared
    else { return }
    attempt(else: .fail) { try session.prepare(isCancelled: $0.isInterrupted) }
  }

  /// Whether a command waits: a prompt is read on after it was obeyed.
  private var isInterrupted: () -> Bool {
    let (commands, ending) = (commands, ending)
    return { ending.isCancelled || !commands.isEmpty }
  }

  // MARK: Running

  private mutating func perform(_ phase: Phase) {
    attempt(else: .fail) { loop in
      guard let session = loop.run?.session else { return }
      if phase == .choose { try session.prepare(isCancelled: loop.isInterrupted) }
      let round = try session.perform(phase)
      let action = loop.machine.completed(phase, finish: round.finish)
      if phase == .learn {
        loop.record(.round(round))
        loop.show(round)
      } else if case .wait = action {
        loop.show(round)
      }
      loop.tell(action)
    }
  }

  private mutating func obey(_ command: EngineCommand) {
    switch command {
    case .step(let step):
      if case .run = machine.step(step) { post(.state(.running)) }
    case .pause:
      let action = machine.pause()
      if action != .none, let round = run?.session.inFlight { show(round) }
      tell(action)
    case .stop:
      tell(machine.stop())
    case .change(let settings):
      attempt(else: .note) { try $0.run?.session.change(settings) }
    case .fork(let point, let settings):
      attempt(else: .note) { try $0.fork(point, settings) }
    case .restart(let text, let isChat, let settings):
      let request = RunRequest(promptText: text, isChat: isChat, settings: settings)
      attempt(else: .note) { try $0.begin(request) }
    case .survey(let isOn):
      surveysVerifiers = isOn
      run?.session.surveysVerifiers = isOn
    case .surveyExits(let isOn):
      surveysExits = isOn
      run?.session.surveysExits = isOn
    case .rejudge(let coin):
      attempt(else: .note) { loop in
        guard let rejudged = try loop.run?.session.rejudge(coin) else {
          throw DecodingError.lawsAreGone(round: coin.round)
        }
        loop.post(.rejudged(rejudged))
      }
    case .quit:
      ending.cancel()
    }
  }

  /// Posts a round, and keeps it so that branches are numbered here as they are there.
  private mutating func show(_ round: Round) {
    run?.timeline.take(round)
    post(.round(round))
  }

  /// Posts what the machine came to.
  private func tell(_ action: SessionStateMachine.Action) {
    switch action {
    case .wait(let next): post(.state(.waiting(next: next)))
    case .finish(let reason): post(.state(.finished(reason)))
    case .run, .none: break
    }
  }

  private mutating func fork(_ point: ForkPoint, _ settings: RoundSettings) throws {
    guard let current = run else { return }
    guard current.timeline.branches.indices.contains(point.branch) else {
      throw DecodingError.noSuchRound(point)
    }
    let line = current.timeline.line(of: point.branch)
    guard (0...line.count).contains(point.round) else { throw DecodingError.noSuchRound(point) }
    try current.session.fork(
      after: Array(line.prefix(point.round)), branch: current.timeline.branches.count,
      from: point, settings: settings)
    tell(machine.fork())
  }

  // MARK: Telling

  private func post(_ update: EngineUpdate) { updates.post(update) }

  private mutating func startRecording(_ header: RunHeader) {
    do {
      run?.recorder = try configuration.makeRecorder?()
      try run?.recorder?(.started(header))
    } catch {
      run?.recorder = nil
      post(.note("this run is not recorded: \(error)"))
    }
  }

  private mutating func record(_ record: RunRecord) {
    do {
      try run?.recorder?(record)
    } catch {
      run?.recorder = nil
      post(.note("recording ended: \(error)"))
    }
  }

  private mutating func endRecording() {
    var reason: FinishReason?
    if case .finished(let finish) = machine.state { reason = finish }
    record(.ended(reason))
    run?.recorder = nil
  }

  private enum Remedy {
    /// The run cannot go on.
    case fail
    /// It goes on as it was.
    case note
  }

  /// Does something that may throw. Being interrupted is no error: the loop looks at commands next.
  private mutating func attempt(else remedy: Remedy, _ body: (inout WorkerLoop) throws -> Void) {
    do {
      try body(&self)
    } catch is CancellationError {
      return
    } catch {
      switch remedy {
      case .note: post(.note("\(error)"))
      case .fail:
        machine.fail()
        post(.failed("\(error)"))
      }
    }
  }
}
