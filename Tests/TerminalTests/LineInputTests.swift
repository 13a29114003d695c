import Foundation
import Testing

@testable import Terminal

@Suite struct LineInputTests {
  /// What comes out of a text written in these pieces.
  private func events(_ pieces: [String]) throws -> [LineInput.Event] {
    let source = Pipe()
    let input = LineInput(
      descriptor: source.fileHandleForReading.fileDescriptor, wakePipe: try WakePipe())
    var found: [LineInput.Event] = []
    for piece in pieces {
      try source.fileHandleForWriting.write(contentsOf: Data(piece.utf8))
      found += input.wait(milliseconds: 0)
    }
    try source.fileHandleForWriting.close()
    while found.last != .endOfInput { found += input.wait(milliseconds: 1000) }
    return found
  }

  @Test func linesComeWhole() throws {
    #expect(
      try events(["ne", "xt\nback\r\n", "é", "nd"]) == [
        .line("next"), .line("back"), .line("énd"), .endOfInput,
      ])
  }

  @Test func anEmptyInputHasOnlyAnEnd() throws {
    #expect(try events([]) == [.endOfInput])
  }

  @Test func aWakeUpComesBetweenLines() throws {
    let source = Pipe()
    let pipe = try WakePipe()
    let input = LineInput(
      descriptor: source.fileHandleForReading.fileDescriptor, wakePipe: pipe)
    pipe.ring()
    #expect(input.wait(milliseconds: nil) == [.woken])
    #expect(input.wait(milliseconds: 0) == [])
  }
}
