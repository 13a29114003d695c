import Controllers
import Drafters
import Timeline

// Tests mostly want to hear why.

extension Controller {
  public func choose(_ settings: RoundSettings) -> Choice { choose(settings, describes: true) }
}

extension Drafter {
  public mutating func observe(_ round: Round) -> [String] { observe(round, describes: true) }
}
