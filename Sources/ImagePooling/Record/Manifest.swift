internal import Synchronization

/// The record of a batch: a JSON line per input, each written at once when its input has ended.
final class Manifest: Sendable {
  let path: Path
  let descriptor: Int32

  private struct State {
    var end: Int
    /// Nothing is written any more.
    var isClosed = false
  }

  private let state: Mutex<State>

  private init(_ path: Path, _ descriptor: Int32, end: Int) {
    self.path = path
    self.descriptor = descriptor
    state = Mutex(State(end: end))
  }

  deinit { try? SystemCalls.closeDescriptor(descriptor) }

  /// An empty manifest.
  ///
  /// - Parameter overwrite: a file of that name is emptied.
  static func begin(_ path: Path, overwrite: Bool) throws(OutputPlan.Refusal) -> Manifest {
    do throws(SystemCalls.Failure) {
      let descriptor =
        overwrite ? try SystemCalls.openOrCreate(path) : try SystemCalls.create(path)
      let manifest = Manifest(path, descriptor, end: 0)
      try manifest.takeForOneself()
      try SystemCalls.truncate(descriptor, to: 0)
      return manifest
    } catch {
      if error.exists {
        throw OutputPlan.Refusal("\(path) exists; go on with --resume \(path), or give another name")
      }
      throw refusal(path, error)
    }
  }

  /// Whether a file may be emptied to begin a manifest: it is one, or empty. Anything else is somebody's data.
  static func mayBegin(in path: Path) -> Bool {
    guard let descriptor = try? SystemCalls.openWithoutWaiting(path) else { return false }
    defer { try? SystemCalls.closeDescriptor(descriptor) }
    guard (try? SystemCalls.facts(of: descriptor))?.sort == .regular,
      let bytes = try? SystemCalls.readBytes(descriptor, upTo: ManifestLine.beginning.count)
    else { return false }
    return zip(bytes, ManifestLine.beginning).allSatisfy { $0 == $1 }
  }

  /// The manifest of a batch that is to go on. A last line that is torn is cut off.
  static func reopen(_ path: Path) throws(OutputPlan.Refusal) -> Manifest {
    do throws(SystemCalls.Failure) {
      let descriptor = try SystemCalls.openForUpdating(path)
      let manifest = Manifest(path, descriptor, end: 0)
      try manifest.takeForOneself()
      try manifest.cutTornLine()
      return manifest
    } catch {
      throw refusal(path, error)
    }
  }

  private static func refusal(_ path: Path, _ failure: SystemCalls.Failure) -> OutputPlan.Refusal {
    if failure.wouldBlock {
      return OutputPlan.Refusal(
        "\(path) is being written by another batch; wait for it, or give another name")
    }
    return OutputPlan.Refusal("the manifest \(path) cannot be written: \(failure.text)")
  }

  private func takeForOneself() throws(SystemCalls.Failure) {
    guard SystemCalls.lock(descriptor, waits: false) || !SystemCalls.Failure.current.wouldBlock else {
      throw .current
    }
  }

  private func cutTornLine() throws(SystemCalls.Failure) {
    let size = try SystemCalls.facts(of: descriptor).size
    var place = size
    var block = [UInt8](repeating: 0, count: 1 << 16)
    // From the end back to the last line break.
    while place > 0 {
      let start = max(0, place - block.count)
      let read = block.withUnsafeMutableBytes { buffer -> Result<Int, SystemCalls.Failure> in
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(place - start)])
        do throws(SystemCalls.Failure) {
          return .success(try SystemCalls.readBytes(descriptor, at: start, into: part))
        } catch {
          return .failure(error)
        }
      }
      let count = try read.get()
      if let last = block[..<count].lastIndex(of: UInt8(ascii: "\n")) {
        place = start + last + 1
        break
      }
      place = start
    }
    // Whatever is cut must look like the beginning of a line, or the file is something else.
    if place < size {
      let tail = try LineReader(descriptor, from: place).next() ?? []
      guard zip(tail, ManifestLine.beginning).allSatisfy({ $0 == $1 }) else {
        state.withLock { $0.end = size }
        return
      }
      try SystemCalls.truncate(descriptor, to: place)
    }
    state.withLock { $0.end = place }
  }

  /// Adds a line and gives its place; nil if the manifest is closed. What could not be written whole is taken back.
  ///
  /// - Parameter text: without a line break.
  func append(_ text: String) throws(SystemCalls.Failure) -> Int? {
    let bytes = Array(text.utf8) + [UInt8(ascii: "\n")]
    let result = state.withLock { state -> Result<Int?, SystemCalls.Failure> in
      guard !state.isClosed else { return .success(nil) }
      do throws(SystemCalls.Failure) {
        try SystemCalls.writeBytes(descriptor, bytes, at: state.end)
      } catch {
        state.isClosed = true
        try? SystemCalls.truncate(descriptor, to: state.end)
        return .failure(error)
      }
      defer { state.end += bytes.count }
      return .success(state.end)
    }
    return try result.get()
  }

  /// Lines are whole, and no more are written.
  func close() { state.withLock { $0.isClosed = true } }

  /// Puts other lines in the place of all: those at these offsets, in this order.
  func rewrite(_ offsets: some Sequence<Int>) throws(ImagePoolError) {
    close()
    let file = try AtomicFile(path, overwrite: true)
    do throws(SystemCalls.Failure) {
      // Lines in order are neighbours, so a large chunk serves many; others need one small chunk each.
      let reader = LineReader(descriptor, chunk: 1 << 13)
      var text: [UInt8] = []
      for offset in offsets {
        if reader.place != offset { reader.move(to: offset) }
        text += try reader.next() ?? []
        guard text.count >= 1 << 16 else { continue }
        try SystemCalls.writeBytes(file.descriptor, text)
        text.removeAll(keepingCapacity: true)
      }
      try SystemCalls.writeBytes(file.descriptor, text)
      SystemCalls.synchronize(file.descriptor)
    } catch {
      throw AtomicFile.failure(path, error)
    }
    try file.close()
    try AtomicFile.commit([file])
  }

  /// Leaves the last line of every input, but for those at certain places.
  func dropSuperseded(and void: Set<Int>) throws(ImagePoolError) {
    close()
    let lines: RecordIndex
    do throws(OutputPlan.Refusal) { lines = try RecordIndex(reading: descriptor, name: path) } catch {
      throw ImagePoolError(.unwritable, error.description)
    }
    try rewrite(lines.offsets.filter { !void.contains($0) })
  }
}
