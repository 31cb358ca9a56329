internal import Synchronization

/// The most that this process ever held resident, looked up at most some times a second: reports of many inputs may not cost
/// more than the inputs.
enum PeakMemory {
  private static let known = Mutex<(at: ContinuousClock.Instant, bytes: Int)?>(nil)

  /// In bytes; up to a twentieth of a second old.
  static var bytes: Int {
    known.withLock { known in
      let now = ContinuousClock.now
      if let known, now - known.at < .milliseconds(50) { return known.bytes }
      let bytes = SystemCalls.peakResidentBytes
      known = (now, bytes)
      return bytes
    }
  }
}
