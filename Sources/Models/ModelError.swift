import Tensors
import Tokens

/// Why a model could not be used, or could not go on.
public enum ModelError: Error, Equatable, Sendable {
  /// Only Llama-type models are computed here.
  case unsupportedArchitecture(file: String, name: String)
  /// A Llama-type model with something this program does not compute.
  case unsupportedFeature(file: String, feature: String)
  /// A tensor that would be left out silently.
  case unexpectedTensor(file: String, tensor: String)
  /// Sizes in GGUF order: the row length first.
  case shapeMismatch(file: String, tensor: String, expected: [Int], found: [Int])
  case invalidValue(file: String, key: String, value: String, allowed: String)
  case inconsistentSizes(file: String, reason: String)
  /// A GGUF file, but not one of what is trained beside a model.
  case notAnAdapter(file: String, architecture: String)
  case adapterOfOtherTarget(file: String, target: String, made: String)
  /// It was made for another size of the target.
  case adapterDoesNotFit(file: String, key: String, found: Int, target: String, expected: Int)
  /// A model was to be cut behind a layer it does not have.
  case layerOutOfRange(file: String, layer: Int, layerCount: Int)
  /// Weights cannot be rounded to blocks: a row of this tensor is no whole number of them.
  case unroundable(file: String, tensor: String, columns: Int, format: BlockFormat)
  case outOfMemory(bytes: Int)
  /// `position` would be cached, but positions from `capacity` on do not exist.
  case contextExceeded(position: Int, capacity: Int)
  case unknownToken(TokenID, vocabularySize: Int)
  case tooManyRows(count: Int, maximum: Int)
  /// Logits that are infinite or no number at all, after the token at this position.
  case nonFiniteLogits(position: Int)
}

extension ModelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unsupportedArchitecture(let file, let name):
      "\(file): the architecture \"\(name)\" is not supported; only \"llama\" is"
    case .unsupportedFeature(let file, let feature):
      "\(file): the model uses \(feature), which is not supported; "
        + "use a plain Llama-type model"
    case .unexpectedTensor(let file, let tensor):
      "\(file): nothing is known of the tensor \"\(tensor)\", and without it the model would give "
        + "wrong text; use a plain Llama-type model"
    case .shapeMismatch(let file, let tensor, let expected, let found):
      "\(file): the tensor \"\(tensor)\" is \(Self.shape(found)) but must be "
        + "\(Self.shape(expected)); convert the model again"
    case .invalidValue(let file, let key, let value, let allowed):
      "\(file): \"\(key)\" is \(value), but must be \(allowed); convert the model again"
    case .inconsistentSizes(let file, let reason):
      "\(file): \(reason); convert the model again"
    case .notAnAdapter(let file, let architecture):
      "\(file): not an adapter but a file of \"\(architecture)\"; give --adapter a file made by "
        + "Training/export_adapter.py"
    case .adapterOfOtherTarget(let file, let target, let made):
      "\(file): an adapter for \"\(made)\", not for \"\(target)\"; "
        + "choose that model, or leave --adapter out"
    case .adapterDoesNotFit(let file, let key, let found, let target, let expected):
      "\(file): \"\(key)\" is \(found), but \"\(target)\" has \(expected); "
        + "an adapter belongs to one model, whole"
    case .layerOutOfRange(let file, let layer, let layerCount):
      "\(file): there is no layer \(layer); choose one from 1 to \(layerCount)"
    case .unroundable(let file, let tensor, let columns, let format):
      "\(file): rows of \(columns) numbers in \"\(tensor)\" are no whole blocks of "
        + "\(format.rawValue); use --precision fast or reference"
    case .outOfMemory(let bytes):
      "not enough memory: \(bytes / (1 << 20)) MiB more were needed; "
        + "ask for a shorter context or use a smaller model"
    case .contextExceeded(let position, let capacity):
      "position \(position) is beyond the context of \(capacity) tokens; "
        + "use a shorter prompt or a longer context"
    case .unknownToken(let token, let size):
      "token \(token) is not in the vocabulary of \(size) tokens"
    case .tooManyRows(let count, let maximum):
      "\(count) rows in one pass, more than the \(maximum) that were asked for at the start"
    case .nonFiniteLogits(let position):
      "the model gave infinite or undefined logits after position \(position); "
        + "the file's weights are damaged or need more precision"
    }
  }

  private static func shape(_ sizes: [Int]) -> String {
    sizes.map(String.init).joined(separator: " × ")
  }
}
