import Dispatch
import Timeline

/// Runs a model on a queue of its own: commands in, updates out.
///
/// Everything the run is made of lives inside one closure on one serial queue. Commands are looked
/// at before each phase, before each batch of a prompt and while waiting, so that each is obeyed
/// within one pass. Every complete round is posted; a reader that is slow blocks the worker at the
/// bounded mailbox, and `quit` gets through even then.
///
/// ```swift
/// let worker = Worker(configuration, request: request, ring: { wakeUp() })
/// worker.send(.step(.play))
/// while let update = worker.updates.take() { show(update) }
/// ```
public final class Worker: Sendable {
  /// What happened, in order. Closed once the worker has ended.
  public let updates: Mailbox<EngineUpdate>

  private let commands: Mailbox<EngineCommand>
  private let ending = Cancellation()
  private let ended = DispatchSemaphore(value: 0)

  /// Starts at once: loads the model, begins the run, and waits before its first phase.
  /// - Parameter ring: runs after each update, on the worker's queue.
  public init(
    _ configuration: WorkerConfiguration, request: RunRequest,
    ring: @escaping @Sendable () -> Void = {}
  ) {
    let updates = Mailbox<EngineUpdate>(capacity: configuration.updateCapacity, ring: ring)
    let commands = Mailbox<EngineCommand>(capacity: configuration.commandCapacity)
    (self.updates, self.commands) = (updates, commands)
    DispatchQueue(label: "draftscope.engine", qos: .userInitiated).async { [ending, ended] in
      var loop = WorkerLoop(
        configuration: configuration, updates: updates, commands: commands, ending: ending)
      loop.run(request)
      updates.close()
      ended.signal()
    }
  }

  deinit { send(.quit) }

  /// Never waits. False when too many commands are waiting already, or after `quit`: it was not
  /// taken.
  @discardableResult
  public func send(_ command: EngineCommand) -> Bool {
    guard command == .quit else { return commands.offer(command) }
    ending.cancel()
    commands.close()
    updates.close()
    return true
  }

  /// Waits until the queue is done; only after `quit`.
  public func waitUntilEnded() {
    ended.wait()
    ended.signal()
  }
}
