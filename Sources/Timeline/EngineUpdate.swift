/// What the worker tells the interface. Facts: each arrives, in order.
public enum EngineUpdate: Hashable, Sendable {
  /// Loading a model, 0 ... 1.
  case loading(what: String, fraction: Double)
  /// A run began: its header.
  case started(RunHeader)
  /// A phase of the round in flight is complete, or the round is (`lastPhase == .learn`).
  case round(Round)
  case state(EngineState)
  /// A round judged once more with a moved coin; the run stays as it was.
  case rejudged(Rejudgement)
  /// Something a person should know; the run goes on.
  case note(String)
  /// The run cannot go on.
  case failed(String)
}

public enum EngineState: Hashable, Sendable {
  case loading
  /// Waiting at a gate; `next` is the phase that will run.
  case waiting(next: Phase)
  case running
  case finished(FinishReason)
}

/// What the interface asks of the worker.
public enum EngineCommand: Hashable, Sendable {
  /// Run on, then wait again: through one phase, one round, or until told to wait.
  case step(EngineStep)
  /// Wait at the next gate.
  case pause
  /// From the next round on.
  case change(RoundSettings)
  /// Continue from before round `round` of the looked-at branch with these settings, on a new
  /// branch.
  case fork(ForkPoint, RoundSettings)
  /// Whether to look at every verifier on every tree from now on (`Round.outlooks`).
  case survey(isOn: Bool)
  /// Whether to read every row behind every layer from the next round on (`Round.exits`).
  case surveyExits(isOn: Bool)
  /// Judge the last round again with one draw moved. Answered by `rejudged`, or by a note when its laws
  /// are gone.
  case rejudge(MovedCoin)
  /// End the run here, within one pass.
  case stop
  /// Start another run on the same model.
  case restart(promptText: String, isChat: Bool, RoundSettings)
  /// End the worker.
  case quit
}

public enum EngineStep: Hashable, Sendable {
  case phase, round, play
}
