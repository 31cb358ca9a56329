/// All pictures below a directory, sorted by name, as a batch's walk finds them.
final class ListedPictures: SheetEntries {
  private(set) var summary = ContactSheet.Summary()
  private let walk: DirectoryWalk
  private var left: Int
  let memory = 0

  /// - Throws: ``OutputPlan/Refusal`` if the sheet would replace one of them, or if there are none.
  init(_ sheet: ContactSheet, _ protection: SheetProtection) throws {
    let count = DirectoryWalk(sheet.directory, excluding: nil)
    var found = 0
    while let (path, _) = count.next() {
      found += 1
      if !protection.isIdle { try protection.check(path) }
    }
    guard found > 0 else {
      throw OutputPlan.Refusal(
        "\(sheet.directory): there are no pictures in it; name a batch's output directory")
    }
    summary.counts[.ok] = found
    left = sheet.only.isEmpty || sheet.only.contains(.ok) ? min(found, sheet.limit) : 0
    summary.cells = left
    walk = DirectoryWalk(sheet.directory, excluding: nil)
  }

  func next() throws(ImagePoolError) -> SheetEntry? {
    guard left > 0 else { return nil }
    left -= 1
    return walk.next().map { SheetEntry(picture: $0.path) }
  }
}
