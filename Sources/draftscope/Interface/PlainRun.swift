import Decoding
import Timeline
import Tokens

/// A run into a pipe: the text alone on standard output, a summary on standard error; or one JSON
/// object on standard output.
struct PlainRun {
  var setup: EngineSetup
  var request: RunRequest
  var wantsJSON: Bool
  var isQuiet: Bool

  func run() throws {
    let worker = Worker(setup.configuration, request: request)
    worker.send(.step(.play))
    defer {
      worker.send(.quit)
      worker.waitUntilEnded()
    }
    var timeline: Timeline?
    var endTokens: Set<TokenID> = []
    var text = StreamingText()
    updates: while let update = worker.updates.take() {
      switch update {
      case .started(let header):
        timeline = Timeline(header: header)
        endTokens = Set(header.model.endTokens)
      case .round(let round) where round.lastPhase == .learn:
        timeline?.take(round)
        if !wantsJSON {
          for piece in Transcript.pieces(of: round, endTokens: endTokens) {
            StandardStreams.writeResult(text.append(piece))
          }
        }
      case .state(.finished): break updates
      case .note(let sentence): StandardStreams.writeMessage("draftscope: \(sentence)")
      case .failed(let sentence): throw CommandFailure(sentence)
      case .loading, .round, .rejudged, .state: break
      }
    }
    guard let timeline else { throw CommandFailure("the engine ended before the run began") }
    if wantsJSON {
      StandardStreams.writeResult(try JSONText.line(RunResult(timeline)) + "\n")
    } else {
      StandardStreams.writeResult(text.finish() + "\n")
      if !isQuiet { StandardStreams.writeMessage(RunSummary.text(timeline)) }
    }
  }
}
