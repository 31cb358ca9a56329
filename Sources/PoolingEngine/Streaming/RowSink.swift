/// Something that takes rows from top to bottom: an encoder, a dump, planes in memory.
///
/// The calls come in the order `begin`, `write` for every strip, `commit`. A sink that is released without
/// `commit` leaves nothing behind.
public protocol RowSink: AnyObject {
  /// Announces the rows to come.
  func begin(_ format: RowFormat) throws
  /// Takes the next rows. The strip is valid during the call only.
  func write(_ strip: borrowing Strip) throws
  /// All rows were written: make the result appear.
  func commit() throws
}
