import Testing
import Timeline

@testable import Decoding

struct SessionStateMachineTests {
  private var machine = SessionStateMachine()

  /// Runs through the phases until the machine waits or ends.
  private func run(_ machine: inout SessionStateMachine, finish: FinishReason? = nil) -> [Phase] {
    var done: [Phase] = []
    while case .running(let phase) = machine.state {
      done.append(phase)
      _ = machine.completed(phase, finish: finish)
      if done.count == 20 { _ = machine.pause() }
    }
    return done
  }

  @Test func aRunWaitsBeforeItsFirstPhase() {
    #expect(machine.state == .waiting(next: .choose))
  }

  @Test func aPhaseStepRunsOnePhase() {
    var machine = machine
    #expect(machine.step(.phase) == .run(.choose))
    #expect(machine.completed(.choose, finish: nil) == .wait(next: .draft))
    #expect(machine.state == .waiting(next: .draft))
  }

  @Test func aRoundStepRunsToTheEndOfTheRound() {
    var machine = machine
    _ = machine.step(.phase)
    _ = run(&machine)
    _ = machine.step(.round)
    #expect(run(&machine) == [.draft, .score, .judge, .commit, .learn])
    #expect(machine.state == .waiting(next: .choose))
  }

  @Test func playingGoesThroughRoundsUntilPaused() {
    var machine = machine
    _ = machine.step(.play)
    #expect(run(&machine).count == 20)
    #expect(machine.state == .waiting(next: .score))
    #expect(machine.pause() == .none)
  }

  @Test func pausingStopsBeforeThePhaseThatWouldRun() {
    var machine = machine
    _ = machine.step(.play)
    _ = machine.completed(.choose, finish: nil)
    #expect(machine.pause() == .wait(next: .draft))
    #expect(machine.step(.round) == .run(.draft))
  }

  @Test func aLaterStepReplacesTheEarlierGoal() {
    var machine = machine
    _ = machine.step(.play)
    #expect(machine.step(.phase) == .none)
    #expect(machine.completed(.choose, finish: nil) == .wait(next: .draft))
  }

  @Test func stoppingEndsAtTheGate() {
    var machine = machine
    _ = machine.step(.play)
    _ = machine.completed(.choose, finish: nil)
    #expect(machine.stop() == .finish(.stopped))
    #expect(machine.state == .finished(.stopped))
    #expect(machine.step(.play) == .none)
    #expect(machine.pause() == .none)
    #expect(machine.stop() == .none)
  }

  @Test func aRoundThatFinishesEndsTheRunAfterLearning() {
    var machine = machine
    _ = machine.step(.play)
    #expect(run(&machine, finish: .endToken) == Phase.allCases)
    #expect(machine.state == .finished(.endToken))
  }

  @Test func forkingWaitsAgainWhateverWasBefore() {
    var machine = machine
    _ = machine.stop()
    #expect(machine.fork() == .wait(next: .choose))
    _ = machine.step(.play)
    _ = machine.completed(.choose, finish: nil)
    #expect(machine.fork() == .wait(next: .choose))
    machine.fail()
    #expect(machine.step(.play) == .none)
    #expect(machine.fork() == .wait(next: .choose))
  }
}
