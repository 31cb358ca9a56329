/// Something that delivers the rows of a picture or tensor from top to bottom: a decoder, planes in memory,
/// a pooling over another source.
public protocol RowSource: AnyObject {
  var format: RowFormat { get }

  /// Fills `strip` (made for this source's ``format``) with the next rows by ``Strip/fill(startingAt:_:)``:
  /// at least one, at most its capacity, and none when all `format.size.height` rows were delivered.
  func read(into strip: inout Strip) throws
}
