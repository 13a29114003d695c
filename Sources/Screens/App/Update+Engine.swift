import Timeline

extension AppModel {
  /// A fact from the worker.
  mutating func take(_ update: EngineUpdate) -> [Effect] {
    switch update {
    case .loading(let what, let fraction):
      loading = Loading(what: what, fraction: fraction)
      engineState = .loading
    case .started(let header):
      loading = nil
      timeline = Timeline(header: header)
      settings = header.settings
      stepper.move(to: .start)
      (isFollowing, awaited, roundElsewhere, engineBranch) = (true, nil, nil, 0)
      (folded, marks, failure, isPlaying) = ([:], [:], nil, false)
    case .round(let round): return take(round)
    case .state(let state):
      engineState = state
      return engineRested()
    case .rejudged(let rejudged): take(rejudged)
    case .note(let text): say(text)
    case .failed(let text):
      failure = text
      (isPlaying, awaited) = (false, nil)
      return refuse(text)
    }
    return []
  }

  private mutating func take(_ round: Round) -> [Effect] {
    guard timeline != nil else { return [] }
    engineBranch = round.branch
    let isNewBranch = round.branch == timeline?.branches.count
    if round.branch != branch, !isNewBranch, !isFollowing {
      // A person looks at another branch: keep what is incomplete until they come back.
      roundElsewhere = round.lastPhase == .learn ? nil : round
      if round.lastPhase == .learn {
        let (looked, place) = (branch, stepper)
        timeline?.take(round)
        timeline?.look(at: looked)
        stepper = place
      }
      return []
    }
    roundElsewhere = nil
    timeline?.take(round)
    settings = round.settings
    if isNewBranch { isFollowing = true }
    return advance()
  }

  /// Moves the cursor on what has come.
  private mutating func advance() -> [Effect] {
    guard let timeline else { return [] }
    switch awaited {
    case .event:
      if step(.forward, by: .event) { (awaited, isFollowing) = (nil, false) }
    case .token:
      if let next = timeline.step(.forward, from: cursor, by: .token), next > cursor {
        stepper.move(to: next)
        (awaited, isFollowing) = (nil, false)
      }
    case .round:
      stepper.move(to: timeline.end)
      if timeline.inFlight == nil { awaited = nil }
    case nil:
      if isFollowing, !isPaced { stepper.move(to: timeline.end) }
    }
    return []
  }

  /// The engine waits or has ended: ask again for what a step still lacks.
  private mutating func engineRested() -> [Effect] {
    switch engineState {
    case .waiting:
      switch awaited {
      case .event: return [.engine(.step(.phase))]
      case .token, .round: return [.engine(.step(.round))]
      case nil: return []
      }
    case .finished(let reason):
      (awaited, isPlaying) = (nil, isPlaying && isPaced && !isAtEnd)
      say("the run has ended: \(reason.sentence)")
    case .loading, .running: break
    }
    return []
  }

  /// Playing goes by the clock, not by the engine.
  var isPaced: Bool { isPlaying && speed != .full }
}

extension FinishReason {
  /// Why a run ended, in words.
  public var sentence: String {
    switch self {
    case .endToken: "the model emitted an end token"
    case .tokenLimit: "the token limit is reached"
    case .contextFull: "the model's context is full"
    case .stopped: "it was stopped"
    }
  }
}
