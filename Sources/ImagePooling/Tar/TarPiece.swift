internal import ImageCodecs
internal import TarArchive

/// A member on its way through a run: from the reader to a worker to the writer.
final class TarPiece: @unchecked Sendable {
  // Unchecked: it is handed on, and touched by one thread at a time.
  enum Work {
    /// It is written as it is.
    case copy([UInt8])
    /// A picture, and what its result is called.
    case pool([UInt8], ImageKind, Path)
    /// It cannot be pooled; its content, if it was read.
    case failed(ImagePoolError, [UInt8])
    /// It is the last.
    case end(ImagePoolError)
  }

  let member: TarMember
  let name: Path
  let sample: Path?
  /// Its place among the members.
  let place: Int
  let work: Work
  /// What it holds until it is written.
  let loan: MemoryBudget.Loan?
  let start = ContinuousClock.now

  init(_ member: TarMember, _ place: Int, _ work: Work, _ loan: MemoryBudget.Loan?) {
    self.member = member
    self.place = place
    self.work = work
    self.loan = loan
    name = Path(bytes: member.name)
    sample = TarFeed.isInSample(member) ? SampleName(member.name).map { Path(bytes: $0.key) } : nil
  }

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
