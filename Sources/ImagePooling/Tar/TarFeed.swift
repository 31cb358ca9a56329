internal import ImageCodecs
internal import TarArchive

/// Hands out the members of an archive, one after the other, with as much of their content as may be held. Not to be used from two
/// threads at once.
final class TarFeed {
  /// What is larger is copied piece by piece, once everything before it is written.
  private static let mostCopiedAtOnce = 1 << 20
  /// How far behind the end another archive is looked for.
  private static let tail = 1 << 20
  /// What a member counts beside its content, so that not any number of empty ones is held.
  private static let overhead = 1 << 12

  private let reader: TarReader
  private let batch: TarBatch
  /// What members may hold together that are read and not yet written. One that needs all of it waits until it is alone.
  private let window: MemoryBudget
  private var place = 0
  private var isEnded = false
  private(set) var warnings: [String] = []

  init(_ source: TarSource, _ batch: TarBatch) {
    reader = TarReader { () throws(TarError) in try source.fetch() }
    self.batch = batch
    window = MemoryBudget(total: max(1 << 20, min(64 << 20, batch.recipe.limits.memory / 4)))
  }

  /// Whether WebDataset would take a member for a part of a sample.
  static func isInSample(_ member: TarMember) -> Bool {
    member.kind == .file && !SampleName.isMetadata(member.name)
  }

  /// The next member to work on; nil after the last.
  ///
  /// - Parameter copy: writes a member that is not held, when everything before it is written: its first bytes, then what the
  ///   reader gives. The failure is of a picture that is kept as it is.
  func next(
    copying copy: (_ piece: TarPiece, _ first: [UInt8], _ reader: TarReader, _ failure: ImagePoolError?) ->
      Void
  ) -> TarPiece? {
    while !isEnded {
      do throws(TarError) {
        guard let member = try reader.next() else {
          try end()
          return nil
        }
        // What breaks off in the middle of a member takes its place.
        let piece = try piece(member, copy)
        place += 1
        if let piece { return piece }
      } catch {
        isEnded = true
        return TarPiece(TarMember(name: [], size: 0), place, .end(ImagePoolError(error)), nil)
      }
    }
    return nil
  }

  /// Nil if the member has been written already.
  private func piece(
    _ member: TarMember, _ copy: (TarPiece, [UInt8], TarReader, ImagePoolError?) -> Void
  ) throws(TarError) -> TarPiece? {
    let first = try reader.content(ImageKind.signatureLength)
    let kind = TarFeed.isInSample(member) ? ImageKind.of(firstBytes: first) : nil
    var failure: ImagePoolError?
    if kind != nil, member.size > batch.recipe.limits.memory {
      let error = ImagePoolError(
        .limit, "has \(member.size) bytes, more than may be held",
        remedy: "allow more with --max-memory")
      guard batch.failures == .keep else { return TarPiece(member, place, .failed(error, []), nil) }
      failure = error
    }
    if failure != nil || kind == nil && member.size > TarFeed.mostCopiedAtOnce {
      let loan = window.borrow(window.total)
      copy(TarPiece(member, place, .copy([]), loan), first, reader, failure)
      return nil
    }
    let loan = window.borrow(min(member.size, window.total) + TarFeed.overhead)
    var content = first
    content += try reader.content(member.size - first.count)
    guard let kind else { return TarPiece(member, place, .copy(content), loan) }
    let name = TarNaming.name(Path(bytes: member.name), as: batch.format)
    return TarPiece(member, place, .pool(content, kind, name), loan)
  }

  /// Looks at how the archive ended.
  private func end() throws(TarError) {
    isEnded = true
    switch reader.ending {
    case .unmarked:
      warnings.append(
        "ends without the blocks of zeros that say so; if it was cut between two members, the rest is missing"
      )
    case .marked:
      if try reader.hasMore(within: TarFeed.tail) {
        warnings.append(
          "has more behind its end, which was left out; archives that were put together by cat are unpacked with tar -i"
        )
      }
    case nil: break
    }
  }
}
