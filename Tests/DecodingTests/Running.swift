import Controllers
import Decoding
import Dispatch
import DraftTrees
import Drafters
import Models
import TestSupport
import Timeline
import Tokens

/// A session with what tests mostly want; its draft model is a noisy copy of the target, its middle
/// model a less noisy one.
func makeSession(
  _ target: any TargetModel, prompt: [TokenID] = [1, 2, 3], _ settings: RoundSettings,
  seed: UInt64 = 1, maximumTokens: Int = 40, endTokens: Set<TokenID> = [],
  shapeModel: ShapeModel? = nil,
  services: SessionServices = SessionServices(microseconds: { 0 })
) throws -> DecodingSession {
  var services = services
  if services.draftModel == nil, let table = target as? TableModel {
    services.draftModel = DraftModel(table.drafting(noise: 0.7), name: "noisy")
    services.nestedModel = NestedModel(
      table.drafting(noise: 0.5), exits: [1, 2, 4], name: "nested")
    services.middleModel = DraftModel(table.drafting(noise: 0.4), name: "middle")
  }
  if services.adapted == nil, let table = target as? TableModel {
    services.adapted = AdaptedExit(TableAdapter(for: table))
  }
  if services.retrieval == nil { services.retrieval = someText }
  return try DecodingSession(
    target: target, prompt: prompt, settings: settings,
    options: SessionOptions(
      seed: seed, maximumTokens: maximumTokens, endTokens: endTokens, shapeModel: shapeModel),
    services: services)
}

/// A text over the twelve tokens of a `TableModel`, indexed once for all sessions.
let someText = try! RetrievalCorpus([(0..<400).map { TokenID(($0 * $0 + $0 / 7) % 12) }])

extension DecodingSession {
  /// Runs to the end.
  @discardableResult
  func finish() throws -> FinishReason? {
    while true {
      if let finish = try performRound().finish { return finish }
    }
  }
}

/// Services with a drafter that proposes what a closure says, whatever its name.
func scripted(_ script: @escaping ScriptedDrafter.Script) -> SessionServices {
  SessionServices(
    makeDrafter: { _, _ in ScriptedDrafter(script) }, microseconds: { 0 })
}

/// Drafts a chain of what comes next in `text`, which starts with the prompt.
func copying(_ text: [TokenID], depth: Int) -> SessionServices {
  scripted { request, tree in
    var parent = NodeIndex.root
    for token in text.dropFirst(request.text.count).prefix(min(depth, request.budget)) {
      parent = tree.append(token, under: parent, source: "copy")
    }
  }
}

/// Waits on a thread of its own: tests that block the few threads they share can starve each other.
@discardableResult
func waiting<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    DispatchQueue(label: "waiting").async { continuation.resume(returning: body()) }
  }
}
