/// The durations of repeated runs, in seconds.
struct Timing: Codable, Sendable {
  let best: Double
  let median: Double
  let runs: [Double]

  init(_ runs: [Double]) {
    precondition(!runs.isEmpty, "a timing without runs")
    let sorted = runs.sorted()
    self.runs = runs
    best = sorted[0]
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Times several bodies in turn (A B A B …), after one run of each that is not counted, so that what else the machine does
  /// falls on all of them.
  static func alternating(rounds: Int, _ bodies: [() throws -> Void]) throws -> [Timing] {
    var runs: [[Double]] = Array(repeating: [], count: bodies.count)
    for round in 0...rounds {
      for (index, body) in bodies.enumerated() {
        let clock = ContinuousClock()
        let duration = try clock.measure { try body() }
        if round > 0 { runs[index].append(duration.inSeconds) }
      }
    }
    return runs.map(Timing.init)
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// Keeps the compiler from leaving out the work whose result goes here.
@inline(never)
func blackHole<T>(_ value: T) { withExtendedLifetime(value) {} }
