internal import ImageCodecs
internal import PoolingEngine

/// A sheet as a PNG: a grid of square cells, written row of cells by row of cells. States are shapes; nothing is written in letters.
final class SheetGrid: SheetSink {
  /// Between cells and around them.
  static let gap = 8
  private static let paper = SheetCanvas.Ink(0xe9ebee)
  private static let frame = SheetCanvas.Ink(0xc3c8ce)
  private static let white = SheetCanvas.Ink(0xffffff)
  private static let red = SheetCanvas.Ink(0xb3261e)
  private static let pink = SheetCanvas.Ink(0xf9dedc)
  private static let amber = SheetCanvas.Ink(0xe0a100)
  private static let gray = SheetCanvas.Ink(0x7a828b)

  private let cell, columns, rows: Int
  let memory: Int
  private let file: ResultFile
  private let writer: ImageWriter
  private let sink: NamedSink
  private var canvas: SheetCanvas
  private var strip: Strip
  private var nextColumn = 0
  private var rowsWritten = 0

  /// - Throws: ``OutputPlan/Refusal`` if the grid is larger than allowed; ``ImagePoolError`` if it cannot be written.
  init(_ sheet: ContactSheet, cells: Int) throws {
    cell = sheet.cell
    columns = max(1, min(sheet.columns, cells))
    rows = max(1, (cells + columns - 1) / columns)
    let pitch = cell + Self.gap
    let size = Size(height: rows * pitch + Self.gap, width: columns * pitch + Self.gap)
    let (pixels, overflows) = size.height.multipliedReportingOverflow(by: size.width)
    guard !overflows, pixels <= sheet.limits.pixels else {
      throw OutputPlan.Refusal(
        "a sheet of \(rows) row\(rows == 1 ? "" : "s") of \(columns) cells would be \(size); give a smaller --limit or --cell, or allow it with --max-pixels"
      )
    }
    let format = RowFormat(size: size, channels: 3, sampleType: .uint8)
    // The canvas, and as much again on its way to the encoder.
    memory = 2 * pitch * format.bytesPerRow
    guard memory <= sheet.limits.memory else {
      throw OutputPlan.Refusal(
        "a row of \(columns) cells takes more memory than allowed; give a smaller --cell or fewer --columns, or allow it with --max-memory"
      )
    }
    file = try ResultFile(
      .file(sheet.output, overwrite: sheet.overwrite), estimate: size.height * format.bytesPerRow)
    writer = try ImageWriter(file.pictureDestination, as: .png(), color: .rgb)
    sink = NamedSink(writer, file)
    canvas = SheetCanvas(width: size.width, height: pitch)
    strip = Strip(format: format, capacity: pitch)
    do { try sink.begin(format) } catch { throw ImagePoolError(any: error) }
    clear()
  }

  func add(_ cell: ContactSheet.Cell, _ picture: SheetPicture?) throws(ImagePoolError) {
    let left = Self.gap + nextColumn * (self.cell + Self.gap)
    draw(cell, left)
    if let picture { try draw(picture, left) }
    mark(cell, left)
    nextColumn += 1
    if nextColumn == columns { try flush() }
  }

  func finish(_ summary: ContactSheet.Summary) throws(ImagePoolError) {
    if nextColumn > 0 { try flush() }
    // Fewer cells than announced, if files went away meanwhile.
    while rowsWritten < rows * canvas.height { try flush() }
    do {
      // A cleared canvas is what lies below the last cells.
      let bytes = 3 * canvas.width * Self.gap
      strip.fill(startingAt: rowsWritten) { buffer in
        buffer.copyBytes(from: canvas.samples.prefix(bytes))
        return Self.gap
      }
      try sink.write(strip)
      try sink.commit()
      try file.close(writer)
      try ResultFile.deliver([file])
    } catch {
      throw ImagePoolError(any: error)
    }
  }

  private func clear() { canvas.fill(0..<canvas.width, 0..<canvas.height, Self.paper) }

  private func flush() throws(ImagePoolError) {
    do {
      strip.fill(startingAt: rowsWritten) { buffer in
        buffer.copyBytes(from: canvas.samples)
        return canvas.height
      }
      try sink.write(strip)
    } catch {
      throw ImagePoolError(any: error)
    }
    rowsWritten += canvas.height
    nextColumn = 0
    clear()
  }

  // MARK: - Drawing

  private func area(_ left: Int) -> (columns: Range<Int>, rows: Range<Int>) {
    (left..<(left + cell), Self.gap..<(Self.gap + cell))
  }

  /// What lies under the picture, or stands for it.
  private func draw(_ cell: ContactSheet.Cell, _ left: Int) {
    let (columns, rows) = area(left)
    let (side, thickness) = (self.cell, max(2, self.cell / 40))
    switch cell.status {
    case .failed:
      canvas.fill(columns, rows, Self.pink)
      canvas.diagonal(left, Self.gap, side: side, thickness: thickness, rises: false, Self.red)
      canvas.diagonal(left, Self.gap, side: side, thickness: thickness, rises: true, Self.red)
      canvas.frame(columns, rows, thickness: thickness, Self.red)
    case .unreadable:
      canvas.fill(columns, rows, Self.pink)
      canvas.diagonal(left, Self.gap, side: side, thickness: thickness, rises: true, Self.red)
      canvas.frame(columns, rows, thickness: thickness, Self.red, dash: max(2, side / 16))
    case .ok, .warned, .skipped:
      canvas.fill(columns, rows, Self.white)
      canvas.frame(columns, rows, thickness: 1, Self.frame)
      guard cell.absence != nil else { return }
      let middle = Self.gap + side / 2
      canvas.fill((left + side / 3)..<(left + side - side / 3), middle..<(middle + thickness), Self.gray)
    }
  }

  /// What lies over the picture: a bar along its lower edge.
  private func mark(_ cell: ContactSheet.Cell, _ left: Int) {
    let (columns, rows) = area(left)
    let bar = (rows.upperBound - max(3, self.cell / 20))..<rows.upperBound
    switch cell.status {
    case .warned: canvas.fill(columns, bar, Self.amber)
    case .skipped: canvas.fill(columns, bar, Self.gray)
    case .ok, .failed, .unreadable: break
    }
  }

  private func draw(_ picture: SheetPicture, _ left: Int) throws(ImagePoolError) {
    let rows: RowCursor
    do {
      rows = RowCursor(try ImageReader(.bytes(picture.bytes)))
    } catch {
      throw ImagePoolError(any: error)
    }
    let (size, format) = (picture.size, rows.format)
    precondition(
      format.channels == 3 || format.channels == 4, "pictures are made in colour")
    precondition(
      format.sampleType == .uint8 && size.height <= cell && size.width <= cell,
      "the picture was made for this cell")
    let column = left + (cell - size.width) / 2
    let top = Self.gap + (cell - size.height) / 2
    for row in 0..<size.height {
      if format.channels == 3 {
        canvas.copy(try rows.row(), to: column, top + row)
      } else {
        canvas.blend(try rows.row(), to: column, top + row, checker: row)
      }
    }
  }
}
