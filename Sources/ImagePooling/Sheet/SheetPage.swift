internal import PoolingEngine
internal import ReportPages

/// A sheet as a page of HTML. What it says and shows is in the markup; its script filters and opens cells.
///
/// The counts stand above the cells and are known after them, so cells are kept in a file without a name until then.
final class SheetPage: SheetSink {
  private let sheet: ContactSheet
  private let markup = SheetMarkup()
  private let file: AtomicFile
  private let cells: Int32
  private var pending: [UInt8] = []
  private static let mostPending = 1 << 18
  /// What waits to be written, a small file and its text.
  let memory = SheetPage.mostPending + 4 * SheetPictureReader.smallFile

  init(_ sheet: ContactSheet) throws(ImagePoolError) {
    self.sheet = sheet
    file = try AtomicFile(sheet.output, overwrite: sheet.overwrite)
    do throws(SystemCalls.Failure) { cells = try SystemCalls.namelessFile() } catch {
      throw ImagePoolError(
        .unwritable, "cannot make a temporary file: \(error.text)",
        remedy: "set TMPDIR to a directory with room")
    }
  }

  deinit { try? SystemCalls.closeDescriptor(cells) }

  func add(_ cell: ContactSheet.Cell, _ picture: SheetPicture?) throws(ImagePoolError) {
    markup.append(cell, picture, to: &pending)
    if pending.count >= Self.mostPending { try keep() }
  }

  private func keep() throws(ImagePoolError) {
    do throws(SystemCalls.Failure) { try SystemCalls.writeBytes(cells, pending) } catch {
      throw ImagePoolError(
        .unwritable, "cannot write a temporary file: \(error.text)",
        remedy: "set TMPDIR to a directory with room")
    }
    pending.removeAll(keepingCapacity: true)
  }

  func finish(_ summary: ContactSheet.Summary) throws(ImagePoolError) {
    try keep()
    let title = "Contact sheet of \(PageTitle.visible("\(sheet.directory)"))"
    let page = ReportPage(.sheet, texts: ["title": title], json: []).surroundings()
    do throws(SystemCalls.Failure) {
      try SystemCalls.writeBytes(file.descriptor, page.before)
      try SystemCalls.writeBytes(file.descriptor, markup.head(summary, sheet))
      try copyCells()
      try SystemCalls.writeBytes(file.descriptor, markup.end)
      try SystemCalls.writeBytes(file.descriptor, page.after)
    } catch {
      throw AtomicFile.failure(sheet.output, error)
    }
    try file.close()
    try AtomicFile.commit([file])
  }

  private func copyCells() throws(SystemCalls.Failure) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var place = 0
    while true {
      let count = try SystemCalls.readBytes(cells, at: place, into: buffer)
      if count == 0 { return }
      try SystemCalls.writeBytes(file.descriptor, UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      place += count
    }
  }
}
