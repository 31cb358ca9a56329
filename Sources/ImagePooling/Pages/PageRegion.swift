internal import FeatureMaps

/// A rectangle of what a page is about, upright.
public struct PageRegion: Hashable, Sendable {
  /// Its first row and column, in pixels from the picture's own.
  public var top, left: Int
  /// Rows and columns, in pixels.
  public var height, width: Int

  /// Any numbers; whoever takes a region checks whether it lies in a picture.
  public init(top: Int, left: Int, height: Int, width: Int) {
    self.top = top
    self.left = left
    self.height = height
    self.width = width
  }

  /// Sums and products are taken only of rectangles that were checked to lie in a picture.
  var rows: Range<Int> { top..<(top + height) }
  var columns: Range<Int> { left..<(left + width) }
  var isEmpty: Bool { height == 0 || width == 0 }
  var pixels: Int { height * width }
}

extension PageRegion {
  var members: [JSONValue.Member] {
    [
      JSONValue.Member("top", JSONValue(top)), JSONValue.Member("left", JSONValue(left)),
      JSONValue.Member("height", JSONValue(height)), JSONValue.Member("width", JSONValue(width)),
    ]
  }
}
