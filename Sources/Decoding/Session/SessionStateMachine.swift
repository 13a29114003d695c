import Timeline

/// The life of one run between its gates. Pure: no model, no clock, no thread.
///
/// A gate stands before each phase. Each method takes what happened and returns what to do next;
/// `running(phase)` means that the phase is about to be done, so that every command which arrives
/// before it is obeyed at its gate.
struct SessionStateMachine: Hashable, Sendable {
  enum State: Hashable, Sendable {
    case waiting(next: Phase)
    case running(Phase)
    case finished(FinishReason)
    /// An error ended the run.
    case failed
  }

  /// What the owner of the model does next.
  enum Action: Hashable, Sendable {
    case run(Phase)
    /// Tell that it waits.
    case wait(next: Phase)
    /// Tell that it ended.
    case finish(FinishReason)
    /// Nothing changed.
    case none
  }

  private(set) var state = State.waiting(next: .choose)
  /// How far to run before waiting again; meaningful while running.
  private var goal = EngineStep.phase

  /// Run on: through one phase, one round, or until told to wait.
  mutating func step(_ step: EngineStep) -> Action {
    switch state {
    case .waiting(let next):
      (goal, state) = (step, .running(next))
      return .run(next)
    case .running:
      goal = step  // a later wish replaces the earlier one; the phase goes on
      return .none
    case .finished, .failed:
      return .none  // a key pressed just as the run ended
    }
  }

  /// Wait at the next gate.
  mutating func pause() -> Action {
    switch state {
    case .running(let next):
      state = .waiting(next: next)
      return .wait(next: next)
    case .waiting, .finished, .failed:
      return .none
    }
  }

  /// End the run at this gate; a round in flight is dropped.
  mutating func stop() -> Action {
    switch state {
    case .waiting, .running:
      state = .finished(.stopped)
      return .finish(.stopped)
    case .finished, .failed:
      return .none
    }
  }

  /// The phase is done.
  /// - Parameter finish: set by the last round of a run; taken at the end of its `learn`.
  mutating func completed(_ phase: Phase, finish: FinishReason?) -> Action {
    switch state {
    case .running(let running):
      precondition(running == phase, "\(phase) ended while \(running) ran")
    case .waiting, .finished, .failed:
      preconditionFailure("\(phase) ended while \(state)")
    }
    if phase == .learn, let finish {
      state = .finished(finish)
      return .finish(finish)
    }
    let next = phase.next ?? .choose
    let isAtGoal =
      switch goal {
      case .phase: true
      case .round: phase == .learn
      case .play: false
      }
    state = isAtGoal ? .waiting(next: next) : .running(next)
    return isAtGoal ? .wait(next: next) : .run(next)
  }

  /// The run cannot go on.
  mutating func fail() { state = .failed }

  /// Another branch begins at an earlier round: waits before its first phase, whatever was before.
  mutating func fork() -> Action {
    state = .waiting(next: .choose)
    return .wait(next: .choose)
  }
}
