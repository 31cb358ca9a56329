internal import TarArchive

/// What pooled members are called, and whether the members of a sample stay apart.
struct TarNaming {
  private var sample: Path?
  /// Extensions of the sample's members so far, in lower case, and whether each is a member's own.
  private var taken: [String: Bool] = [:]

  /// The name of a picture's result. The last part of the extension becomes the format's, if it stands for another one; a name
  /// without such a part gets one. Where no format was asked for, nothing changes.
  static func name(_ name: Path, as format: String?) -> Path {
    guard let format else { return name }
    let old = name.fileExtension.flatMap(EncodingOptions.format(ofExtension:))
    if old == format { return name }
    let base = old == nil ? name : name.withoutExtension
    return base.appending(".\(EncodingOptions.fileExtension(of: format))")
  }

  /// Notes that a member is written under a name.
  ///
  /// WebDataset takes two extensions for one if only their case differs.
  ///
  /// - Throws: ``ImagePoolError`` if another member of the sample has it, unless both had it before.
  mutating func take(_ piece: TarPiece, _ output: Path) throws(ImagePoolError) {
    guard TarFeed.isInSample(piece.member), let parts = SampleName(output.bytes) else { return }
    let key = Path(bytes: parts.key)
    if key != sample { (sample, taken) = (key, [:]) }
    let folded = String(decoding: parts.fileExtension, as: UTF8.self).lowercased()
    let isOwn = output == piece.name
    if let other = taken[folded], !(other && isOwn) {
      throw ImagePoolError(
        .unwritable, "its sample would have two members called \(output)",
        remedy: "give another --format, or rename the members")
    }
    taken[folded] = isOwn
  }
}
