internal import PoolingEngine

/// A picture for a cell, encoded.
struct SheetPicture {
  let mediaType: String
  let size: Size
  let bytes: [UInt8]
}
