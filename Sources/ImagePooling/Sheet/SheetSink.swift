/// What a sheet is written by: takes cells in their order.
protocol SheetSink: AnyObject {
  /// Bytes held while pictures are read.
  var memory: Int { get }

  func add(_ cell: ContactSheet.Cell, _ picture: SheetPicture?) throws(ImagePoolError)

  /// All cells were added; the sheet appears.
  func finish(_ summary: ContactSheet.Summary) throws(ImagePoolError)
}
