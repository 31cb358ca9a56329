internal import Synchronization

/// Which inputs are being worked on, kept beside a manifest (`MANIFEST.inflight`) for the case that the program dies: a slot per
/// job, written before the input is opened, and then those that an earlier run left.
final class InFlightFile: Sendable {
  private let path: Path
  private let descriptor: Int32

  private struct State {
    /// What the jobs' slots hold.
    var entries: [InFlightEntry?]
    /// Nothing is noted down any more.
    var isClosed = false
  }

  private let state: Mutex<State>

  static func path(beside manifest: Path) -> Path { manifest.appending(".inflight") }

  /// Whether a file of this name is missing, or one that an earlier run left: slots, the first of them empty or an entry.
  /// Anything else is somebody's data.
  static func mayBegin(beside manifest: Path) -> Bool {
    let path = path(beside: manifest)
    guard let facts = try? SystemCalls.factsOfName(path) else { return true }
    guard facts.sort == .regular, facts.size.isMultiple(of: InFlightEntry.slotSize) else { return false }
    guard facts.size > 0 else { return true }
    guard let descriptor = try? SystemCalls.openForReading(path) else { return false }
    defer { try? SystemCalls.closeDescriptor(descriptor) }
    return (try? SystemCalls.readBytes(descriptor, upTo: InFlightEntry.mark.count)).map {
      $0 == InFlightEntry.mark || $0.allSatisfy { $0 == 0 }
    } ?? false
  }

  /// Begins a file for so many jobs, which also holds what an earlier run left.
  init(beside manifest: Path, jobs: Int, earlier: [InFlightEntry]) throws(OutputPlan.Refusal) {
    path = InFlightFile.path(beside: manifest)
    state = Mutex(State(entries: Array(repeating: nil, count: jobs)))
    do {
      // Put in place whole, so that what an earlier run left is never lost.
      let file = try AtomicFile(path, overwrite: true)
      var bytes = [UInt8](repeating: 0, count: jobs * InFlightEntry.slotSize)
      for entry in earlier {
        let slot = entry.slot
        bytes += slot + [UInt8](repeating: 0, count: InFlightEntry.slotSize - slot.count)
      }
      try SystemCalls.writeBytes(file.descriptor, bytes)
      try file.close()
      try AtomicFile.commit([file])
      descriptor = try SystemCalls.openForUpdating(path)
    } catch let failure as SystemCalls.Failure {
      throw OutputPlan.Refusal("\(path): cannot be written: \(failure.text)")
    } catch {
      throw OutputPlan.Refusal("\(ImagePoolError(any: error))")
    }
  }

  deinit { try? SystemCalls.closeDescriptor(descriptor) }

  /// What a run left that did not end well: of each input the entry that says most.
  static func entries(beside manifest: Path) -> [NameHash: InFlightEntry] {
    var found: [NameHash: InFlightEntry] = [:]
    guard let descriptor = try? SystemCalls.openForReading(path(beside: manifest)) else { return found }
    defer { try? SystemCalls.closeDescriptor(descriptor) }
    var offset = 0
    while true {
      var slot = [UInt8](repeating: 0, count: InFlightEntry.slotSize)
      let count = slot.withUnsafeMutableBytes {
        (try? SystemCalls.readBytes(descriptor, at: offset, into: $0)) ?? 0
      }
      guard count > 0 else { return found }
      offset += slot.count
      guard let entry = InFlightEntry(slot: slot) else { continue }
      if let known = found[entry.input], known.attempt >= entry.attempt { continue }
      found[entry.input] = entry
    }
  }

  /// Notes down what a job is about to work on. What the slot held before must have its line.
  func begin(_ entry: InFlightEntry, job: Int) throws(SystemCalls.Failure) {
    let result = state.withLock { state -> Result<Void, SystemCalls.Failure> in
      guard !state.isClosed else { return .success(()) }
      do throws(SystemCalls.Failure) {
        try write(entry, job)
        state.entries[job] = entry
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// A signal ends the batch: nothing is held against what it was working on.
  func forgive() {
    state.withLock { state in
      state.isClosed = true
      for (job, entry) in state.entries.enumerated() {
        guard var entry else { continue }
        entry.attempt = .interrupted
        try? write(entry, job)
      }
    }
  }

  private func write(_ entry: InFlightEntry, _ job: Int) throws(SystemCalls.Failure) {
    try SystemCalls.writeBytes(descriptor, entry.slot, at: job * InFlightEntry.slotSize)
  }

  /// The batch ended well.
  func remove() { SystemCalls.remove(path) }
}
