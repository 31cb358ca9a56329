/// Inputs of a batch in their order, counted beforehand.
protocol SheetEntries: AnyObject {
  /// The counts, and whatever is to be said of the record; `cells` is the number of entries that ``next()`` gives.
  var summary: ContactSheet.Summary { get }
  /// Bytes held for all entries.
  var memory: Int { get }

  /// The next entry that gets a cell; nil at the end.
  func next() throws(ImagePoolError) -> SheetEntry?
}
