import Controllers
import Drafters
import Timeline
import Tokens
import Verification

/// Why a run cannot start or go on.
public enum DecodingError: Error, Hashable, Sendable {
  case emptyPrompt
  case promptTooLong(tokenCount: Int, contextLength: Int)
  case tokenOutsideVocabulary(token: TokenID, vocabularySize: Int)
  /// A setting outside its range, with the range in words.
  case settingOutOfRange(name: String, value: String, range: String)
  case drafting(DraftingError)
  case controller(ControllerError)
  case verification(VerificationError)
  /// The model's logits at a position are not numbers.
  case notANumber(position: Int)
  /// A fork from where there is nothing to continue.
  case noSuchRound(ForkPoint)
  case alreadyFinished(ForkPoint, FinishReason)
  /// A round cannot be judged again.
  case lawsAreGone(round: Int)
}

extension DecodingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptyPrompt:
      "the prompt is empty: give at least one token to continue"
    case .promptTooLong(let count, let length):
      """
      the prompt has \(count) tokens and the model's context holds \(length): \
      shorten it or choose a model with a longer context
      """
    case .tokenOutsideVocabulary(let token, let size):
      "token \(token) is outside the model's vocabulary of \(size)"
    case .settingOutOfRange(let name, let value, let range):
      "\(name) is \(value), and must be \(range)"
    case .drafting(let error):
      error.description
    case .controller(let error):
      error.description
    case .verification(let error):
      error.description
    case .notANumber(let position):
      """
      the model's output at position \(position) is not a number: \
      the model file may be damaged (compare its checksum)
      """
    case .noSuchRound(let point):
      "there is no round \(point.round) in branch \(point.branch) to fork before"
    case .alreadyFinished(let point, let reason):
      """
      the text was finished (\(reason.rawValue)) before round \(point.round) of branch \
      \(point.branch): fork earlier
      """
    case .lawsAreGone(let round):
      """
      round \(round + 1) cannot be judged again: its laws are kept only while the view of verifiers \
      is open, until the next round begins
      """
    }
  }
}
