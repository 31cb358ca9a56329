internal import PoolingEngine

/// Makes pictures for cells. Each is decoded to its end, so that a damaged one is known as such.
struct SheetPictureReader {
  /// A file of at most so many bytes and pixels goes into a page as it is.
  static let smallFile = 32 << 10
  static let smallPicture = 1 << 20

  /// For a page, or for the rows of a PNG.
  let form: ContactSheet.Form
  let cell: Int
  let failOn: FailOn
  var limits: Limits
  let folder: SheetFolder

  init(_ sheet: ContactSheet, _ form: ContactSheet.Form, _ folder: SheetFolder) {
    self.form = form
    self.folder = folder
    (cell, failOn, limits) = (sheet.cell, sheet.failOn, sheet.limits)
  }

  /// - Returns: the picture, the size of the file's own and its bytes.
  /// - Throws: ``ImagePoolError``.
  func read(_ output: Path) throws(ImagePoolError) -> (picture: SheetPicture, size: Size, bytes: Int) {
    let place = try folder.find(output)
    let file = try folder.open(place)
    guard file.facts.sort == .regular else {
      throw ImagePoolError(.unreadable, "is no file", remedy: "name the directory that holds the outputs")
    }
    let small = try smallBytes(file)
    let input: Input = small.map { .bytes($0) } ?? .descriptor(file.descriptor)
    let info = try SourceInfo.of(input, limits: limits)
    guard info.kind == "png" || info.kind == "jpeg" else {
      throw ImagePoolError(.notAnImage, "is no picture (\(info.kind))", remedy: "look at what was put there")
    }
    let hasAlpha = info.hasAlpha
    // What looking took from the descriptor is not there any more.
    let again = small == nil ? try folder.open(place) : nil
    let report = try recipe(hasAlpha).runBlocking(
      again.map { .descriptor($0.descriptor) } ?? input, to: .memory, as: encoding(hasAlpha))
    let size = info.uprightSize
    let picture: SheetPicture
    if form == .html, let small, size.height <= Self.smallPicture, size.width <= Self.smallPicture,
      size.height * size.width <= Self.smallPicture
    {
      picture = SheetPicture(mediaType: "image/\(info.kind)", size: size, bytes: small)
    } else {
      picture = SheetPicture(
        mediaType: report.outputFormat.map { "image/\($0)" } ?? "image/png", size: report.outputSize,
        bytes: report.bytes ?? [])
    }
    return (picture, size, file.facts.size)
  }

  private func smallBytes(_ file: SheetFile) throws(ImagePoolError) -> [UInt8]? {
    guard file.facts.size <= Self.smallFile else { return nil }
    do throws(SystemCalls.Failure) {
      return try SystemCalls.readBytes(file.descriptor, upTo: Self.smallFile)
    } catch {
      throw ImagePoolError(.unreadable, "cannot be read: \(error.text)", remedy: "check the permissions")
    }
  }

  private func recipe(_ hasAlpha: Bool) -> Recipe {
    var recipe = Recipe.thumbnail(.fit(Size(height: cell, width: cell)))
    (recipe.failOn, recipe.limits) = (failOn, limits)
    (recipe.depth, recipe.strips) = (.eight, true)
    if form == .png {
      recipe.channels = hasAlpha ? .rgba : .rgb
      recipe.keepsPalette = false
    }
    return recipe
  }

  private func encoding(_ hasAlpha: Bool) -> Encoding {
    switch form {
    case .png: .png(compression: 0)
    case .html: hasAlpha ? .png() : .jpeg()
    }
  }
}
