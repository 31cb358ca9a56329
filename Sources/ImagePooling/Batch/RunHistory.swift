/// What earlier runs of a batch have left: lines of the manifest, and inputs that were being worked on.
final class RunHistory {
  /// Of a manifest that is gone on with, or of a new one; nil without a record.
  private(set) var manifest: Manifest?
  private let lines: RecordIndex?
  /// Inputs without a line that were being worked on.
  private(set) var pending: [NameHash: InFlightEntry] = [:]
  /// Directories that an earlier run could not read and this one can.
  private var mended = MendedDirectories()
  private let record: LargeBatch.Record?
  private let overwrites: Bool

  /// What there is to do for an input.
  enum Verdict {
    /// Nothing: an earlier run has a line of it, or it is not asked for.
    case done(RecordedLine?)
    /// - Parameter isOurs: an output that is there was written by an earlier run.
    case work(isOurs: Bool, InFlightEntry.Attempt?)
  }

  init(_ record: LargeBatch.Record?, existing: LargeBatch.Existing) throws(OutputPlan.Refusal) {
    self.record = record
    overwrites = existing == .overwrite
    if let manifest = record?.manifest, !InFlightFile.mayBegin(beside: manifest) {
      let file = InFlightFile.path(beside: manifest)
      throw OutputPlan.Refusal(
        "\(file) is needed beside the manifest, and is another file; move it, or give another manifest")
    }
    guard let record, record.work != .all else {
      lines = nil
      if let record, SystemCalls.exists(record.manifest) {
        guard overwrites else {
          throw OutputPlan.Refusal(
            "\(record.manifest) exists; go on with --resume \(record.manifest), or give another --manifest")
        }
        guard Manifest.mayBegin(in: record.manifest) else {
          throw OutputPlan.Refusal(
            "\(record.manifest) exists and is no manifest, so it is not replaced; give another --manifest")
        }
      }
      return
    }
    // A run that is always started as one to go on has to begin somewhere.
    guard record.work == .failures || SystemCalls.exists(record.manifest) else {
      lines = nil
      return
    }
    let manifest = try Manifest.reopen(record.manifest)
    let lines = try RecordIndex(reading: manifest.descriptor, name: record.manifest)
    (self.manifest, self.lines) = (manifest, lines)
    pending = InFlightFile.entries(beside: record.manifest).filter { lines[$0.key] == nil }
  }

  /// Makes the manifest if it is new: after the plan, so that a refused batch leaves nothing.
  func begin() throws(OutputPlan.Refusal) -> Manifest? {
    if manifest == nil, let record { manifest = try Manifest.begin(record.manifest, overwrite: overwrites) }
    return manifest
  }

  /// Where lines are that say what is not so any more.
  var voidOffsets: Set<Int> { mended.offsets }

  /// Whether lines have been, or will be, made void by later ones.
  var supersedesLines: Bool { (lines?.superseded ?? 0) > 0 || record?.work == .failures }

  /// - Parameters:
  ///   - input: the hash of its name.
  ///   - path: its name.
  func verdict(_ input: NameHash, _ path: Path) -> Verdict {
    let line = lines?[input]
    let isMended = lines.map { mended.look(above: path, $0) } ?? false
    if line != nil { mended.exclude(input) }
    if let line, record?.work != .failures || line.status == .done { return .done(line) }
    if record?.work == .failures, line == nil, !isMended { return .done(nil) }
    if line?.status == .crashed { return .work(isOurs: true, nil) }
    guard let entry = pending[input] else { return .work(isOurs: false, nil) }
    return .work(isOurs: true, entry.attempt)
  }
}
