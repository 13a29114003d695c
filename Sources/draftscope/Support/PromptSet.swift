import FoundationEssentials

/// A file of prompts: JSON Lines, one object a line.
///
/// The text is taken from the first of `prompt`, `turns` (its first entry), `question` and `text`
/// that is there; `category` and an id (`id`, `question_id`, `task_id`) are optional.
struct PromptSet {
  struct Item: Hashable, Sendable {
    var id: String
    var category: String
    var text: String
  }

  var items: [Item]

  /// - Parameter limit: the most prompts to take, spread evenly over the file; nil takes all.
  init(path: String, limit: Int? = nil) throws {
    let lines = try StandardStreams.readText(path: path)
      .split(separator: "\n", omittingEmptySubsequences: false)
    var items: [Item] = []
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let place = "\(path):\(index + 1)"
      let record: Record
      do {
        record = try JSONDecoder().decode(Record.self, from: Data(line.utf8))
      } catch {
        throw CommandFailure(
          "\(place): not a JSON object with a prompt; one object a line is needed")
      }
      guard let text = record.text, !text.isEmpty else {
        throw CommandFailure("\(place): no \"prompt\", \"turns\", \"question\" or \"text\"")
      }
      items.append(
        Item(id: record.id ?? "\(index + 1)", category: record.category ?? "all", text: text))
    }
    guard !items.isEmpty else { throw CommandFailure("\(path): no prompts in it") }
    if let limit, limit < items.count {
      let count = items.count
      items = (0..<limit).map { items[$0 * count / limit] }
    }
    self.items = items
  }

  private struct Record: Decodable {
    var id: String?
    var category: String?
    var text: String?

    private enum Key: String, CodingKey {
      case id, category, prompt, turns, question, text
      case questionID = "question_id"
      case taskID = "task_id"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      func string(_ key: Key) -> String? {
        (try? container.decode(String.self, forKey: key))
          ?? (try? container.decode(Int.self, forKey: key)).map(String.init)
      }
      id = string(.id) ?? string(.questionID) ?? string(.taskID)
      category = string(.category)
      text =
        string(.prompt) ?? (try? container.decode([String].self, forKey: .turns))?.first
        ?? string(.question) ?? string(.text)
    }
  }
}
