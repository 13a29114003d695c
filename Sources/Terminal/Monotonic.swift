import Glibc

/// The machine's clock that never goes back.
public enum Monotonic {
  /// Milliseconds since some moment in the past.
  public static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
