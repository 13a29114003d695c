/// What swift-argument-parser says of a command, as far as a manual page needs it.
struct CommandDeclaration: Decodable {
  struct Document: Decodable {
    var command: CommandDeclaration
  }

  /// An option, a flag or a positional argument.
  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String

      /// With its dashes.
      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    var kind: String
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var allValues: [String]?
    var defaultValue: String?
    var abstract: String?
    var discussion: String?
    var sectionTitle: String?
  }

  var commandName: String
  var shouldDisplay: Bool
  var abstract: String?
  var discussion: String?
  var arguments: [Argument]?
  var subcommands: [CommandDeclaration]?
}
