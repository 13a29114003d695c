import ArgumentParser
import Foundation
import Screens

/// `draftscope manual`
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Prints the manual page, for man.",
    discussion: "To read it: draftscope manual | man -l -")

  func run() throws {
    let declarations = try JSONDecoder().decode(
      CommandDeclaration.Document.self, from: Data(Draftscope._dumpHelp().utf8))
    print(
      ManualPage(command: declarations.command, keys: .standard, version: programVersion).text,
      terminator: "")
  }
}
