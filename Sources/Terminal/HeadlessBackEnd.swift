import Glibc
import Screens

/// A back end in memory: keeps what it is shown, of a size that is given.
///
/// Only the wake pipe reaches it from outside; keys come from a script or a test, by `post`.
public final class HeadlessBackEnd: BackEnd {
  public private(set) var size: Size
  /// The newest screen.
  public private(set) var shown: Screen?
  /// How many screens it was shown.
  public private(set) var frameCount = 0
  /// The texts that were to be copied.
  public private(set) var copied: [String] = []
  private let wakePipe: WakePipe?
  private var posted: [BackEndEvent] = []

  public init(size: Size, wakePipe: WakePipe? = nil) {
    self.size = size
    self.wakePipe = wakePipe
  }

  public func show(_ screen: Screen) {
    shown = screen
    frameCount += 1
  }

  /// Something for the next `wait` to report.
  public func post(_ event: BackEndEvent) { posted.append(event) }

  public func resize(to size: Size) {
    self.size = size
    posted.append(.resized(size))
  }

  public func wait(milliseconds: Int?) -> [BackEndEvent] {
    if !posted.isEmpty {
      defer { posted = [] }
      return posted
    }
    guard let wakePipe else {
      // Nothing can come, but a tick may be waited for.
      if let milliseconds, milliseconds > 0 { _ = poll(nil, 0, Int32(clamping: milliseconds)) }
      return []
    }
    var place = pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0)
    _ = poll(&place, 1, milliseconds.map { Int32(clamping: $0) } ?? -1)
    return wakePipe.drain().compactMap { byte in
      switch byte {
      case 0: .woken
      case SIGTERM, SIGINT, SIGHUP, SIGQUIT: .ended(.signal(byte))
      default: nil
      }
    }
  }

  public func copy(_ text: String) -> CopyAnswer {
    copied.append(text)
    return .sent
  }

  public func repaintAll() {}
  public func suspend() {}
  public func setMouse(isOn: Bool) {}
  public func setLooks(_ looks: @escaping LookTable) {}
  public func close() {}
}
