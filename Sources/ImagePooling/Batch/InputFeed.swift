/// Hands out the inputs of a batch, one after the other: first those that nothing is held against, then those during which an
/// earlier run died. Not to be used from two threads at once.
final class InputFeed {
  /// An input to work on.
  struct Piece: Sendable {
    var input: ListedInput
    /// Its name's.
    var hash: NameHash
    /// Its place among the inputs of this run.
    var place: Int
    /// An output that is there was written by an earlier run.
    var isOurs: Bool
    /// How often the program died during it.
    var past: InFlightEntry.Attempt?
  }

  private let reader: InputList.Reader
  private let history: RunHistory
  private let shard: Shard?
  private let naming: OutputNaming
  /// Where the manifest tells of each input, in order; -1 where it does not. Only for a manifest that is to be ordered.
  let offsets: SortedTable<Int>?
  private(set) var doneBefore = 0
  private(set) var failedBefore = 0
  /// To be taken alone, in the end.
  private(set) var suspects: [Piece] = []
  private var place = 0

  init(_ batch: LargeBatch, _ history: RunHistory) {
    reader = batch.inputs.makeReader(excluding: batch.directory)
    self.history = history
    shard = batch.shard
    naming = batch.naming
    offsets = batch.record?.isOrdered == true ? SortedTable() : nil
  }

  var ignored: Int { reader.ignored }

  /// Where the manifest has lines that say what is not so any more; known at the end.
  var voidOffsets: Set<Int> { history.voidOffsets }

  /// The list of names could not be read to its end.
  func check() throws(OutputPlan.Refusal) { try reader.check() }

  /// The next input; nil once there are only suspects left.
  func next() -> Piece? {
    while let input = reader.next() {
      if let shard, !shard.contains(naming.key(of: input)) { continue }
      let hash = NameHash(input.path.bytes)
      defer { place += 1 }
      switch history.verdict(hash, input.path) {
      case .done(let line):
        offsets?.append(line?.offset ?? -1)
        doneBefore += 1
        if let line, line.status != .done { failedBefore += 1 }
      case .work(let isOurs, let past):
        offsets?.append(-1)
        let piece = Piece(input: input, hash: hash, place: place, isOurs: isOurs, past: past)
        if past != .first { return piece }
        suspects.append(piece)
      }
    }
    return nil
  }
}
