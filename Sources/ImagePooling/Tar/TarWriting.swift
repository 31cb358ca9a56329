internal import TarArchive

/// Puts the members of a run into the archive's order and writes them. Not to be used from two threads at once.
final class TarWriting {
  /// What became of a member, before it is written.
  enum Result {
    case copied([UInt8])
    /// With the result's bytes and its name.
    case pooled(Report)
    case failed(ImagePoolError, [UInt8])
    /// The run cannot go on.
    case end(ImagePoolError)
  }

  private let target: TarOutput
  private let failures: TarBatch.Failures
  private let archive: Path?
  private let each: (TarBatch.Member) -> Void
  private var writer = TarWriter()
  private var names = TarNaming()
  private var links: TarLinks
  private var waiting: [Int: (TarPiece, Result)] = [:]
  private var place = 0
  private var summary = TarBatch.Summary()
  /// Why no more is written, and at which member.
  private var fatal: (error: ImagePoolError, name: Path)?

  init(
    _ target: TarOutput, _ batch: TarBatch, _ archive: Path?,
    _ each: @escaping (TarBatch.Member) -> Void
  ) {
    self.target = target
    failures = batch.failures
    links = TarLinks(batch)
    self.archive = archive
    self.each = each
  }

  /// Takes a member in, and writes all whose turn has come. False once nothing more is written.
  func add(_ piece: TarPiece, _ result: Result) -> Bool {
    guard fatal == nil else { return false }
    waiting[piece.place] = (piece, result)
    while let (piece, result) = waiting.removeValue(forKey: place) {
      do throws(ImagePoolError) { try write(piece, result) } catch { return end(error, piece) }
      place += 1
    }
    return true
  }

  /// Copies a member whose turn has come from the reader.
  ///
  /// - Parameter failure: why it is not pooled, if it is a picture.
  func copy(_ piece: TarPiece, _ first: [UInt8], _ reader: TarReader, _ failure: ImagePoolError?) -> Bool {
    guard fatal == nil else { return false }
    precondition(place == piece.place, "whoever copies has waited for all before")
    do throws(ImagePoolError) {
      try names.take(piece, piece.name)
      try target.write(writer.header(piece.member) + first)
      var left = piece.member.size - first.count
      while left > 0 {
        let content = try TarWriting.content(reader)
        try target.write(content)
        left -= content.count
      }
      try target.write(writer.padding(piece.member))
      let warnings = links.note(piece.name, as: piece.name)
      tell(piece, failure.map { .kept($0) } ?? .copied, as: piece.name, piece.member.size, warnings)
    } catch {
      return end(error, piece)
    }
    place += 1
    return true
  }

  private static func content(_ reader: TarReader) throws(ImagePoolError) -> [UInt8] {
    do throws(TarError) { return try reader.content(1 << 16) } catch { throw ImagePoolError(error) }
  }

  private func end(_ error: ImagePoolError, _ piece: TarPiece) -> Bool {
    var error = error
    // What is wrong with the archive itself names no member but in its words.
    if error.input == nil, error.kind == .unwritable, piece.name != "" {
      error.input = (archive.map { "\($0): " } ?? "") + piece.name.description
    }
    fatal = (error, piece.name)
    // What they hold is waited for.
    waiting = [:]
    return false
  }

  /// Ends the archive and makes it appear.
  func finish(_ warnings: [String]) throws(ImagePoolError) -> TarBatch.Summary {
    if let fatal {
      // What a pipe has been given cannot be taken back, but no reader shall take it for an archive: it ends inside a member.
      if target.isStream {
        try? target.write(writer.header(TarMember(name: fatal.name.bytes, size: 1)))
      }
      throw fatal.error
    }
    precondition(waiting.isEmpty, "every member's turn has come")
    try target.write(writer.end())
    try target.finish()
    summary.warnings = warnings
    summary.bytes = target.bytes
    return summary
  }

  // MARK: - One member

  private func write(_ piece: TarPiece, _ result: Result) throws(ImagePoolError) {
    switch result {
    case .copied(let content):
      let warnings = try put(piece, content, as: piece.name)
      tell(piece, .copied, as: piece.name, content.count, warnings)
    case .pooled(var report):
      let output = report.output ?? piece.name
      let content = report.bytes ?? []
      report.bytes = nil
      let warnings = try put(piece, content, as: output)
      tell(piece, .pooled(report), as: output, content.count, warnings)
    case .failed(let error, let content):
      switch failures {
      case .refuse:
        tell(piece, .refused(error), as: nil, nil)
        throw error
      case .keep:
        let warnings = try put(piece, content, as: piece.name)
        tell(piece, .kept(error), as: piece.name, content.count, warnings)
      case .member:
        let output = piece.name.appending(".error.json")
        let content = TarBatch.Member.errorContent(error, piece.name, sample: piece.sample)
        let warnings = try put(piece, content, as: output, isReplaced: true)
        tell(piece, .replaced(error), as: output, content.count, warnings)
      }
    case .end(let error): throw error
    }
  }

  /// - Returns: what must be known about links from or to it.
  private func put(
    _ piece: TarPiece, _ content: [UInt8], as output: Path, isReplaced: Bool = false
  ) throws(ImagePoolError) -> [String] {
    try names.take(piece, output)
    var member = piece.member
    member.name = output.bytes
    member.size = content.count
    var warnings = links.follow(&member).map { [$0] } ?? []
    let header = writer.header(member)
    try target.write(header + content + writer.padding(member))
    warnings += links.note(piece.name, as: output, isReplaced: isReplaced)
    return warnings
  }

  private func tell(
    _ piece: TarPiece, _ treatment: TarBatch.Member.Treatment, as output: Path?, _ count: Int?,
    _ warnings: [String] = []
  ) {
    let member = TarBatch.Member(
      archive: archive, name: piece.name, sample: piece.sample, output: output, treatment: treatment,
      warnings: warnings, bytesWritten: count, seconds: piece.seconds)
    switch treatment {
    case .pooled(let report):
      summary.pooled += 1
      if !report.warnings.isEmpty { summary.warned += 1 }
    case .copied: summary.copied += 1
    case .kept(let error), .replaced(let error), .refused(let error):
      summary.failures[error.kind, default: 0] += 1
    }
    each(member)
  }
}
