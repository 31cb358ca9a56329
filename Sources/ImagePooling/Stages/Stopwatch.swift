/// Adds up the time of what goes through it.
final class Stopwatch {
  private var elapsed = Duration.zero

  func time<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
    let start = ContinuousClock.now
    defer { add(since: start) }
    return try body()
  }

  func add(since start: ContinuousClock.Instant) { elapsed += ContinuousClock.now - start }

  var seconds: Double { elapsed / .seconds(1) }
}
